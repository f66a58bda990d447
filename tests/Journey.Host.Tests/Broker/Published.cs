using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.RabbitMq;
using Journey.Tests.Projections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Journey.Host.Tests.Broker;

/// <summary>An operator whose subscriptions a host publishes to a broker.</summary>
internal sealed class Published(Written written, Uri broker) : IAsyncDisposable
{
    private static readonly DateTimeOffset Recorded = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly CancellationTokenSource stop = new();
    private Task working = Task.CompletedTask;

    public Operator Op => written.Op;

    public static async Task<Published> New(Uri broker) => new(await Written.New(), broker);

    public void Begin(string host = "host")
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Journey:RabbitMq:Uri"] = broker.ToString(), ["Journey:RabbitMq:SeenSeconds"] = "1" }).Build();
        var publisher = new Publisher(new Features.RabbitMq.Broker(settings), new Feed(), new Features.Subscriptions.Subscriptions(), TimeProvider.System, NullLogger<Publisher>.Instance);
        working = new Crew(Op, host, [publisher.Followers]).Run(stop.Token);
    }

    /// <param name="types">Public event types; none: all.</param>
    public async Task<Guid> Subscribe(string exchange, params string[] types)
    {
        var id = Guid.CreateVersion7();
        var opened = new SubscriptionOpened(new(id), exchange, new OrganizationId(Guid.CreateVersion7()), "test", SubscriptionScope.All with { Types = [.. types] }, Delivery.RabbitMq, exchange, 0);
        await written.AppendAll([new StreamWrite(id, "subscription", null, [Written.Event(opened, null, Recorded)])]);
        await written.Sequenced();
        return id;
    }

    public async Task Replay(Guid subscription, long from)
    {
        await written.AppendAll([new StreamWrite(subscription, "subscription", null, [Written.Event(new SubscriptionReplayed(from), null, Recorded)])]);
        await written.Sequenced();
    }

    /// <summary>So many graduations of one person; each their own enrollment.</summary>
    public Task Graduate(Guid person, int times = 1) =>
        written.Append(person, [.. Enumerable.Range(0, times).Select(_ => Written.Event(new Graduated(new EnrollmentId(Guid.CreateVersion7())), new DateOnly(2026, 3, 1), Recorded))]);

    public Task Inquire(Guid person) => written.Append(person, Written.Event(new Domain.Intake.InquiryMade(new EnrollmentId(Guid.CreateVersion7()), "phone"), new DateOnly(2026, 3, 1), Recorded));

    public Task Sequenced() => written.Sequenced();

    public async Task<(long Position, string? Error)> State(Guid subscription)
    {
        await using var read = Op.Main.CreateCommand("select position, error from journey.shard where name = $1");
        read.Parameters.Add(new() { Value = $"subscription:{subscription}" });
        await using var reader = await read.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1)) : (-1, null);
    }

    public async Task Until(Guid subscription, Func<(long Position, string? Error), bool> holds)
    {
        var until = DateTime.UtcNow.AddSeconds(120);
        while (await State(subscription) is var state && !holds(state))
        {
            if (DateTime.UtcNow > until) Assert.Fail($"not within 120 s; it is {state}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await working;
        await written.DisposeAsync();
        stop.Dispose();
    }
}

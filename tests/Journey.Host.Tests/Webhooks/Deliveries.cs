using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.Webhooks;
using Journey.Tests.Projections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Journey.Host.Tests.Webhooks;

/// <summary>One webhook subscription of an operator whose log is sequenced, and hosts that deliver it.</summary>
internal sealed class Deliveries : IAsyncDisposable
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly List<(CancellationTokenSource Stop, Task Running)> hosts = [];

    private Deliveries(Written written, Receiver receiver) => (Written, Receiver) = (written, receiver);

    public Written Written { get; }
    public Receiver Receiver { get; }
    public Operator Op => Written.Op;
    public SubscriptionId Id { get; } = new(Guid.CreateVersion7());
    public TurnedClock Clock { get; } = new();
    public List<string> Pauses { get; } = [];
    public List<byte[]> Keys { get; } = [Key];
    public SubscriptionScope Scope { get; set; } = SubscriptionScope.All;
    public bool Paused { get; set; }
    public WebhookSettings Settings { get; set; } = new() { Look = TimeSpan.FromMilliseconds(30), Timeout = TimeSpan.FromSeconds(5) };

    public static async Task<Deliveries> New() => new(await Written.New(), await Receiver.Start());

    /// <summary>Appends a stage to each of these participants' streams, in turn, and waits for the log.</summary>
    public async Task<IReadOnlyList<Guid>> Append(params Guid[] participants)
    {
        var ids = new List<Guid>();
        foreach (var participant in participants)
        {
            ids.Add(Guid.CreateVersion7());
            await Written.Append(participant, Written.Event(new StageEntered(new(participant), "crt"), new DateOnly(2026, 5, 4), TimeProvider.System.GetUtcNow(), id: ids[^1]));
        }
        await Written.Sequenced();
        return ids;
    }

    /// <summary>A host that holds the lease until it is stopped or loses it; null when another has it.</summary>
    public async Task<Task?> Host(string owner, CancellationToken stop = default, TimeSpan? length = null)
    {
        if (await Lease.Claim(Op, $"subscription:{Id}", 1, owner, length ?? TimeSpan.FromSeconds(30), default) is not { } lease) return null;
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var settings = Settings with { AllowedOrigins = [Receiver.Origin] };
        var subscription = new Subscription { Id = Id, Delivery = Delivery.Webhook, Address = Receiver.Address, Status = SubscriptionStatus.Active };
        var needs = new Needs(
            () => Paused ? null : subscription with { Scope = Scope }, _ => Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>([.. Keys.Select(k => (ReadOnlyMemory<byte>)k)]),
            (reason, _) => { Pauses.Add(reason); Paused = true; return Task.CompletedTask; }, () => Random.Shared.NextDouble());
        var running = Task.Run(() => new Delivering(Op, Id, lease, needs, new Feed(), new WebhookSender(settings, Clock), settings, Clock, NullLogger.Instance).Run(source.Token), default);
        hosts.Add((source, running));
        return running;
    }

    public async Task Stop()
    {
        foreach (var (stop, running) in hosts)
        {
            await stop.CancelAsync();
            try { await running; }
            catch (LeaseLost) { }
        }
        hosts.Clear();
        await Written.Scalar("update journey.shard set lease_until = '-infinity'");
    }

    public Task<IReadOnlyList<LoggedDelivery>> Rows(string? state = null) => DeliveryLog.Read(Op, Id, state, null, 1_000, default);

    public async Task<EndpointState> Endpoint() => (await DeliveryLog.Endpoints(Op, [Id], default)).Single();

    /// <summary>Until it is so; a clock that is turned meanwhile makes what is due later come.</summary>
    public async Task Until(Func<Task<bool>> so, TimeSpan? turn = null)
    {
        for (var i = 0; !await so(); i++)
        {
            if (i > 600) throw new TimeoutException("It did not come to that.");
            if (turn is { } by) Clock.Turn(by);
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Receiver.DisposeAsync();
        await Written.DisposeAsync();
    }
}

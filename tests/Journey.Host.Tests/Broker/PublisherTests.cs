using System.Text.Json.Nodes;
using Journey.Consumer;
using Journey.EventStore;
using Journey.Tests;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;

namespace Journey.Host.Tests.Broker;

public sealed class PublisherTests
{
    [Fact]
    public async Task What_no_queue_takes_waits_and_then_every_position_arrives_once_as_a_CloudEvent_in_order()
    {
        await using var broker = await Journey.Tests.RabbitMq.Start();
        await using var published = await Published.New(broker.Uri);
        var all = await published.Subscribe("everything");
        var few = await published.Subscribe("few", "journey.graduated");
        await using var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // The sample consumer declares what it reads from, before anything is sent.
        await using var database = await Postgres.NewDatabase();
        var outcomes = new Outcomes(database);
        await outcomes.Open(default);
        using var stop = new CancellationTokenSource();
        var taking = FromRabbitMq.Take(broker.Uri, $"{published.Op.Id}.few", "outcomes", outcomes, stop.Token);
        for (var i = 0; i < 5; i++) await published.Graduate(Guid.CreateVersion7(), 3);
        await published.Inquire(Guid.CreateVersion7()); // the last entry: not for those who want graduations
        await published.Sequenced();
        published.Begin();

        // The subscriptions' own entries are withheld: nobody has to take those. A graduation is not passed over.
        await published.Until(all, s => s.Error?.StartsWith("rabbitmq.unroutable", StringComparison.Ordinal) == true);
        (await published.State(all)).ShouldBe((2, $"rabbitmq.unroutable: position 3 waits, no queue is bound to {published.Op.Id}.everything for {published.Op.Id}.journey.graduated"));

        await channel.QueueDeclareAsync("all", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync("all", $"{published.Op.Id}.everything", $"{published.Op.Id}.#");
        await published.Until(all, s => s is { Position: 18, Error: null });
        await published.Until(few, s => s is { Position: 18, Error: null });

        var log = await Store.ReadLog(published.Op, 0, 100);
        var origin = await Store.LogOrigin(published.Op);
        var messages = await Drain(channel, "all", 16);
        messages.Select(m => m.Position).ShouldBe(Enumerable.Range(3, 16).Select(p => (long)p));
        messages.Select(m => m.Id).ShouldBe(log.Skip(2).Select(e => e.Event.Id.ToString()));
        messages.ShouldAllBe(m => m.Persistent && m.ContentType == "application/cloudevents+json; charset=utf-8" && m.Origin == origin && m.Key == $"{published.Op.Id}.{m.Type}" && m.Partition != null);
        messages[0].After.ShouldBe(0); // what was withheld is nothing that anybody has to have
        messages.Skip(1).ShouldAllBe(m => m.After == m.Position - 1);
        var body = JsonNode.Parse(messages[0].Body)!;
        ((string?)body["id"], (string?)body["type"], (string?)body["position"], (string?)body["specversion"]).ShouldBe((messages[0].Id, "journey.graduated", "3", "1.0"));

        // Who gets a few only learns that the rest held nothing for them.
        for (var tries = 0; (await outcomes.Open(default)).Position < 18 && tries < 500; tries++) await Task.Delay(20);
        (await outcomes.Open(default)).ShouldBe((origin, 18));
        await using var count = database.CreateCommand("select count(graduated) from outcomes.enrollment");
        (await count.ExecuteScalarAsync()).ShouldBe(15);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(taking);
    }

    [Fact]
    public async Task A_replay_from_beyond_what_was_taken_leaves_nothing_out()
    {
        await using var published = await Published.New(new("amqp://127.0.0.1:1"));
        var id = await published.Subscribe("journey");
        await published.Replay(id, 1);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Journey:RabbitMq:Uri"] = "amqp://127.0.0.1:1" }).Build();
        var publisher = new Features.RabbitMq.Publisher(new(settings), new(), new(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<Features.RabbitMq.Publisher>.Instance);
        var follower = (await publisher.Followers(published.Op, default)).ShouldHaveSingleItem();
        (follower.Version, follower.Start).ShouldBe((2, 0), "nothing of the version before was taken");
    }

    private static async Task<List<Got>> Drain(IChannel channel, string queue, int count)
    {
        var got = new List<Got>();
        for (var tries = 0; got.Count < count && tries < 500; tries++)
        {
            if (await channel.BasicGetAsync(queue, autoAck: true) is { } message) got.Add(Consumed.Of(message.BasicProperties, message.RoutingKey, message.Body));
            else await Task.Delay(20);
        }
        got.Count.ShouldBe(count);
        return got;
    }
}

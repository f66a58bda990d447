using Journey.EventStore;
using RabbitMQ.Client;

namespace Journey.Host.Tests.Broker;

public sealed class BrokerFaultTests(ITestOutputHelper output)
{
    private const int Batches = 300, PerBatch = 10, People = 40;

    [Fact, Trait("Category", "Faults")]
    public async Task Brokers_that_stop_die_block_and_lose_connections_cost_repeats_but_no_position_and_no_order()
    {
        await using var broker = await Journey.Tests.RabbitMq.Start();
        await using var relay = new Relay(broker.Uri);
        await using var published = await Published.New(relay.Uri);
        var subscription = await published.Subscribe("flow");
        string exchange = $"{published.Op.Id}.flow";
        await using (var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync("flow", durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync("flow", exchange, "#");
        }
        using var stop = new CancellationTokenSource();
        var consumer = new Consumed();
        var consuming = consumer.Run(broker.Uri, "flow", stop.Token);
        published.Begin();

        var people = Enumerable.Range(0, People).Select(_ => Guid.CreateVersion7()).ToList();
        var (allowed, written) = (0, 0);
        var writing = Task.Run(async () =>
        {
            for (; written < Batches; written++)
            {
                while (written >= Volatile.Read(ref allowed)) await Task.Delay(5);
                await published.Graduate(people[written % People], PerBatch);
            }
        });
        // Each fault comes in the middle of a stretch of the log that is on its way.
        async Task InTheMiddle()
        {
            allowed += Batches / 12;
            await Reached(consumer, (allowed - Batches / 24) * PerBatch);
        }

        var cuts = 0;
        while (cuts < 8)
        {
            await InTheMiddle();
            cuts += relay.Cut();
        }
        await InTheMiddle();
        await broker.Kill();
        await broker.Again(memory: "1");
        allowed = Batches;
        await published.Until(subscription, s => s.Error?.StartsWith("rabbitmq.blocked", StringComparison.Ordinal) == true);
        await broker.Stop();
        await broker.Again();
        await writing;
        await published.Sequenced();
        var head = await Store.Head(published.Op);
        await Reached(consumer, head);
        await stop.CancelAsync();
        await consuming;

        var log = await Store.ReadLog(published.Op, 0, (int)head);
        log.Count.ShouldBe(Batches * PerBatch + 1);
        consumer.Kept.Select(m => (m.Position, m.Id)).ShouldBe(log.Select(e => (e.Position, e.Event.Id.ToString())));
        // Who only drops event ids that it knows sees each person's events in order as well.
        var ids = log.ToDictionary(e => e.Event.Id.ToString(), e => e.Event);
        foreach (var person in consumer.All.DistinctBy(m => m.Id).GroupBy(m => ids[m.Id].StreamId)) person.Select(m => ids[m.Id].Version).ShouldBeInOrder();
        consumer.Repeats.ShouldBeGreaterThan(0, "the faults struck while messages were under way");
        output.WriteLine($"{head} positions, {consumer.All.Count} messages, {consumer.Repeats} repeats, {consumer.Early} early, {cuts} connections cut");
    }

    private static async Task Reached(Consumed consumer, long position)
    {
        var until = DateTime.UtcNow.AddSeconds(120);
        while (consumer.Last < position)
        {
            if (DateTime.UtcNow > until) Assert.Fail($"not within 120 s: the consumer at {position}; it is at {consumer.Last}");
            await Task.Delay(20);
        }
    }
}

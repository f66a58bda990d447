using System.Diagnostics.Metrics;
using Journey.EventStore;
using Npgsql;

namespace Journey.Tests.Log;

public sealed class SequencerTests
{
    private readonly Guid stream = Guid.CreateVersion7();

    [Fact]
    public async Task An_append_of_this_host_is_in_the_log_at_once()
    {
        var op = await Postgres.NewOperator();
        await using var running = new Running(op);
        for (var i = 1; i <= 20; i++)
        {
            await Store.Append(op, Given.One(stream));
            (await Store.WaitForHead(op, i - 1, TimeSpan.FromSeconds(10))).ShouldBe(i);
        }
        (await Store.ReadLog(op, 5, 3)).Select(e => (e.Position, e.Event.Version)).ShouldBe([(6, 6), (7, 7), (8, 8)]);
        (await Store.ReadLog(op, 0, 100, types: ["nothing"])).ShouldBeEmpty();
        (await Store.ReadLog(op, 0, 100, types: ["noted"])).Count.ShouldBe(20);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task Two_sequencers_many_writers_and_killed_connections_leave_every_event_one_position()
    {
        var op = await Postgres.NewOperator();
        await using var other = await SameDatabase(op);
        await using (var one = new Running(op, TimeSpan.FromMilliseconds(300)))
        await using (var two = new Running(other, TimeSpan.FromMilliseconds(300)))
        {
            var streams = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
            var writing = Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
            {
                var random = new Random(worker);
                var until = DateTime.UtcNow.AddSeconds(3);
                while (DateTime.UtcNow < until)
                {
                    if (worker > 1) { await Store.Append(worker % 2 == 0 ? op : other, Given.One(streams[random.Next(10)], events: random.Next(1, 4))); continue; }
                    await using var slow = await AppenderByHand.Begin(op);
                    await slow.Append(Guid.CreateVersion7(), 2);
                    await Task.Delay(20);
                    await (random.Next(4) switch { 0 => slow.Rollback(), 1 => slow.Terminate(op), _ => slow.Commit() });
                }
            })));
            while (!writing.IsCompleted)
            {
                await Task.Delay(250);
                await op.Do("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%sequence_events%' and pid <> pg_backend_pid()");
                await op.LogIsRight();
            }
            await writing;
            await Given.Eventually(() => op.Ask<bool>("select (select count(*) from journey.event) = (select count(*) from journey.log)"), "everything has its position");
        }
        await op.LogIsComplete();
        (await op.Ask<long>("select epoch from journey.sequencer")).ShouldBeGreaterThan(2, "both had their turns");
    }

    [Fact]
    public async Task One_that_stops_hands_over_at_once_and_one_that_hangs_when_its_lease_is_over()
    {
        var op = await Postgres.NewOperator();
        await using var other = await SameDatabase(op);
        await using (new Running(op, TimeSpan.FromMinutes(10)))
            await Given.Eventually(() => op.Ask<bool>("select owner is not null from journey.sequencer"), "the first holds the lease");
        await using var second = new Running(other, TimeSpan.FromSeconds(1));
        await Store.Append(other, Given.One(stream));
        (await Store.WaitForHead(other, 0, TimeSpan.FromSeconds(10))).ShouldBe(1);

        // as a host that hangs: it holds the lease and does nothing
        await second.DisposeAsync();
        await op.Do("select journey.sequencer_claim('hung', null, '1 second')");
        await Store.Append(op, Given.One(stream));
        await using var third = new Running(op, TimeSpan.FromSeconds(1));
        (await Store.WaitForHead(op, 1, TimeSpan.FromSeconds(10))).ShouldBe(2);
        (await op.Ask<bool>("select sequenced_at >= stored_at + interval '500 milliseconds' from journey.log join journey.event using (seq) where position = 2")).ShouldBeTrue("not before the lease was over");
    }

    [Fact]
    public async Task A_foreign_writer_s_event_is_noticed_and_sequenced()
    {
        var op = await Postgres.NewOperator();
        var foreign = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "journey.sequencer.foreign") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, n, tags, _) => { foreach (var t in tags) if (t.Value as string == op.Id.Value) Interlocked.Add(ref foreign, n); });
        listener.Start();

        await op.Do("select nextval('journey.event_seq')");   // a number without an xid, as no append of ours draws one
        await using var running = new Running(op, reconcileEvery: TimeSpan.FromMilliseconds(200));
        await Store.Append(op, Given.One(stream));
        await Store.WaitForHead(op, 0, TimeSpan.FromSeconds(10));
        await Given.Eventually(() => op.Ask<bool>("select settled >= 2 from journey.sequencer"), "the number is given up");
        await op.Do("insert into journey.event values (1, gen_random_uuid(), gen_random_uuid(), 1, 'noted', '{}', null, 3, now(), now())");
        (await Store.WaitForHead(op, 1, TimeSpan.FromSeconds(10))).ShouldBe(2);
        foreign.ShouldBe(1);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task Sequenced_at_never_decreases_even_when_the_clock_does()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await Store.Append(op, Given.One(stream));
        await hand.Round();
        await op.Do("update journey.log set sequenced_at = now() + interval '1 hour'");
        await Store.Append(op, Given.One(stream));
        await hand.Round();
        await op.LogIsComplete();
    }

    [Fact]
    public async Task Those_who_wait_share_one_connection()
    {
        var op = await Postgres.NewOperator();
        await using var waiting = await SameDatabase(op, connections: 2);   // another host: it hears of the log only by notification
        await using var running = new Running(op);
        var waiters = Enumerable.Range(0, 100).Select(_ => Store.WaitForHead(waiting, 0, TimeSpan.FromSeconds(15))).ToArray();
        await Task.Delay(500);
        (await Store.Head(waiting)).ShouldBe(0, "one connection listens, the other is free");
        await Store.Append(op, Given.One(stream));
        (await Task.WhenAll(waiters)).ShouldAllBe(head => head == 1);
        (await Store.WaitForHead(waiting, 1, TimeSpan.FromMilliseconds(50))).ShouldBe(1, "the time is over: the head as it is");
        using var gone = new CancellationTokenSource(50);
        await Should.ThrowAsync<OperationCanceledException>(() => Store.WaitForHead(waiting, 1, TimeSpan.FromSeconds(15), gone.Token));
    }

    private static async Task<Operator> SameDatabase(Operator op, int connections = 20)
    {
        var password = new NpgsqlConnectionStringBuilder((await Postgres.Server()).ConnectionString).Password;
        NpgsqlDataSource Again(string text) => Operator.Source(new NpgsqlConnectionStringBuilder(text) { Password = password, MaxPoolSize = connections }.ConnectionString);
        return new Operator(op.Id, op.Name, op.Label, Again(op.Main.ConnectionString), Again(op.Keys.ConnectionString));
    }
}

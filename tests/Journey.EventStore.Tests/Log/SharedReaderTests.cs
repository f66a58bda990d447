using FsCheck;
using FsCheck.Fluent;
using Journey.EventStore;

namespace Journey.Tests.Log;

public sealed class SharedReaderTests
{
    [Fact]
    public async Task A_hundred_that_follow_the_log_cost_one_query_a_page()
    {
        var log = new Counted { Length = 3_000 };
        using var window = new LogWindow(log.Read);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ => { for (long at = 0; at < log.Length;) at = await Taken(window, at, 700); }));
        log.Queries.ShouldBe(3, "a thousand at a time, whoever asks for less");
        log.Length += 10;
        (await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Taken(window, 3_000, 700)))).ShouldAllBe(at => at == 3_010);
        log.Queries.ShouldBe(4);
        (await window.After(3_010, 5, default)).Events.ShouldBeEmpty();
        (await window.After(2_500, 3, default)).Events.Select(e => e.Position).ShouldBe([2_501, 2_502, 2_503]);
        log.Queries.ShouldBe(5, "what is in memory costs nothing, an empty page one look");
    }

    [Fact]
    public async Task Who_is_far_behind_reads_pages_of_their_own_two_at_a_time()
    {
        var log = new Counted { Length = 60_000, Takes = TimeSpan.FromMilliseconds(20) };
        using var window = new LogWindow(log.Read);
        await Taken(window, 59_500, 100);
        log.AtOnce = 0;
        (await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Taken(window, i * 100, 50)))).ShouldBe(Enumerable.Range(1, 20).Select(i => i * 100L + 50));
        log.AtOnce.ShouldBe(2);
        (await Taken(window, 59_500, 100)).ShouldBe(59_600);
        log.Queries.ShouldBe(21, "the newest stay in memory");
    }

    /// <summary>Law: whoever reads, wherever they stand, whatever the log does meanwhile: a page begins right after, has no gap, and is of one history.</summary>
    [Fact]
    public void Every_page_is_dense_and_of_one_history()
    {
        var steps = (from reader in Gen.Choose(0, 4) from limit in Gen.Choose(1, 3_000) from grows in Gen.Choose(0, 1_500) from restored in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
            select (reader, limit, grows, restored)).ListOf(25);
        Prop.ForAll(steps.ToArbitrary(), list => Task.Run(async () =>
        {
            var log = new Counted { Length = 2_000 };
            using var window = new LogWindow(log.Read);
            var at = new long[5];
            foreach (var (reader, limit, grows, restored) in list)
            {
                if (restored)
                {
                    (log.Origin, log.Length) = ($"{log.Origin}'", log.Length / 2);
                    window.Forget();
                }
                log.Length += grows;
                var page = await window.After(at[reader], limit, default);
                page.Origin.ShouldBe(log.Origin);
                if (page.Head < at[reader])
                {
                    page.Events.ShouldBeEmpty("the log went back");
                    at[reader] = 0;
                    continue;
                }
                page.Events.Count.ShouldBeLessThanOrEqualTo(limit);
                if (log.Length > at[reader]) page.Events.Count.ShouldBeGreaterThan(0);
                page.Events.Index().All(e => e.Item.Event.Data == log.Origin && e.Item.Position == at[reader] + e.Index + 1).ShouldBeTrue();
                at[reader] += page.Events.Count;
            }
        }).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public async Task After_a_restore_under_a_running_process_nothing_of_the_old_history_is_given_out()
    {
        var op = await Postgres.NewOperator();
        var (hand, stream, other) = (await SequencerByHand.Claim(op), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Store.Append(op, Given.One(stream, events: 5));
        await hand.Round();
        (await Store.WaitForHead(op, 4, TimeSpan.FromSeconds(10))).ShouldBe(5);
        var before = await Store.ReadShared(op, 0, 100);
        (before.Head, before.Events.Count).ShouldBe((5, 5));

        // As a restore does: every connection ends, the log is shorter and of another origin, and its next positions are given again.
        await op.Do("delete from journey.log where position > 3; update journey.log_origin set cluster = 'elsewhere'");
        await op.Do("update journey.event set stream_id = $1 where version > 3", other);
        await op.Do("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await Given.Eventually(async () => await Store.WaitForHead(op, 2, TimeSpan.Zero) == 3, "the head is known to have gone back", 20);
        var after = await Store.ReadShared(op, 5, 100);
        (after.Head, after.Events.Count, after.Origin == before.Origin).ShouldBe((3, 0, false));
        await op.Do("insert into journey.log select 4, seq, now(), '' from journey.event where version = 5");
        var again = await Store.ReadShared(op, 2, 100);
        again.Events.Select(e => (e.Position, e.Event.StreamId)).ShouldBe([(3, stream), (4, other)]);
    }

    private static async Task<long> Taken(LogWindow window, long after, int limit)
    {
        var page = await window.After(after, limit, default);
        page.Events[0].Position.ShouldBe(after + 1);
        return page.Events[^1].Position;
    }

    /// <summary>A log of that length, and how often it was asked.</summary>
    private sealed class Counted
    {
        private int queries, running;

        public long Length { get; set; }
        public string Origin { get; set; } = "first";
        public TimeSpan Takes { get; init; }
        public int AtOnce { get; set; }
        public int Queries => queries;

        public async Task<LogPage> Read(long after, int limit, CancellationToken ct)
        {
            Interlocked.Increment(ref queries);
            AtOnce = Math.Max(AtOnce, Interlocked.Increment(ref running));
            if (Takes > TimeSpan.Zero) await Task.Delay(Takes, ct);
            var events = new List<LoggedEvent>();
            for (var p = after + 1; p <= Math.Min(Length, after + limit); p++) events.Add(new(p, default, new(p, Guid.Empty, Guid.Empty, p, "noted", Origin, null, OccurredPrecision.Unknown, default, default, null, null, null, null, null)));
            Interlocked.Decrement(ref running);
            return new LogPage(Origin, Length, events);
        }
    }
}

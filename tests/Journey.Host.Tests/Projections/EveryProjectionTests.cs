using Journey.EventStore;
using Journey.Projections;
using Npgsql;

namespace Journey.Tests.Projections;

/// <summary>What holds of every projection, whatever it shows: a new one is among <see cref="Shard.All"/> and needs no test of its own for this.</summary>
public sealed class EveryProjectionTests(OneLog log, EveryProjectionTests.Ways ways) : IClassFixture<OneLog>, IClassFixture<EveryProjectionTests.Ways>
{
    /// <summary>Each way of getting from the log to the rows is gone once, for all projections.</summary>
    public sealed class Ways
    {
        private readonly Dictionary<string, IReadOnlyDictionary<string, string>> gone = [];

        public async Task<IReadOnlyDictionary<string, string>> Of(string way, Func<Task<Operator>> go) =>
            gone.TryGetValue(way, out var hashes) ? hashes : gone[way] = await OneLog.Hashes(await go());
    }

    public static TheoryData<string> Names => [.. Shard.All.Select(s => s.Name)];

    public static TheoryData<string, int> Batches => new(Shard.All.SelectMany(s => new[] { 1, 2, 7, 100_000 }.Select(b => (s.Name, b))));

    [Theory, MemberData(nameof(Names))]
    public async Task It_has_rows_of_this_log(string name) =>
        (await ways.Of("nothing", () => log.Copy()))[name].ShouldNotBe(log.Expected[name], "RandomHistories writes nothing that this projection shows: the others of these tests say nothing about it.");

    [Theory, MemberData(nameof(Batches))]
    public async Task Whatever_the_batches_the_rows_are_the_same_and_so_is_the_cold_fold_of_all_at_once(string name, int batch) =>
        (await ways.Of($"batches of {batch}", () => Cold(batch)))[name].ShouldBe(log.Expected[name]);

    [Theory, MemberData(nameof(Names))]
    public async Task Applied_twice_is_applied_once(string name) => (await ways.Of("twice", async () =>
    {
        var op = await Cold(11);
        await Execute(op, "update journey.shard set position = position / 2");
        await OneLog.Project(op, 5);
        await Execute(op, "update journey.shard set position = 0");
        await OneLog.Project(op, 13);
        return op;
    }))[name].ShouldBe(log.Expected[name]);

    [Theory, MemberData(nameof(Names))]
    public async Task Rebuilt_is_as_live(string name) => (await ways.Of("rebuilt", async () =>
    {
        var op = await Cold(50);
        foreach (var table in await Filled(op)) await Execute(op, $"delete from {table} where ctid in (select ctid from {table} limit 3)");
        foreach (var hash in await OneLog.Hashes(op)) hash.Value.ShouldNotBe(log.Expected[hash.Key]);
        foreach (var shard in Shard.All) await Rebuild.Run(op, shard, new RebuildOptions(Chunk: 20), OneLog.Find);
        await OneLog.Project(op, 100);
        return op;
    }))[name].ShouldBe(log.Expected[name]);

    [Theory, MemberData(nameof(Names))]
    public async Task The_order_in_which_different_streams_events_arrive_does_not_matter(string name) => (await ways.Of("other order", async () =>
    {
        var op = await log.Copy(streams => new RandomHistories(7).Shuffle(streams));
        await OneLog.Project(op, 9);
        return op;
    }))[name].ShouldBe(log.Expected[name]);

    [Theory, MemberData(nameof(Names))]
    public async Task A_crash_between_the_rows_and_their_commit_applies_nothing_twice(string name) => (await ways.Of("crashes", async () =>
    {
        var op = await log.Copy();
        // Two of three batches are rolled back at the very end of their transaction.
        await Execute(op, "create sequence journey.crash");
        await Execute(op, "create function journey.crash() returns trigger language plpgsql as $$ begin if nextval('journey.crash') % 3 > 0 then raise 'crash'; end if; return null; end $$");
        await Execute(op, "create constraint trigger crash after update on journey.shard deferrable initially deferred for each row when (new.position <> old.position) execute function journey.crash()");
        for (var crashes = 0; ; crashes++)
        {
            try { await OneLog.Project(op, 31); }
            catch (PostgresException e) when (e.MessageText == "crash") { continue; }
            crashes.ShouldBeGreaterThan(6);
            return op;
        }
    }))[name].ShouldBe(log.Expected[name]);

    [Fact]
    public async Task Every_table_that_projecting_fills_is_in_some_projections_hash()
    {
        var op = await Cold(1_000);
        var tables = await Filled(op);
        tables.Count.ShouldBeGreaterThan(Shard.All.Count);
        foreach (var table in tables)
        {
            var before = await OneLog.Hashes(op);
            await Execute(op, $"delete from {table} where ctid in (select ctid from {table} limit 1)");
            (await OneLog.Hashes(op)).ShouldNotBe(before, $"A row of {table} is gone, and no hash sees it: 'rebuilt = live' says nothing about that table.");
        }
    }

    private async Task<Operator> Cold(int batch)
    {
        var op = await log.Copy();
        await OneLog.Project(op, batch);
        return op;
    }

    // Tables with rows that a fresh database with the same log does not have, but for the account of who works on what.
    private async Task<IReadOnlyList<string>> Filled(Operator op)
    {
        var fresh = await Counts(await log.Copy());
        return [.. (await Counts(op)).Where(t => t.Value != fresh.GetValueOrDefault(t.Key)).Select(t => t.Key)];
    }

    private static async Task<Dictionary<string, long>> Counts(Operator op)
    {
        await using var read = op.Main.CreateCommand("""
            select format('%I.%I', n.nspname, c.relname), (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text::bigint
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname like 'journey%' and c.relname not in ('stream', 'event', 'log', 'log_origin', 'sequencer', 'host') and c.relname !~ '^(shard|build)'
            """);
        var counts = new Dictionary<string, long>();
        await using var rows = await read.ExecuteReaderAsync();
        while (await rows.ReadAsync()) counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    private static async Task Execute(Operator op, string sql)
    {
        await using var connection = await op.Main.OpenConnectionAsync();
        await OneLog.Execute(connection, sql);
    }
}

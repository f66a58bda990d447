using System.Diagnostics;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Npgsql;

namespace Journey.Tests.Log;

/// <summary>A dump, put into a cluster that has just been made: its transaction numbers begin again far below those of the old one.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_log_restored_into_a_younger_cluster_goes_on_where_it_was_under_another_origin()
    {
        var op = await Postgres.NewOperator();
        for (var i = 0; i < 200; i++) await op.Do("select pg_current_xact_id()");   // the old cluster is ahead
        var hand = await SequencerByHand.Claim(op);
        var (stream, late) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var open = await AppenderByHand.Begin(op);
        await open.Append(late, 2);                                     // drawn and never committed: a hole the dump does not know
        await Store.Append(op, Given.One(stream, 0, events: 5));
        await hand.Round();
        await Store.Append(op, Given.One(stream, 5, events: 2));        // dumped without a position
        await op.Do("update journey.sequencer set lease_until = now() + interval '1 second'");
        var origin = await Store.LogOrigin(op);
        (await Store.LogOrigin(op)).ShouldBe(origin);

        var folder = Path.Combine(Path.GetTempPath(), $"journey-restore-{Environment.ProcessId}");
        await using var young = await EmbeddedPostgres.Start(Postgres.Unsafe(folder));
        try
        {
            await young.Server.EnsureDatabase("restored", TestContext.Current.CancellationToken);
            var file = Path.Combine(folder, "dump.sql");
            await Tool("pg_dump", op.Main.ConnectionString, (await Postgres.Server()).ConnectionString, "--no-owner", "--file", file);
            await using var main = young.Server.Database("restored", 10);
            await Tool("psql", main.ConnectionString, young.Server.ConnectionString, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file);
            await using var restored = new Operator(new OperatorId("restored"), "Restored", null, main, young.Server.Database("postgres", 1));
            (await restored.Ask<bool>("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint < $1", await op.Ask<long>("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"))).ShouldBeTrue("it is the younger one");

            using var stop = new CancellationTokenSource();
            var run = Task.Run(() => new Sequencer(restored, "restored", TimeSpan.FromSeconds(1)).Run(stop.Token));
            (await Store.WaitForHead(restored, 6, TimeSpan.FromSeconds(20))).ShouldBe(7);
            (await Store.Append(restored, Given.One(stream, 7))).Versions[stream].ShouldBe(8);
            (await Store.WaitForHead(restored, 7, TimeSpan.FromSeconds(20))).ShouldBe(8);
            (await Store.LogOrigin(restored)).ShouldNotBe(origin);
            (await Store.LogOrigin(restored)).ShouldBe(await Store.LogOrigin(restored));
            await Given.Eventually(() => restored.Ask<bool>("select settled = (select max(seq) from journey.log) from journey.sequencer"), "no number is awaited for ever");
            await restored.LogIsComplete();
            await stop.CancelAsync();
            await run;
        }
        finally
        {
            await young.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Tool(string name, string database, string withPassword, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        var tool = Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin", name)).Where(File.Exists).Max() ?? name;
        var start = new ProcessStartInfo(tool, ["--host", to.Host!, "--port", $"{to.Port}", "--username", to.Username!, "--dbname", to.Database!, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PGPASSWORD"] = new NpgsqlConnectionStringBuilder(withPassword).Password;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        process.ExitCode.ShouldBe(0, errors);
    }
}

using System.Reflection;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Npgsql;

namespace Journey.Bench;

/// <summary>A cluster of its own with fsync on, as a host makes it, one operator, and its sequencer at work.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly EmbeddedPostgres postgres;
    private readonly Operators operators;
    private readonly string folder;
    private readonly Task sequencing;

    private Installation(string folder, EmbeddedPostgres postgres, Operators operators, Operator op, bool sequencing)
    {
        (this.folder, this.postgres, this.operators, Operator) = (folder, postgres, operators, op);
        this.sequencing = sequencing ? new Sequencer(op, "bench").Run(stop.Token) : Task.CompletedTask;
    }

    public Operator Operator { get; }

    public static async Task<Installation> Start(string folder, bool sequencing = true)
    {
        Directory.CreateDirectory(folder, (UnixFileMode)0b111_001_001); // PostgreSQL's account has to get through
        var postgres = await EmbeddedPostgres.Start(new EmbeddedOptions(folder));
        var operators = await Operators.Open(postgres.Server, postgres.Server, [typeof(Operators).Assembly, Assembly.Load("Journey.Projections")]);
        var op = await operators.Create(new OperatorId("bench"), "Bench", "invented data");
        await using (var tables = op.Main.CreateCommand(Sql("tables"))) await tables.ExecuteNonQueryAsync();
        Console.WriteLine($"PostgreSQL {await Setting(op, "server_version")}, fsync {await Setting(op, "fsync")}, synchronous_commit {await Setting(op, "synchronous_commit")}; "
            + $"{Environment.ProcessorCount} cores; load {LoadAverage()}");
        return new Installation(folder, postgres, operators, op, sequencing);
    }

    /// <summary>Until every event has its position, so that one side's log work isn't done in the other's time.</summary>
    public async Task<long> Sequenced()
    {
        while (await Store.Backlog(Operator) is { Events: > 0 }) await Task.Delay(10);
        return await Store.Head(Operator);
    }

    /// <summary>Clean pages and fresh statistics before a measurement, so that neither side pays for the setup.</summary>
    public async Task Settle()
    {
        await Sequenced();
        await Analyze();
    }

    /// <summary>The same of rows that nobody sequences.</summary>
    public async Task Analyze()
    {
        await using (var vacuum = Operator.Main.CreateCommand("vacuum analyze")) await vacuum.ExecuteNonQueryAsync();
        await using var checkpoint = Operator.Main.CreateCommand("checkpoint");
        await checkpoint.ExecuteNonQueryAsync();
    }

    public static string Sql(string name)
    {
        using var reader = new StreamReader(typeof(Installation).Assembly.GetManifestResourceStream($"Journey.Bench.{name}.sql")!);
        return reader.ReadToEnd();
    }

    public static string LoadAverage() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await sequencing;
        await operators.DisposeAsync();
        await postgres.DisposeAsync();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

#pragma warning disable CA2100 // A literal each time.
    private static async Task<string> Setting(Operator op, string name)
    {
        await using var show = op.Main.CreateCommand($"show {name}");
        return (string)(await show.ExecuteScalarAsync())!;
    }
#pragma warning restore CA2100
}

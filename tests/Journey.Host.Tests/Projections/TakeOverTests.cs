using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.Host.Databases;
using Journey.Projections;
using Journey.Tests.Start;

namespace Journey.Tests.Projections;

/// <summary>Two hosts as processes of their own: one stands still past its lease and wakes again, then the other is killed.</summary>
public sealed class TakeOverTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("Category", "Faults")]
    public async Task What_a_stopped_or_killed_host_did_is_taken_over_within_ten_seconds_and_a_zombie_changes_nothing()
    {
        await using var postgres = await EmbeddedPostgres.Start(Postgres.Unsafe(folder.In("cluster")));
        await using var operators = await Operators.Open(postgres.Server, postgres.Server, Installation.Modules);
        var op = await operators.Create(new OperatorId("alpha"), "Alpha");
        HostProcess Up() => HostProcess.Up(folder.In("data"), ("ConnectionStrings__Journey", postgres.Server.ConnectionString));
        using var first = Up();
        await first.Serves();
        using var second = Up();
        await second.Serves();
        await Until(async () => (await ServingHost.Read(op)) is { Count: 2 } hosts && hosts.All(h => h is { Lives: true, Holds: > 0 }), 60);

        await Signal("STOP", first);
        var stopped = await TakenOver(op, second);
        await Enroll(op);
        await Until(async () => (await Shards.Lag(op)).Where(l => l.Followed).All(l => l is { Events: 0, Position: > 0 }), 20);
        var before = await Rows(op);
        await Signal("CONT", first);
        await Until(async () => (await ServingHost.Read(op)).All(h => h is { Lives: true, Holds: > 0 }), 20);
        (await Rows(op)).ShouldBe(before, "the zombie changes nothing, and has its share again");

        second.Process.Kill();
        var killed = await TakenOver(op, first);
        await Enroll(op);
        await Until(async () => (await OperatorTotals.Read(op)).Registrations == 2, 20);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over: of a stopped host after {stopped.TotalSeconds:0.0} s, of a killed one after {killed.TotalSeconds:0.0} s");
        stopped.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        killed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static async Task<TimeSpan> TakenOver(Operator op, HostProcess by)
    {
        var watch = Stopwatch.StartNew();
        var mark = $"/{by.Process.Id}/";
        await Until(async () => (await Shards.Lag(op)).Where(l => l.Followed).All(l => l.Status == "running" && l.Owner!.Contains(mark, StringComparison.Ordinal))
            && await SequencerState.Read(op) is { Held: true, Owner: { } owner } && owner.Contains(mark, StringComparison.Ordinal), 30);
        return watch.Elapsed;
    }

    private static async Task<string> Rows(Operator op)
    {
        var hashes = new List<string>();
        foreach (var shard in Shard.All) hashes.Add(await Rebuild.Hash(op, shard));
        return string.Join(' ', hashes);
    }

    private static Task Enroll(Operator op) => Store.Append(op, new Append([new StreamWrite(Guid.NewGuid(), "participant", 0,
        [Written.Event(new EnrollmentOpened(new EnrollmentId(Guid.NewGuid()), "plain", 1, "UTC"), new DateOnly(2024, 3, 1), DateTimeOffset.UtcNow)])]));

    private static async Task Signal(string name, HostProcess host)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{host.Process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task Until(Func<Task<bool>> condition, int seconds)
    {
        for (var watch = Stopwatch.StartNew(); !await condition(); await Task.Delay(50))
            if (watch.Elapsed > TimeSpan.FromSeconds(seconds)) throw new TimeoutException($"It did not come about within {seconds} seconds.");
    }
}

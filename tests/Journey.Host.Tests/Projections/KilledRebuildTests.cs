using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Projections;
using Journey.Tests.Start;
using Microsoft.Extensions.Configuration;

namespace Journey.Tests.Projections;

public sealed class KilledRebuildTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>SIGKILL of a real `journey rebuild`, half way; the next one goes on; a third one beside it is told.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task A_killed_rebuild_goes_on_from_what_was_done()
    {
        var data = folder.In("data");
        var settings = new Dictionary<string, string?> { ["Journey:DataFolder"] = data, ["Journey:PostgresSettings:fsync"] = "off" };
        await using var installation = await Installation.Open(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), default);
        var op = await installation.Operators.Create(new OperatorId("alpha"), "Alpha");
        using var stop = new CancellationTokenSource();
        var sequencing = new Sequencer(op, "test").Run(stop.Token);
        var random = new RandomHistories(5);
        foreach (var chunk in Enumerable.Range(0, 1500).Select(_ => new ParticipantId(Guid.NewGuid())).Chunk(300))
            await Store.Append(op, new Append([.. chunk.Select(id => new StreamWrite(id.Value, "participant", null, random.Person(id, 12)))]));
        while (await Store.Backlog(op) is { Events: > 0 }) await Task.Delay(20);
        await new Shards(op, "live", new ShardOptions(1000, TimeSpan.FromSeconds(60))).CatchUp();
        var hash = await Rebuild.Hash(op, Shard.Cohorts);

        HostProcess Start() => new(data, ["rebuild", "alpha", "cohorts", "--chunk", "100", "--readers", "2"]);
        using (var first = Start())
        {
            while (await Done(op, "") < 10 && !first.Process.HasExited) await Task.Delay(5);
            first.Process.Kill();
            await first.Process.WaitForExitAsync();
        }
        var killed = await Done(op, "");
        killed.ShouldBeInRange(10, 179, "killed half way");
        (await Rebuild.Hash(op, Shard.Cohorts)).ShouldBe(hash, "readers see what they saw");
        await using (var mark = op.Main.CreateCommand("create table public.killed as select clock_timestamp() as at")) await mark.ExecuteNonQueryAsync();

        using var second = Start();
        while (await Done(op, "") <= killed && !second.Process.HasExited) await Task.Delay(5);
        (await Done(op, "and done_at < (select at from public.killed)")).ShouldBe(killed, "what was done is not done again");
        using (var third = Start())
        {
            // Whichever comes first: it is under way, or it is over and this one is another.
            if (await third.Ends() != 0) third.Errors.ShouldHaveSingleItem().ShouldContain("is being rebuilt already");
        }
        (await second.Ends()).ShouldBe(0, string.Join('\n', second.Errors));
        (await Rebuild.Hash(op, Shard.Cohorts)).ShouldBe(hash);
        (await RebuildProgress.Read(op)).ShouldHaveSingleItem().State.ShouldBe("served");
        await stop.CancelAsync();
        await sequencing;
    }

    private static async Task<long> Done(Operator op, string more)
    {
        await using var count = op.Main.CreateCommand($"select count(*) from journey.build_chunk where done_at is not null {more}");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}

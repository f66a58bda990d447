using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

[Trait("Category", "Faults")]
public sealed class RebuildUnderLoadTests
{
    [Fact]
    public async Task Readers_see_a_whole_model_and_never_an_error_while_it_is_rebuilt_and_written_to_and_in_the_end_it_is_a_cold_fold()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(7);
        foreach (var cohort in random.Cohorts) await written.Cohort(cohort, "Cohort", RandomHistories.First, random.Time());
        for (var i = 0; i < 60; i++) await Person(written, random);
        await Merge(written, random);
        await written.Project();

        using var stop = new CancellationTokenSource();
        var following = new Shards(written.Op, "follower").Run(stop.Token);
        var before = await OperatorTotals.Read(written.Op);
        var reads = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var last = before;
            while (!stop.IsCancellationRequested)
            {
                var now = await OperatorTotals.Read(written.Op);
                now.ShouldSatisfyAllConditions(() => now.Position.ShouldBeGreaterThanOrEqualTo(last.Position), () => now.Registrations.ShouldBeGreaterThanOrEqualTo(last.Registrations), () => now.Cohorts.ShouldBe(3));
                foreach (var cohort in await CohortList.Read(written.Op)) (await CohortDashboard.Read(written.Op, cohort.Cohort.Cohort)).ShouldNotBeNull();
                last = now;
                Interlocked.Increment(ref reads);
            }
        })).ToList();
        var writer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Person(written, random);
                if (random.Next(4) == 0) await Merge(written, random);
                await Task.Delay(50);
            }
        });
        foreach (var chunk in new[] { 50, 10_000 }) await Rebuild.Run(written.Op, Shard.Cohorts, new RebuildOptions(Readers: 3, Chunk: chunk, Batch: 100));
        while (reads < 20 && readers.All(r => !r.IsFaulted)) await Task.Delay(20);
        await stop.CancelAsync();
        await Task.WhenAll([.. readers, writer, following]);

        await written.Project();
        var (seen, folded) = await ColdFold.Of(written.Op);
        seen.ShouldBe(folded);
        (await written.Scalar("select string_agg(tables, ',') from journey.build where model = 'cohorts'")).ShouldBe("journey_cohorts_3");
        (await written.Scalar("select count(*) from pg_namespace where nspname like 'journey_cohorts%'")).ShouldBe(1L, "the old ones are gone");
    }

    [Fact]
    public async Task Inline_rows_are_put_right_chunk_by_chunk_while_commands_write_them_and_nobody_waits_in_a_circle()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(8);
        var people = new List<ParticipantId>();
        for (var i = 0; i < 60; i++) people.Add(await Person(written, random));
        await written.Project();
        await written.Scalar("update journey.caseload set program = 'x' where participant < '80000000-0000-0000-0000-000000000000'");
        await written.Scalar("delete from journey.participant_header where participant > '80000000-0000-0000-0000-000000000000'");

        using var stop = new CancellationTokenSource();
        using var following = new CancellationTokenSource();
        var follower = new Shards(written.Op, "follower").Run(following.Token);
        var commands = 0;
        // Like a command, here one that changes nothing of the rows but their version: what is appended and what it comes to in one transaction, of one person or of two.
        var writers = Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            var own = new RandomHistories(100 + n);
            while (!stop.IsCancellationRequested)
            {
                var some = own.Shuffle(people).Take(1 + own.Next(2)).ToList();
                var histories = (await People.ReadMany(written.Op, some)).Values.ToList();
                var states = histories.Select(h => h.Inline() with { Version = h.Version + 1 }).ToList();
                try
                {
                    await Store.Append(written.Op, new Append([.. histories.Select(h => new StreamWrite(h.Id.Value, "participant", h.Version, [Written.Event(new EntryRetracted(Guid.NewGuid(), CorrectionReason.Other), own.Day(), own.Time())]))]) { Inline = InlineRows.For(states) });
                    Interlocked.Increment(ref commands);
                }
                catch (ConcurrencyConflict) { }
            }
        })).ToList();
        foreach (var chunk in new[] { 300, 5000 }) await Rebuild.Run(written.Op, Shard.Caseload, new RebuildOptions(Readers: 3, Chunk: chunk));
        while (commands < 40 && writers.All(w => !w.IsFaulted)) await Task.Delay(20);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await following.CancelAsync();
        await follower;

        await written.Project();
        var hash = await Rebuild.Hash(written.Op, Shard.Caseload);
        await written.Scalar("delete from journey.caseload; delete from journey.participant_header");
        await Rebuild.Run(written.Op, Shard.Caseload);
        (await Rebuild.Hash(written.Op, Shard.Caseload)).ShouldBe(hash);
    }

    private static async Task<ParticipantId> Person(Written written, RandomHistories random)
    {
        var id = new ParticipantId(Guid.NewGuid());
        await written.Append(id.Value, random.Person(id, 12));
        return id;
    }

    private static async Task Merge(Written written, RandomHistories random)
    {
        var (one, other) = (await Person(written, random), await Person(written, random));
        await written.AppendAll([
            new StreamWrite(one.Value, "participant", null, [Written.Event(new RecordLinked(other), random.Day(), random.Time())]),
            new StreamWrite(other.Value, "participant", null, [Written.Event(new LinkedIntoRecord(one), random.Day(), random.Time())])]);
    }
}

using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

[Trait("Category", "Faults")]
public sealed class VersionsBesideTests
{
    // What a later program might follow: the same model with a column more.
    private static readonly Shard Second = Shard.OfTables("cohorts", 2, "Cohorts", touched =>
        [.. CohortTables.Of(touched).Select(t => t.Table == "spell" ? Noted(touched) : t)]) with
    {
        Tables = """
            create table spell (like journey_cohorts_1.spell including all);
            alter table spell add column note text not null default '';
            create table attendance (like journey_cohorts_1.attendance including all);
            create table cohort (like journey_cohorts_1.cohort including all);
            create table finding (like journey_cohorts_1.finding including all);
            """,
    };

    private sealed record NotedSpell(
        ParticipantId Participant, EnrollmentId Enrollment, string Kind, int Ordinal, string Value, string? Detail, CohortId? Cohort, DateOnly ValidFrom, DateOnly? ValidTo,
        DateTimeOffset KnownFrom, DateTimeOffset? KnownTo, string? Definition, string Note);

    [Fact]
    public async Task A_newer_program_fills_its_version_beside_the_old_ones_and_everybodys_pages_change_over_at_once()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(21);
        foreach (var cohort in random.Cohorts) await written.Cohort(cohort, "Cohort", RandomHistories.First, random.Time());
        for (var i = 0; i < 40; i++) await Person(written, random);
        await written.Project();
        using var stopOld = new CancellationTokenSource();
        using var stopNew = new CancellationTokenSource();
        var options = new ShardOptions(Lease: TimeSpan.FromSeconds(2), Keep: TimeSpan.FromSeconds(0.5));
        var old = new Shards(written.Op, "old", options).Run(stopOld.Token);
        var whole = (await OperatorTotals.Read(written.Op)).Registrations;
        using var stopReading = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!stopReading.IsCancellationRequested) (await OperatorTotals.Read(written.Op)).Registrations.ShouldBeGreaterThanOrEqualTo(whole);
        });

        (await written.Scalar("select count(*) from information_schema.columns where table_schema = 'journey' and table_name = 'spell' and column_name = 'note'")).ShouldBe(0L);
        // Two newer hosts: one of them builds.
        var newer = new[] { "new", "newer" }.Select(name => new Shards(written.Op, name, options, models: [Shard.Caseload, Second]).Run(stopNew.Token)).ToList();
        await ShardTests.Until(async () => await written.Scalar("select version from journey.build where model = 'cohorts' and state = 'served'") is 2);
        (await written.Scalar("select count(*) from journey.build where model = 'cohorts'")).ShouldBe(2L);
        (await written.Scalar("select count(*) from journey.spell where note = kind || ' of ' || enrollment")).ShouldBe(await written.Scalar("select count(*) from journey_cohorts_1.spell"));

        // Both follow, each its own tables; old and new pages read the new ones.
        await Person(written, random);
        await written.Sequenced();
        var head = await Store.Head(written.Op);
        await ShardTests.Until(async () => (await Shards.Lag(written.Op)).Count(l => l.Shard == "cohorts" && l.Position >= head) == 2);
        (await OperatorTotals.Read(written.Op)).ShouldSatisfyAllConditions(t => t.Position.ShouldBeGreaterThanOrEqualTo(head), t => t.Registrations.ShouldBeGreaterThan(whole));
        var (beside, folded) = await ColdFold.Of(written.Op, "journey_cohorts_1");
        beside.ShouldBe(folded);
        (await written.Scalar("select count(*) from (select to_jsonb(s) - 'note' from journey.spell s except select to_jsonb(o) from journey_cohorts_1.spell o) d")).ShouldBe(0L);

        // When the last old host has gone, its tables go; one that comes back finds nothing to do of that model, and its pages work.
        await stopOld.CancelAsync();
        await old;
        await ShardTests.Until(async () => await written.Scalar("select count(*) from pg_namespace where nspname = 'journey_cohorts_1'") is 0L);
        (await new Shards(written.Op, "late", options).Followers(default)).ShouldNotContain(f => f.Name.Contains("cohorts", StringComparison.Ordinal));
        (await Shards.Lag(written.Op)).ShouldNotContain(l => l.Shard == "cohorts" && l.Version == 1);
        (await CohortList.Read(written.Op)).Count.ShouldBe(3);
        await stopReading.CancelAsync();
        await reading;
        await stopNew.CancelAsync();
        await Task.WhenAll(newer);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_projected_waits_in_the_new_rows_too_and_an_unfinished_rebuild_is_thrown_away()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(22);
        var bad = await Person(written, random);
        var linked = await Person(written, random);
        await written.Append(linked.Value, Written.Event(new Domain.Participants.RecordLinked(bad), RandomHistories.First, DateTimeOffset.UnixEpoch));
        for (var i = 0; i < 5; i++) await Person(written, random);
        await written.Append(bad.Value, Written.Event(new Domain.Participants.StageEntered(new EnrollmentId(Guid.NewGuid()), "crt"), RandomHistories.First, DateTimeOffset.UnixEpoch) with { Type = "teleported" });
        await written.Project();
        async Task<object?> Waiting() => await written.Scalar("select string_agg(shard || ' ' || stream || ' ' || error, ',' order by shard, stream) from journey.parked where shard like '%cohorts'");
        var (live, hash) = (await Waiting(), await Rebuild.Hash(written.Op, Shard.Cohorts));
        live!.ToString()!.Split(',').Length.ShouldBe(2);

        // One that stops half way: what is there is kept until it goes on, or is thrown away.
        var half = 0;
        var failing = Shard.Cohorts with { Rows = t => ++half > 3 ? throw new OperationCanceledException() : CohortTables.Of(t) };
        await Should.ThrowAsync<OperationCanceledException>(() => Rebuild.Run(written.Op, failing, new RebuildOptions(Readers: 1, Chunk: 1)));
        var progress = (await RebuildProgress.Read(written.Op)).ShouldHaveSingleItem();
        (progress.State, progress.ChunksDone, progress.Chunks, progress.Host).ShouldBe(("filling", 3, 7, null));
        (progress.Percent, progress.EventsDone).ShouldSatisfyAllConditions(p => p.Percent.ShouldBeInRange(1, 99), p => p.EventsDone.ShouldBeGreaterThan(0));
        (await Rebuild.Hash(written.Op, Shard.Cohorts)).ShouldBe(hash);
        (await Rebuild.Abandon(written.Op, Shard.Cohorts)).ShouldBeTrue();
        (await Rebuild.Abandon(written.Op, Shard.Cohorts)).ShouldBeFalse();
        (await RebuildProgress.Read(written.Op)).ShouldBeEmpty();
        (await written.Scalar("select count(*) from pg_namespace where nspname like 'journey_cohorts%'")).ShouldBe(1L);

        await Rebuild.Run(written.Op, Shard.Cohorts, new RebuildOptions(Chunk: 1));
        (await Rebuild.Hash(written.Op, Shard.Cohorts)).ShouldBe(hash);
        (await Waiting()).ShouldBe(live);
    }

    [Fact]
    public async Task Two_rebuilds_of_one_model_at_once_are_one_and_the_second_is_told()
    {
        await using var written = await Written.New();
        for (var i = 0; i < 5; i++) await Person(written, new RandomHistories(i));
        await written.Sequenced();
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = Shard.Cohorts with { Rows = t => { begun.TrySetResult(); go.Task.Wait(); return CohortTables.Of(t); } };
        var first = Rebuild.Run(written.Op, slow, new RebuildOptions(Lease: TimeSpan.FromSeconds(3)));
        await begun.Task;
        await Should.ThrowAsync<RebuildUnderWay>(() => Rebuild.Run(written.Op, Shard.Cohorts));
        await Should.ThrowAsync<RebuildUnderWay>(() => Rebuild.Abandon(written.Op, Shard.Cohorts));
        (await RebuildProgress.Read(written.Op)).ShouldHaveSingleItem().Host.ShouldNotBeNull();
        go.SetResult();
        (await first).ShouldBeGreaterThan(0);
        (await RebuildProgress.Read(written.Op)).ShouldHaveSingleItem().State.ShouldBe("served");
    }

    private static TableRows Noted(Touched touched) => TableRows.Of(
        "spell",
        [.. touched.People.SelectMany(p => PersonRows.Of(p).Spells).Select(s => new NotedSpell(s.Participant, s.Enrollment, s.Kind, s.Ordinal, s.Value, s.Detail, s.Cohort, s.ValidFrom, s.ValidTo, s.KnownFrom, s.KnownTo, s.Definition, $"{s.Kind} of {s.Enrollment}"))],
        Sql.Load("Cohorts.write_spells").Replace("definition = excluded.definition", "definition = excluded.definition, note = excluded.note", StringComparison.Ordinal),
        [.. touched.People.Select(p => p.Id.Value)]);

    private static async Task<ParticipantId> Person(Written written, RandomHistories random)
    {
        var id = new ParticipantId(Guid.NewGuid());
        await written.Append(id.Value, random.Person(id, 10));
        return id;
    }
}

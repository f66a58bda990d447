using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class RebuildTests
{
    [Fact]
    public async Task A_rebuild_reads_each_history_once_however_the_log_mixes_them()
    {
        await using var written = await Written.New();
        var people = Enumerable.Range(0, 10).Select(_ => (Person: Guid.NewGuid(), Enrollment: new EnrollmentId(Guid.NewGuid()))).ToList();
        foreach (var (person, enrollment) in people) await written.Append(person, Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), RandomHistories.First, DateTimeOffset.UnixEpoch));
        for (var round = 1; round < 20; round++)
            await written.AppendAll([.. people.Select(p => new StreamWrite(p.Person, "participant", null, [Written.Event(new StageEntered(p.Enrollment, $"s{round}"), RandomHistories.First.AddDays(round), DateTimeOffset.UnixEpoch.AddDays(round))]))]);
        await written.Project();
        var live = await Rebuild.Hash(written.Op, Shard.Cohorts);
        (await Rebuild.Run(written.Op, Shard.Cohorts, new RebuildOptions(Chunk: 10))).ShouldBe(200);
        (await Rebuild.Hash(written.Op, Shard.Cohorts)).ShouldBe(live);
    }

    [Fact]
    public async Task A_rebuild_mends_damaged_rows_while_the_log_goes_on()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(99);
        foreach (var _ in Enumerable.Range(0, 10)) { var id = new ParticipantId(Guid.NewGuid()); await written.Append(id.Value, random.Person(id, 15)); }
        await written.Project();
        var (cohorts, caseload) = (await Rebuild.Hash(written.Op, Shard.Cohorts), await Rebuild.Hash(written.Op, Shard.Caseload));
        await written.Scalar("update journey.spell set value = 'x' where kind = 'stage'");
        await written.Scalar("update journey.caseload set program = 'x'");
        (await Rebuild.Hash(written.Op, Shard.Cohorts)).ShouldNotBe(cohorts);
        (await Rebuild.Hash(written.Op, Shard.Caseload)).ShouldNotBe(caseload);

        using var stop = new CancellationTokenSource();
        var following = new Shards(written.Op, "follower").Run(stop.Token);
        await Rebuild.Run(written.Op, Shard.Cohorts, new RebuildOptions(Chunk: 40));
        await Rebuild.Run(written.Op, Shard.Caseload);
        var late = new ParticipantId(Guid.NewGuid());
        await written.Append(late.Value, random.Person(late, 5));
        await written.Sequenced();
        await new Shards(written.Op, "other").CatchUp(); // waits for whoever holds the shards
        await stop.CancelAsync();
        await following;

        await written.Scalar($"delete from journey.spell where participant = '{late}'");
        await written.Scalar($"delete from journey.finding where participant = '{late}'");
        (await Rebuild.Hash(written.Op, Shard.Cohorts)).ShouldBe(cohorts);
        await written.Scalar($"delete from journey.caseload where participant = '{late}'");
        await written.Scalar($"delete from journey.participant_header where participant = '{late}'");
        (await Rebuild.Hash(written.Op, Shard.Caseload)).ShouldBe(caseload);
    }

    [Theory]
    [InlineData("alter table journey_cohorts_1.spell add constraint no_ost check (value <> 'ost')", "sqlstate-23514")]
    // What fits into the table and into no index.
    [InlineData("create unique index once on journey_cohorts_1.spell ((1 / (case when value = 'ost' then 0 else 1 end)), participant, enrollment, kind, ordinal, known_from)", "sqlstate-22012")]
    public async Task One_history_that_the_database_refuses_stops_no_rebuild_and_waits_after_the_switch(string refusal, string error)
    {
        await using var written = await Written.New();
        var random = new RandomHistories(7);
        async Task<Guid> Enrolled(params string[] stages)
        {
            var (person, enrollment) = (Guid.NewGuid(), new EnrollmentId(Guid.NewGuid()));
            await written.Append(person, [Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), RandomHistories.First, DateTimeOffset.UnixEpoch), .. stages.Select(s => Written.Event(new StageEntered(enrollment, s), RandomHistories.First, DateTimeOffset.UnixEpoch))]);
            return person;
        }
        for (var i = 0; i < 30; i++) await Enrolled("crt", "placement");
        await written.Project();
        // The new tables get the like of these: the constraint came later than what it refuses.
        var bad = await Enrolled("crt", "ost", "placement");
        for (var i = 0; i < 10; i++) await Enrolled("crt");
        await written.Sequenced();
        await written.Scalar(refusal);
        (await Rebuild.Run(written.Op, Shard.Cohorts, new RebuildOptions(Chunk: 40))).ShouldBeGreaterThan(100);
        async Task<IReadOnlyList<ParkedStream>> Parked() => (await Shards.Lag(written.Op)).Single(l => l.Shard == "cohorts").Parked;
        var parked = (await Parked()).ShouldHaveSingleItem();
        (parked.Stream, parked.Type, parked.Error).ShouldBe((bad, "stage_entered", error));
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(40);

        // So it is with what comes while it is built.
        var late = await Enrolled("ost");
        await written.Sequenced();
        await Rebuild.Run(written.Op, Shard.Cohorts, new RebuildOptions(Chunk: 40));
        (await Parked()).Select(p => p.Stream).ShouldBe([bad, late], ignoreOrder: true);
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(40);
    }

    [Fact]
    public async Task A_version_that_is_whole_after_a_newer_one_is_served_gives_way_unless_somebody_steps_back()
    {
        await using var written = await Written.New();
        await written.Append(Guid.NewGuid(), Written.Event(new EnrollmentOpened(new(Guid.NewGuid()), "plain", 1, "UTC"), RandomHistories.First, DateTimeOffset.UnixEpoch));
        await written.Project();
        static Shard Version(int version, Func<Task>? first = null) => Shard.OfTables("cohorts", version, "Cohorts", touched =>
        {
            first?.Invoke().GetAwaiter().GetResult();
            return CohortTables.Of(touched);
        }) with { Tables = string.Concat(((string[])["spell", "attendance", "cohort", "finding"]).Select(t => $"create table {t} (like journey_cohorts_1.{t} including all);")) };
        async Task<string> Served() => $"{await written.Scalar("select version || ' ' || tables from journey.build where model = 'cohorts' and state = 'served'")}";
        async Task<string> ReadBy() => $"{await written.Scalar("select string_agg(distinct table_schema, ' ') from information_schema.view_table_usage where view_schema = 'journey' and view_name = 'spell'")}";

        // While the second version is being filled, the third one is made and served.
        await Rebuild.Run(written.Op, Version(2, () => Rebuild.Run(written.Op, Version(3))));
        (await Served()).ShouldBe("3 journey_cohorts_3");
        (await ReadBy()).ShouldBe("journey_cohorts_3");
        (await written.Scalar("select count(*) from pg_namespace where nspname = 'journey_cohorts_2'")).ShouldBe(0L);
        (await Shards.Lag(written.Op)).ShouldNotContain(l => l.Shard == "cohorts" && l.Version == 2);
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(1);

        await Rebuild.Run(written.Op, Version(2), new RebuildOptions(StepBack: true));
        (await Served()).ShouldBe("2 journey_cohorts_4");
        (await ReadBy()).ShouldBe("journey_cohorts_4");
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(1);
    }
}

using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class ShardTests
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2024, 3, 1);

    [Fact]
    public async Task Shards_follow_the_log_and_say_how_far_they_are()
    {
        await using var written = await Written.New();
        using var stop = new CancellationTokenSource();
        var following = new Shards(written.Op, "one").Run(stop.Token);
        await Enroll(written);
        await written.Sequenced();
        await Until(async () => (await Shards.Lag(written.Op)) is { Count: 2 } lag && lag.All(l => l.Events == 0 && l.Position == 1));
        (await ShardLag.Served(written.Op, Shard.Cohorts)).ShouldBe(1);
        await Enroll(written);
        await Until(async () => (await OperatorTotals.Read(written.Op)).Registrations == 2);
        await Until(async () => (await Shards.Lag(written.Op)).All(l => l is { Status: "running", Error: null, Seconds: 0, Head: 2 }));
        await stop.CancelAsync();
        await following;
        (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Status == "unclaimed");

        await Enroll(written);
        await written.Sequenced();
        (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Events == 1 && l.Seconds > 0);
    }

    [Fact]
    public async Task A_host_that_slept_past_its_lease_changes_nothing()
    {
        await using var written = await Written.New();
        await Enroll(written);
        await written.Sequenced();
        // Its own clock says that all is well, as after a SIGSTOP: only the database knows better.
        var zombie = (await Lease.Claim(written.Op, "cohorts", 1, "zombie", TimeSpan.FromSeconds(30), CancellationToken.None))!;
        (await Lease.Claim(written.Op, "cohorts", 1, "next", TimeSpan.FromSeconds(30), CancellationToken.None)).ShouldBeNull();
        var batch = await Batch.OfLog(written.Op, Shard.Cohorts, 0, 100, [], "journey_cohorts_1", null, CancellationToken.None);
        await written.Scalar("update journey.shard set lease_until = clock_timestamp()");
        var next = (await Lease.Claim(written.Op, "cohorts", 1, "next", TimeSpan.FromSeconds(30), CancellationToken.None))!;

        await Should.ThrowAsync<LeaseLost>(() => zombie.Advance(batch.Rows, batch.Position, CancellationToken.None));
        (await written.Scalar("select count(*) from journey.spell")).ShouldBe(0L);
        await Should.ThrowAsync<LeaseLost>(() => zombie.Renew(null, CancellationToken.None));
        await next.Advance(batch.Rows, batch.Position, CancellationToken.None);
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(1);
        await zombie.Release(CancellationToken.None);
        zombie.IsSpent.ShouldBeFalse();
        (await Lease.Claim(written.Op, "cohorts", 1, "third", TimeSpan.FromSeconds(30), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_host_whose_lease_is_nearly_over_writes_nothing_more_though_nobody_has_claimed()
    {
        await using var written = await Written.New();
        await Enroll(written);
        await written.Sequenced();
        var slow = (await Lease.Claim(written.Op, "cohorts", 1, "slow", TimeSpan.FromSeconds(1.5), CancellationToken.None))!;
        var batch = await Batch.OfLog(written.Op, Shard.Cohorts, 0, 100, [], "journey_cohorts_1", null, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await Should.ThrowAsync<LeaseLost>(() => slow.Advance(batch.Rows, batch.Position, CancellationToken.None));
        (await written.Scalar("select count(*) from journey.spell")).ShouldBe(0L);
    }

    [Fact]
    public async Task An_event_that_this_host_does_not_know_holds_up_its_own_stream_only_and_is_seen()
    {
        await using var written = await Written.New();
        var (person, enrollment) = (new ParticipantId(Guid.NewGuid()), new EnrollmentId(Guid.NewGuid()));
        await written.Append(person.Value, Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), Day, Then));
        await written.Project();
        var unknown = Written.Event(new StageEntered(enrollment, "crt"), Day, Then) with { Type = "teleported" };
        await written.Append(person.Value, unknown, Written.Event(new StageEntered(enrollment, "ost"), Day, Then));
        await Enroll(written);
        await written.Project();

        (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Events == 0 && l.Parked.Count == 1 && l.Parked[0].Stream == person.Value && l.Parked[0].Event == unknown.Id && l.Parked[0].Type == "teleported" && l.Parked[0].Error == "unknown-event" && l.Parked[0].Position == 2);
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(2);
        (await Caseload.Of(written.Op, person)).ShouldHaveSingleItem().OpenStages.ShouldBeEmpty();

        // As if a host that knows the event had taken over.
        await written.Scalar("update journey.event set type = 'stage_entered' where type = 'teleported'");
        await written.Project();
        (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Parked.Count == 0);
        (await Caseload.Of(written.Op, person)).ShouldHaveSingleItem().OpenStages.ShouldBe(["crt", "ost"]);
    }

    [Fact]
    public async Task A_damaged_body_holds_up_its_own_stream_only_and_is_seen()
    {
        await using var written = await Written.New();
        var damaged = Guid.NewGuid();
        await written.Append(damaged, Written.Event(new EnrollmentOpened(new EnrollmentId(Guid.NewGuid()), "plain", 1, "UTC"), Day, Then) with { Data = """{"target": "", "enrollment": "7"}""" });
        await Enroll(written);
        await written.Project();
        (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Events == 0 && l.Parked.Single().Stream == damaged && l.Parked[0].Error == "unreadable-body" && l.Parked[0].Type == "enrollment_opened");
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(1);
    }

    [Fact]
    public async Task A_history_that_a_projection_fails_on_holds_up_itself_only_and_is_seen()
    {
        await using var written = await Written.New();
        await Enroll(written);
        await Enroll(written);
        await written.Sequenced();
        var bad = (await Store.ReadLog(written.Op, 0, 1))[0].Event.StreamId;
        var failing = Shard.Cohorts with { Write = t => t.People.Any(p => p.Id.Value == bad) ? throw new DivideByZeroException() : Shard.Cohorts.Write(t) };
        var held = (await Lease.Claim(written.Op, failing.Name, failing.Version, "one", TimeSpan.FromSeconds(30), CancellationToken.None))!;
        var batch = await Batch.OfLog(written.Op, failing, 0, 100, [], "journey_cohorts_1", null, CancellationToken.None);
        await held.Advance(batch.Rows, batch.Position, CancellationToken.None);
        var lag = (await Shards.Lag(written.Op)).ShouldHaveSingleItem();
        (lag.Position, lag.Parked.Single().Stream, lag.Parked[0].Error, lag.Parked[0].Position).ShouldBe((2, bad, "DivideByZeroException", 1));
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_written_is_tried_again_and_told_and_nothing_is_skipped()
    {
        await using var written = await Written.New();
        await written.Scalar("alter table journey_cohorts_1.spell rename to spell_away"); // its type is not found: no row's fault
        await Enroll(written);
        await written.Sequenced();
        using var stop = new CancellationTokenSource();
        var following = new Shards(written.Op, "one", new ShardOptions(Lease: TimeSpan.FromSeconds(2))).Run(stop.Token);
        await Until(async () => (await Shards.Lag(written.Op)).Any(l => l is { Shard: "cohorts", Status: "failing", Position: 0, Error: "42704", Parked.Count: 0 }));
        (await Watchdog.Look(written.Op)).Causes.ShouldContain(c => c.Kind == "failing" && c.Shard == "cohorts v1" && c.Detail == "42704");
        await written.Scalar("alter table journey_cohorts_1.spell_away rename to spell");
        await Until(async () => (await Shards.Lag(written.Op)).All(l => l is { Status: "running", Error: null, Events: 0 }));
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(1);
        await stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task Findings_are_listed_a_page_at_a_time_and_counted_by_outcome()
    {
        await using var written = await Written.New();
        foreach (var i in Enumerable.Range(0, 7))
        {
            var enrollment = new EnrollmentId(Guid.NewGuid());
            await written.Append(Guid.NewGuid(), Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), i < 5 ? null : Day, Then),
                Written.Event(new OutcomeRecorded(enrollment, i % 2 == 0 ? "Pass" : "Fail", Domain.Programs.OutcomeKind.Completed), Day, Then));
        }
        await written.Project();
        (await OperatorTotals.Read(written.Op)).Findings.ShouldBe([new FindingFigures(Findings.StartUndated, "Fail", 2), new FindingFigures(Findings.StartUndated, "Pass", 3)]);
        var first = await FindingRow.Read(written.Op, Findings.StartUndated, null, null, null, 3);
        var rest = await FindingRow.Read(written.Op, Findings.StartUndated, null, null, first[^1], 3);
        first.Concat(rest).Select(f => f.Enrollment).Distinct().Count().ShouldBe(5);
        (await FindingRow.Read(written.Op, Findings.StartUndated, null, "Pass", null, 10)).Count.ShouldBe(3);
    }

    private static Task Enroll(Written written) =>
        written.Append(Guid.NewGuid(), Written.Event(new EnrollmentOpened(new EnrollmentId(Guid.NewGuid()), "plain", 1, "UTC"), Day, Then));

    internal static async Task Until(Func<Task<bool>> condition)
    {
        for (var i = 0; !await condition(); i++)
        {
            if (i > 400) throw new TimeoutException("It did not come about within twenty seconds.");
            await Task.Delay(50);
        }
    }
}

using Journey.Domain;
using Journey.Domain.Operations;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class ParkingTests
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2024, 3, 1);
    private static readonly ByHand Somebody = new(Guid.NewGuid(), Guid.NewGuid(), "request-1", Then);

    [Fact]
    public async Task What_the_database_refuses_parks_its_own_stream_at_its_own_event_and_goes_on_when_it_is_tried_again()
    {
        await using var written = await Written.New();
        await written.Scalar("alter table journey_cohorts_1.spell add constraint no_ost check (value <> 'ost')");
        var others = new List<Guid>();
        for (var i = 0; i < 20; i++) others.Add((await Enroll(written)).Person);
        var (bad, enrollment) = await Enroll(written);
        var refused = Written.Event(new StageEntered(enrollment, "ost"), Day, Then);
        await written.Append(bad, Written.Event(new StageEntered(enrollment, "crt"), Day, Then), refused, Written.Event(new StageLeft(enrollment, "crt", StageEnd.Completed), Day, Then));
        for (var i = 0; i < 20; i++) others.Add((await Enroll(written)).Person);
        await written.Sequenced();
        await using var host = new Following(written.Op);

        await ShardTests.Until(async () => await Cohorts(written) is { Events: 0, Parked.Count: 1 });
        var lag = await Cohorts(written);
        var parked = lag.Parked[0];
        (parked.Stream, parked.Event, parked.Type, parked.Position, parked.Error).ShouldBe((bad, refused.Id, "stage_entered", 23, "sqlstate-23514"));
        (lag.Status, (await OperatorTotals.Read(written.Op)).Registrations).ShouldBe(("running", 40), "the others flow");
        (await Watchdog.Look(written.Op)).Causes.ShouldContain(c => c.Kind == "parked" && c.Shard == "cohorts v1" && c.Count == 1 && c.Detail == "sqlstate-23514");

        // Its later events wait, though they could be taken by themselves, and it is tried again after pauses that grow.
        await written.Append(bad, Written.Event(new StageEntered(enrollment, "placement"), Day, Then));
        await Enroll(written);
        await ShardTests.Until(async () => (await Cohorts(written)).Parked.Single().Attempts >= 2 && (await OperatorTotals.Read(written.Op)).Registrations == 41);
        (await written.Scalar($"select count(*) from journey.spell where participant = '{bad}'")).ShouldBe(0L);

        await written.Scalar("alter table journey_cohorts_1.spell drop constraint no_ost");
        (await Parking.Retry(written.Op, "cohorts", bad, Somebody)).ShouldBeTrue();
        await ShardTests.Until(async () => await Cohorts(written) is { Parked.Count: 0 });
        (await OperatorTotals.Read(written.Op)).Registrations.ShouldBe(42);
        (await Parking.Retry(written.Op, "cohorts", bad, Somebody)).ShouldBeFalse("it is not parked any more");
        var done = (await Parking.Done(written.Op, ["cohorts"])).ShouldHaveSingleItem();
        (done.Event, done.Actor, done.Organization, done.Correlation).ShouldBe((new ParkedStreamRetried("cohorts", 1, bad, refused.Id), Somebody.Actor, Somebody.Organization, "request-1"));
    }

    [Fact]
    public async Task An_event_that_is_left_out_by_hand_is_told_with_its_reason_and_taken_as_soon_as_a_host_can()
    {
        await using var written = await Written.New();
        var (person, enrollment) = await Enroll(written);
        var unknown = Written.Event(new StageEntered(enrollment, "crt"), Day, Then) with { Type = "teleported" };
        await written.Append(person, unknown, Written.Event(new StageEntered(enrollment, "ost"), Day, Then));
        await written.Sequenced();
        await using (new Following(written.Op))
        {
            await ShardTests.Until(async () => (await Shards.Lag(written.Op)) is { Count: 2 } all && all.All(l => l is { Events: 0, Parked.Count: 1 }));
            (await Parking.Skip(written.Op, "caseload", person, "The other team deploys on Monday.", Somebody)).ShouldBeTrue();
            await ShardTests.Until(async () => (await Caseload.Of(written.Op, new ParticipantId(person))) is [{ OpenStages: ["ost"] }]);
            var caseload = (await Shards.Lag(written.Op)).Single(l => l.Shard == "caseload");
            caseload.Parked.ShouldBeEmpty();
            var skipped = caseload.Skipped.ShouldHaveSingleItem();
            (skipped.Stream, skipped.Event, skipped.Type, skipped.Error, skipped.Reason, skipped.Actor).ShouldBe((person, unknown.Id, "teleported", "unknown-event", "The other team deploys on Monday.", Somebody.Actor));
            (await Cohorts(written)).Parked.ShouldHaveSingleItem("each shard by itself");
            (await Parking.Done(written.Op, ["caseload", "cohorts"])).ShouldHaveSingleItem().Event.ShouldBe(new ParkedStreamSkipped("caseload", 1, person, unknown.Id, "The other team deploys on Monday."));

            await written.Append(person, Written.Event(new StageLeft(enrollment, "ost", StageEnd.Completed), Day, Then));
            await ShardTests.Until(async () => (await Caseload.Of(written.Op, new ParticipantId(person))) is [{ OpenStages: [] }]);
        }
        // As if a host that knows the event had taken over.
        await written.Scalar("update journey.event set type = 'stage_entered' where type = 'teleported'");
        await written.Project();
        (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Parked.Count == 0 && l.Skipped.Count == 0);
        (await Caseload.Of(written.Op, new ParticipantId(person))).ShouldHaveSingleItem().OpenStages.ShouldBe(["crt"]);
    }

    [Fact]
    public async Task An_old_host_hands_over_what_it_cannot_read_to_one_that_knows_the_event_and_does_not_take_it_back()
    {
        await using var written = await Written.New();
        var (person, enrollment) = await Enroll(written);
        await written.Append(person, Written.Event(new StageEntered(enrollment, "crt"), Day, Then) with { Type = "teleported" });
        await written.Sequenced();
        await using var old = new Following(written.Op, "old");
        await ShardTests.Until(async () => (await Shards.Lag(written.Op)) is { Count: 2 } all && all.All(l => l is { Parked.Count: 1, Owner: "old" }));

        await using (new Following(written.Op, "new", [.. Wire.Names, "teleported"]))
        {
            await ShardTests.Until(async () => (await Shards.Lag(written.Op)).All(l => l is { Owner: "new", Status: "running" }));
            // Both shards, though a fair share would be one each; and it stays so.
            await Task.Delay(1500);
            (await Shards.Lag(written.Op)).ShouldAllBe(l => l.Owner == "new");
            (await ServingHost.Read(written.Op)).Select(h => (h.Owner, h.Lives, h.Holds)).ShouldBe([("new", true, 2), ("old", true, 0)]);
        }
        await ShardTests.Until(async () => (await Shards.Lag(written.Op)).All(l => l is { Owner: "old", Status: "running" }));
    }

    private static async Task<(Guid Person, EnrollmentId Enrollment)> Enroll(Written written)
    {
        var (person, enrollment) = (Guid.NewGuid(), new EnrollmentId(Guid.NewGuid()));
        await written.Append(person, Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), Day, Then));
        return (person, enrollment);
    }

    private static async Task<ShardLag> Cohorts(Written written) =>
        (await Shards.Lag(written.Op)).SingleOrDefault(l => l.Shard == "cohorts") ?? new ShardLag("cohorts", 1, 0, 0, -1, 0, "", null, null, null, null, true, [], []);
}

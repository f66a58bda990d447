using System.Net;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;
using Journey.Projections;

namespace Journey.Host.Tests.Programs.Versions;

public sealed class MovingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_gets_one_verdict_also_whose_history_or_answers_do_not_read()
    {
        var crowd = await Crowd.Gather();
        var inTraining = await crowd.Person(e => new StageEntered(e, "crt"));
        await crowd.Person(e => new StageEntered(e, "crt"), e => new Exited(e, "moved"));
        await crowd.Person(e => new StageEntered(e, "extra"));
        await crowd.Raw(await crowd.Person(e => new StageEntered(e, "crt")), "invented_later", "{}");
        await crowd.Raw(await crowd.Person(e => new StageEntered(e, "crt")), "stage_entered", """{"enrollment":5}""");
        var passesNow = await crowd.Applicant(30);
        await crowd.Applicant(10);
        await crowd.Applicant(30, e => new ConsentGiven(new(e.Value), e, 1, "en", [], [FieldClass.General], [], null), e => new ConsentWithdrawn(new(e.Value)));
        var erased = await crowd.Applicant(30);
        await crowd.Op.Keys.Run($"update journey.data_key set wrapped = null, destroyed_at = now() where subject = '{erased}'");
        crowd.Forget();
        // One person of two records, only the other of which enrolled.
        var (survivor, other) = (Guid.NewGuid(), await crowd.Person(e => new StageEntered(e, "crt")));
        await crowd.Write(survivor, [new ParticipantRegistered(new(survivor), "R-s"), new RecordLinked(new(other))]);
        await crowd.Write(other, [new LinkedIntoRecord(new(survivor))]);
        // Not theirs to move: another version, another program.
        var elsewhere = Guid.NewGuid();
        await crowd.Write(elsewhere, [new ParticipantRegistered(new(elsewhere), "R-e"), new EnrollmentOpened(new(elsewhere), "small", 2, "America/Halifax")]);

        var verdicts = new List<Verdict>();
        var report = await crowd.DryRun(verdicts.AddRange);
        report.People.ShouldBe(10);
        report.Verdicts.Values.Sum().ShouldBe(report.People);
        verdicts.Select(v => v.Participant).Distinct().Count().ShouldBe(10);
        report.Verdicts.Where(v => v.Value > 0).ShouldBe(new Dictionary<VerdictKind, int> { [VerdictKind.Finished] = 1, [VerdictKind.Unchanged] = 3, [VerdictKind.GateFlips] = 1, [VerdictKind.Blocked] = 5 }, ignoreOrder: true);
        report.Blocked.ShouldBe(new Dictionary<string, int> { [Blocking.StageUnmapped] = 1, [Blocking.UnknownEvent] = 1, [Blocking.UnreadableHistory] = 1, [Blocking.UnreadableValue] = 1, [Blocking.ClosedValue] = 1 }, ignoreOrder: true);
        verdicts.Single(v => v.Participant.Value == survivor).Kind.ShouldBe(VerdictKind.Unchanged);
        var flip = verdicts.Single(v => v.Kind == VerdictKind.GateFlips);
        (flip.Participant.Value, flip.Journeys.Single().Gates.Single()).ShouldBe((passesNow, flip.Journeys.Single().Gates.Single() with { From = false, To = true }));
        VerdictLines.Csv(flip).Single().ShouldContain("gate,,,shut,open");

        // One record stands for all whose answers were opened, and nobody else's were.
        (await crowd.Op.Main.Scalar<long>("select count(*) from journey.access where action = 'migration.dry-run'")).ShouldBe(1);
        (await crowd.Op.Main.Scalar<Guid[]>("select subjects from journey.access where action = 'migration.dry-run'")).ShouldBe([passesNow, erased, .. verdicts.Where(v => v.Kind == VerdictKind.Unchanged && v.Participant.Value != inTraining && v.Participant.Value != survivor).Select(v => v.Participant.Value)], ignoreOrder: true);
        (await crowd.DryRun()).Hash.ShouldBe(report.Hash, "the same people, the same verdicts");
    }

    [Fact]
    public async Task A_canary_first_then_everybody_once_and_back_again()
    {
        var crowd = await Crowd.Gather();
        var people = new List<Guid>();
        for (var i = 0; i < 12; i++) people.Add(await crowd.Person(e => new StageEntered(e, "crt")));
        await crowd.Person(e => new StageEntered(e, "extra"));
        await crowd.Person(e => new Exited(e, "moved"));
        var before = new Dictionary<Guid, Enrollment>();
        foreach (var person in people) before[person] = await crowd.Enrollment(person);

        var id = await crowd.Plan();
        await crowd.Decide(id, m => Migrating.Start(m, 5, null));
        var canary = (await crowd.Mover().Go(id, null, Ct)).ShouldNotBeNull();
        (canary.Status, canary.Moved).ShouldBe((MigrationStatus.Paused, 5));
        (await Versions(crowd, people)).Count(v => v == 2).ShouldBe(5);

        await crowd.Decide(id, m => Migrating.Start(m, null, null));
        var done = (await crowd.Mover().Go(id, null, Ct)).ShouldNotBeNull();
        (done.Status, done.Moved, done.Left, done.Blocked.Single().Reason).ShouldBe((MigrationStatus.Finished, 12, 1, Blocking.StageUnmapped));
        (await Versions(crowd, people)).ShouldAllBe(v => v == 2);
        var moved = await crowd.Enrollment(people[0]);
        (moved.OpenStages.Single().Stage, moved.Moves.Single().Migration).ShouldBe(("readiness", id));
        (await CaseloadRow.Of(crowd.Op, people[0])).ShouldBe((2, "readiness"), "the list that staff look at follows in the same transaction");

        await crowd.Decide(id, Migrating.Reverse);
        (await crowd.Mover().Go(id, null, Ct))!.Status.ShouldBe(MigrationStatus.Reversed);
        foreach (var person in people) (await crowd.Enrollment(person)).ShouldSatisfyAllConditions(e => e.Version.ShouldBe(1), e => e.OpenStages.Single().ShouldBe(before[person].OpenStages.Single()));
    }

    [Fact]
    public async Task A_round_that_breaks_off_anywhere_moves_nobody_twice_and_forgets_nobody()
    {
        var crowd = await Crowd.Gather();
        var people = new List<Guid>();
        for (var i = 0; i < 40; i++) people.Add(await crowd.Person(e => new StageEntered(e, "crt")));
        var id = await crowd.Plan();
        await crowd.Decide(id, m => Migrating.Start(m, null, null));
        using (var killed = CancellationTokenSource.CreateLinkedTokenSource(Ct))
        {
            var run = crowd.Mover().Go(id, null, killed.Token);
            while ((await Versions(crowd, people)).Count(v => v == 2) < 3) await Task.Delay(1, Ct);
            await killed.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(run);
        }
        var half = (await Versions(crowd, people)).Count(v => v == 2);
        half.ShouldBeInRange(3, 39);
        // Two at once now: one has it, and the other hears so.
        var both = await Task.WhenAll(crowd.Mover().Go(id, null, Ct), crowd.Mover().Go(id, null, Ct));
        both.OfType<Migration>().ShouldContain(m => m.Status == MigrationStatus.Finished && m.Moved == 40);
        foreach (var person in people) (await crowd.Enrollment(person)).ShouldSatisfyAllConditions(e => e.Version.ShouldBe(2), e => e.Moves.Count.ShouldBe(1));
    }

    [Fact]
    public async Task A_move_brings_what_the_changed_criteria_come_to_so_that_the_gate_is_what_the_dry_run_said()
    {
        var crowd = await Crowd.Gather();
        var applicant = await crowd.Applicant(30);
        var id = await crowd.Plan();
        await crowd.Decide(id, m => Migrating.Start(m, null, null));
        (await crowd.Mover().Go(id, null, Ct))!.Moved.ShouldBe(1);
        (await crowd.Enrollment(applicant)).Intake.Criteria["experience"].Result.ShouldBe(CriterionResult.Met);
        (await crowd.Op.Main.Scalar<long>("select count(*) from journey.access where action = 'migration.move'")).ShouldBe(1);
        await crowd.Decide(id, Migrating.Reverse);
        await crowd.Mover().Go(id, null, Ct);
        (await crowd.Enrollment(applicant)).Intake.Criteria["experience"].Result.ShouldBe(CriterionResult.NotMet);
    }

    [Fact]
    public async Task A_person_whose_merged_record_does_not_read_is_told_of_and_stops_nobody()
    {
        var crowd = await Crowd.Gather();
        var fine = await crowd.Person(e => new StageEntered(e, "crt"));
        var (survivor, one, other) = (await crowd.Person(e => new StageEntered(e, "crt")), await crowd.Person(e => new StageEntered(e, "crt")), Guid.NewGuid());
        await crowd.Write(other, [new ParticipantRegistered(new(other), "R-o"), new LinkedIntoRecord(new(survivor))]);
        await crowd.Raw(other, "stage_entered", """{"enrollment":5}""");
        await crowd.Write(survivor, [new RecordLinked(new(one)), new RecordLinked(new(other))]);
        await crowd.Write(one, [new LinkedIntoRecord(new(survivor))]);
        var verdicts = new List<Verdict>();
        var report = await crowd.DryRun(verdicts.AddRange);
        verdicts.Select(v => v.Participant.Value).ShouldBeUnique();
        report.Verdicts.Values.Sum().ShouldBe(report.People);
        var id = await crowd.Plan();
        await crowd.Decide(id, m => Migrating.Start(m, null, null));
        var done = (await crowd.Mover().Go(id, null, Ct)).ShouldNotBeNull();
        (done.Status, done.Moved).ShouldBe((MigrationStatus.Finished, 1));
        done.Blocked.ShouldContain(b => b.Participant.Value == survivor && b.Reason == Blocking.UnreadableHistory);
        (await crowd.Enrollment(fine)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_has_gone_where_the_old_version_has_nothing_stays_and_is_named_until_they_can_go_back()
    {
        var crowd = await Crowd.Gather();
        var person = await crowd.Person(e => new StageEntered(e, "crt"));
        var id = await crowd.Plan();
        await crowd.Decide(id, m => Migrating.Start(m, null, null));
        await crowd.Mover().Go(id, null, Ct);
        await crowd.Write(person, [new StageEntered(new(person), "later")]);
        await crowd.Decide(id, Migrating.Reverse);
        var stuck = (await crowd.Mover().Go(id, null, Ct))!.Blocked.Single();
        (stuck.Reason, stuck.What).ShouldBe((Blocking.StageUnmapped, "later"));
        stuck.Reference.ShouldNotBeNull().ShouldStartWith("R-");
        await crowd.Write(person, [new StageLeft(new(person), "later", StageEnd.Left)]);
        await crowd.Decide(id, Migrating.Reverse);
        (await crowd.Mover().Go(id, null, Ct))!.ShouldSatisfyAllConditions(m => m.Blocked.ShouldBeEmpty(), m => m.Moved.ShouldBe(1));
        (await crowd.Enrollment(person)).ShouldSatisfyAllConditions(e => e.Version.ShouldBe(1), e => e.OpenStages.Single().Stage.ShouldBe("crt"));
    }

    [Fact]
    public async Task A_paused_round_stops_and_goes_on_where_it_was()
    {
        var crowd = await Crowd.Gather();
        for (var i = 0; i < 3; i++) await crowd.Person(e => new StageEntered(e, "crt"));
        var id = await crowd.Plan();
        await crowd.Decide(id, m => Migrating.Start(m, null, null));
        (await crowd.Decide(id, Migrating.Pause)).Status.ShouldBe(MigrationStatus.Paused);
        (await crowd.Mover().Go(id, null, Ct))!.Moved.ShouldBe(0);
        await crowd.Decide(id, Migrating.Resume);
        (await crowd.Mover().Go(id, null, Ct))!.ShouldSatisfyAllConditions(m => m.Status.ShouldBe(MigrationStatus.Finished), m => m.Moved.ShouldBe(3));
    }

    private static async Task<IReadOnlyList<int>> Versions(Crowd crowd, IEnumerable<Guid> people) =>
        [.. (await People.ReadMany(crowd.Op, [.. people.Select(p => new ParticipantId(p))], Ct)).Values.Select(h => h.Fold().Enrollments.Single().Version)];
}

file static class CaseloadRow
{
    public static async Task<(int Version, string Stage)> Of(Operator op, Guid person)
    {
        await using var read = op.Main.CreateCommand("select program_version, open_stages[1] from journey.caseload where participant = $1");
        read.Parameters.Add(new() { Value = person });
        await using var reader = await read.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetString(1));
    }
}

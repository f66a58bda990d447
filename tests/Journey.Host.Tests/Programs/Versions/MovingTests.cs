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
    public async Task A_draft_equal_to_what_is_published_changes_nothing_also_under_its_number()
    {
        var crowd = await Crowd.Gather();
        await crowd.Applicant(30);
        await crowd.Person(e => new StageEntered(e, "crt"));
        var (from, to) = await crowd.Both();
        var same = new Trial(from, from, VersionMapping.Between(from, from), _ => false);
        var report = await new BacktestRun(from, v => Task.FromResult(v == 1 ? same : null), default, crowd.Caller, crowd.Vault, TimeProvider.System).Run("label", null, null, Ct);
        (report.Journeys, report.Rules.Sum(r => r.Changed), report.Rules.Sum(r => r.Looked) > 0).ShouldBe((2, 0, true));
        var renamed = to with { Version = 1 };
        var other = (await Projections.People.Read(crowd.Op, new(await crowd.Person(e => new StageEntered(e, "crt")))))!.Fold();
        new Trial(from, renamed, VersionMapping.Between(from, renamed), _ => false).Moved(other.Enrollments.First(), new(2026, 6, 1)).OpenStages.Single().Stage.ShouldBe("readiness");
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

    [Fact]
    public async Task A_draft_over_recorded_journeys_says_who_would_have_passed()
    {
        var crowd = await Crowd.Gather();
        var changes = await crowd.Applicant(30);
        await crowd.Applicant(10);
        await crowd.Applicant(90);
        var (from, _) = await crowd.Both();
        var draft = ProgramFile.Read("draft.yaml", Crowd.Source(2)).Definition!;
        var trial = new Trial(from, draft, VersionMapping.Between(from, draft), _ => false);
        var who = new List<RuleChange>();
        var run = new BacktestRun(draft, v => Task.FromResult(v == 1 ? trial : null), new AsOf(null, Crowd.Then.AddDays(1)), crowd.Caller, crowd.Vault, TimeProvider.System);
        var report = await run.Run("label", who.AddRange, null, Ct);
        report.Journeys.ShouldBe(3);
        var criterion = report.Rules.Single(r => r.Kind == RuleKind.Criterion);
        (criterion.Id, criterion.PassedOld, criterion.PassedNew, criterion.Changed).ShouldBe(("experience", 1, 2, 1));
        report.Rules.Single(r => r is { Kind: RuleKind.Gate, Id: "intake" }).Changed.ShouldBe(1);
        who.Select(c => c.Participant.Value).Distinct().ShouldBe([changes]);
        // Before anything was known there was nobody to judge.
        (await new BacktestRun(draft, v => Task.FromResult(v == 1 ? trial : null), new AsOf(null, Crowd.Then.AddDays(-1)), crowd.Caller, crowd.Vault, TimeProvider.System).Run("label", null, null, Ct)).Journeys.ShouldBe(0);
    }

    [Fact]
    public async Task A_consent_withdrawn_since_opens_no_answer_whatever_past_day_is_asked_about()
    {
        var crowd = await Crowd.Gather();
        var agreed = await crowd.Applicant(30, e => new ConsentGiven(new(e.Value), e, 1, "en", [], [FieldClass.General], [], null));
        await crowd.Write(agreed, [new ConsentWithdrawn(new(agreed))], Crowd.Then.AddDays(10));
        var (from, to) = await crowd.Both();
        var trial = new Trial(from, to, VersionMapping.Between(from, to), _ => false);
        foreach (var asOf in (AsOf[])[AsOf.Now, AsOf.Day(DateOnly.FromDateTime(Crowd.Then.AddDays(2).UtcDateTime)), new(null, Crowd.Then.AddDays(2))])
        {
            var back = await new BacktestRun(to, v => Task.FromResult(v == 1 ? trial : null), asOf, crowd.Caller, crowd.Vault, TimeProvider.System).Run("label", null, null, Ct);
            (back.Journeys, back.Unreadable).ShouldBe((1, 1));
            var dry = await new DryRun(from, to, trial.Mapping, crowd.Caller, crowd.Vault, TimeProvider.System, asOf).Run(null, null, Ct);
            dry.Blocked.ShouldBe(new Dictionary<string, int> { [Blocking.ClosedValue] = 1 });
        }
        (await crowd.Op.Main.Scalar<long>("select count(*) from journey.access")).ShouldBe(0);
    }

    [Fact]
    public async Task A_person_of_the_first_version_goes_on_to_the_end_while_new_ones_take_the_second()
    {
        await using var host = await HostUnderTest.Start();
        var (cases, admin) = (new HttpApi(host), new HttpApi(host, Roles.Administrator));
        async Task<JsonElement> Publish(string text, HttpStatusCode expected = HttpStatusCode.OK)
        {
            using var answer = await admin.Client.PostAsync("/v1/programs/small/versions", new StringContent(text), Ct);
            answer.StatusCode.ShouldBe(expected);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        }
        (await Publish(Crowd.Source(1))).GetProperty("changed").GetBoolean().ShouldBeTrue();
        var person = await cases.Make("/participants", new { givenName = "Ada" });
        var first = await cases.Make($"/participants/{person}/enrollments", new { program = "small", channel = "friend" });
        (await Publish(Crowd.Source(2))).GetProperty("version").GetInt32().ShouldBe(2);
        (await Publish(Crowd.Source(2).Replace("< 36", "< 37", StringComparison.Ordinal), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("program.changed");
        var wrong = await Publish(Crowd.Source(2).Replace("months <", "monhts <", StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity);
        var finding = wrong.GetProperty("findings")[0];
        (wrong.GetProperty("code").GetString(), finding.GetProperty("code").GetString(), finding.GetProperty("line").GetInt32()).ShouldBe(("program.findings", "guard.unknown-name", 8));

        using (var broken = await admin.Client.PostAsync("/v1/programs/small/versions", new StringContent("{\"source\": 5", System.Text.Encoding.UTF8, "application/json"), Ct)) broken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var second = await cases.Make("/participants", new { givenName = "Bo" });
        var newer = await cases.Make($"/participants/{second}/enrollments", new { program = "small", channel = "friend" });
        async Task<JsonElement> Enrollment(Guid p) => (await cases.Get($"/participants/{p}")).GetProperty("enrollments")[0];
        ((await Enrollment(person)).GetProperty("programVersion").GetInt32(), (await Enrollment(second)).GetProperty("programVersion").GetInt32()).ShouldBe((1, 2));

        // 30 months: too many under the version that the first one is on, and not under the second one's.
        foreach (var (p, e) in new[] { (person, first), (second, newer) })
        {
            await cases.Post($"/participants/{p}/enrollments/{e}/application", new { });
            await cases.Put($"/participants/{p}/enrollments/{e}/answers", new { answers = new { months = 30 } });
            await cases.Post($"/participants/{p}/enrollments/{e}/criteria/check", new { });
        }
        async Task<bool?> Open(Guid p, Guid e) => (await cases.Get($"/participants/{p}/enrollments/{e}/gate"))[0] is var gate && gate.TryGetProperty("open", out var open) ? open.GetBoolean() : throw new InvalidOperationException(gate.ToString());
        (await Open(person, first), await Open(second, newer)).ShouldBe((false, true));
        await cases.Put($"/participants/{person}/enrollments/{first}/outcome", new { outcome = "done" });
        (await Enrollment(person)).GetProperty("outcomes")[0].GetProperty("outcome").GetString().ShouldBe("done");

        // The old version stays readable, and what differs is told in words.
        var director = new HttpApi(host, Roles.Director);
        (await director.Get("/programs/small/versions/1")).GetProperty("source").GetString()!.ShouldContain("months < 24");
        (await director.Get("/programs/small/diff?from=1&to=2")).EnumerateArray().Select(c => c.GetProperty("words").GetProperty("fr").GetString()).ShouldContain(w => w!.Contains("24", StringComparison.Ordinal));
        using var run = await director.Client.PostAsync("/v1/programs/small/dry-run?from=1&to=2", new StringContent(""), Ct);
        var report = JsonDocument.Parse(await run.Content.ReadAsStringAsync(Ct)).RootElement;
        report.GetProperty("report").GetProperty("people").GetInt32().ShouldBe(1, report.ToString());
        report.GetProperty("withheld").GetString().ShouldBe("field", "who flips tells what an answer was, which a director never opens");
    }

    [Fact]
    public async Task Two_versions_with_one_stage_of_two_names_are_one_stage_on_the_dashboard()
    {
        var crowd = await Crowd.Gather();
        using var stop = new CancellationTokenSource();
        var sequencing = new Sequencer(crowd.Op, "test").Run(stop.Token);
        var cohort = new CohortId(Guid.NewGuid());
        await Store.Append(crowd.Op, new([new(cohort.Value, "cohort", 0, [new() { Id = Guid.CreateVersion7(), Type = "cohort_opened", Data = Body.Write(new CohortOpened(cohort, "C", "small", 1, null, null, null, null, null)), OccurredAt = Crowd.Then, RecordedAt = Crowd.Then }])]));
        await crowd.Person(e => new OfferAccepted(e, cohort), e => new StageEntered(e, "crt"));
        var newer = Guid.NewGuid();
        await crowd.Write(newer, [new ParticipantRegistered(new(newer), "R-n"), new EnrollmentOpened(new(newer), "small", 2, "America/Halifax"), new OfferAccepted(new(newer), cohort), new StageEntered(new(newer), "readiness")]);
        var head = 0L;
        for (var i = 0; i < 500 && head < 11; i++, await Task.Delay(20, Ct)) head = await Store.Head(crowd.Op, Ct);
        await new Shards(crowd.Op, "test").CatchUp();
        var meanings = await crowd.Programs.Meanings(crowd.Op, Ct);
        (await CohortDashboard.Read(crowd.Op, cohort, default, meanings, Ct))!.Stages.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Stage.ShouldBe("readiness"), s => s.Now.ShouldBe(2));
        (await CohortList.Read(crowd.Op, default, meanings, Ct)).Single().Stages.ShouldBe([new StageCount("readiness", 2)]);
        meanings.StagesOf("small", "readiness").ShouldBe(["crt", "readiness"], ignoreOrder: true);
        await stop.CancelAsync();
        await sequencing;
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

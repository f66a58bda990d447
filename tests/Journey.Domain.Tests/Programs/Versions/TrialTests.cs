using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Domain.Tests.Due;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Programs.Versions;

public sealed class TrialTests
{
    private static readonly ProgramDefinition V1 = Definition.Manufacturing;
    private static readonly ProgramDefinition V2 = V1 with { Version = 2 };
    private static readonly JobTerms Terms = new(null, null, null, null, null, null);

    private static ProgramDefinition Stage(string id, Func<Stage, Stage> change) => V2 with { Stages = [.. V2.Stages.Select(s => s.Id == id ? change(s) : s)] };

    private static readonly ProgramDefinition Renamed = Stage("crt", s => s with { Id = "readiness", Meaning = "crt" });

    private static JourneyVerdict Try(Story story, ProgramDefinition to, VersionMapping? mapping = null, string today = "2026-06-01", IReadOnlyDictionary<string, CriterionResult>? results = null)
    {
        mapping = (mapping ?? VersionMapping.Between(V1, to)).Complete(V1, to);
        MappingFindings.Of(mapping, V1, to).Where(f => f.Stops).ShouldBeEmpty();
        return new Trial(V1, to, mapping, _ => false).Of(story.Person(), story.Enrollment(), Day(today), results);
    }

    private static Story InTraining => Given(new StageEntered(Manufacturing, "crt"));

    private static Story Employed => Given(new StageEntered(Manufacturing, "placement")).On("2026-06-01", new EmploymentStarted(Manufacturing, new JobId(G(60)), new EmployerId(G(61)), Terms), new StageEntered(Manufacturing, "employment"));

    [Fact]
    public void Nothing_changes_under_a_version_that_changes_words() => Try(InTraining, V2 with { Title = new("Other", "Autre") }).Kind.ShouldBe(VerdictKind.Unchanged);

    [Fact]
    public void A_stage_of_another_name_and_one_meaning_changes_nothing() => Try(InTraining, Renamed).Kind.ShouldBe(VerdictKind.Unchanged);

    [Fact]
    public void A_later_contact_moves_its_day_for_whoever_waits_for_it()
    {
        var later = Stage("employment", s => s with { FollowUps = [s.FollowUps[0], s.FollowUps[1] with { In = Period.Days(14) }, s.FollowUps[2]] });
        var verdict = Try(Employed, later);
        verdict.Kind.ShouldBe(VerdictKind.DueDatesMove);
        verdict.Due.ShouldContain(new DueMove("week-1", 1, "Participant", Day("2026-06-08"), Day("2026-06-15")));
        Try(InTraining, later).Kind.ShouldBe(VerdictKind.Unchanged);
    }

    [Fact]
    public void A_task_more_appears_for_whoever_is_in_its_stage()
    {
        var more = Stage("crt", s => s with { Tasks = [new("goal", new("Goal", "But"))] });
        var verdict = Try(InTraining, more);
        verdict.Kind.ShouldBe(VerdictKind.TasksChange);
        verdict.Tasks.ShouldBe([new TaskChange("crt.goal", 1, null, null, true)]);
        Try(Given(new StageEntered(Manufacturing, "ost")), more).Kind.ShouldBe(VerdictKind.Unchanged);
    }

    [Fact]
    public void A_gate_that_asks_for_less_flips_and_says_why_it_was_shut()
    {
        var easier = Stage("intake", s => s with { Exit = new Exit(["crt"], Definition.Gate("rubric.passed")) });
        var verdict = Try(Given(new StageEntered(Manufacturing, "intake"), new RubricScored(Manufacturing, ImmutableDictionary<string, int>.Empty.Add("a", 4), true)), easier);
        verdict.Kind.ShouldBe(VerdictKind.GateFlips);
        var flip = verdict.Gates.Single();
        (flip.Stage, flip.From, flip.To, flip.Guard).ShouldBe(("intake", false, true, "rubric.passed"));
        flip.Facts.ShouldContain("consent.given: NotMet");
    }

    [Fact]
    public void A_criterion_of_another_text_is_judged_by_what_the_answers_come_to()
    {
        var story = Given(new StageEntered(Manufacturing, "intake"), new RubricScored(Manufacturing, ImmutableDictionary<string, int>.Empty.Add("a", 4), true),
            new ConsentGiven(new ConsentId(G(9)), Manufacturing, 1, "en", [], [FieldClass.General], [], null),
            new CriterionChecked(Manufacturing, "experience", CriterionResult.Met, []), new CriterionChecked(Manufacturing, "income", CriterionResult.Met, []));
        var other = V2 with { Criteria = [V2.Criteria[0] with { When = new(Domain.Cel.CelExpression.Compile("!false", GuardNames.Criteria([]), Domain.Cel.CelType.Bool, out _)!) }, V2.Criteria[1]] };
        new Trial(V1, other, VersionMapping.Between(V1, other), _ => false).Changed.Select(c => c.Id).ShouldBe(["experience"]);
        Try(story, other, results: new Dictionary<string, CriterionResult> { ["experience"] = CriterionResult.Met }).Kind.ShouldBe(VerdictKind.Unchanged);
        var flip = Try(story, other, results: new Dictionary<string, CriterionResult> { ["experience"] = CriterionResult.NotMet }).Gates.Single();
        (flip.From, flip.To).ShouldBe((true, false));
        flip.Facts.ShouldBe(["criteria.allMet (experience: NotMet)"]);
    }

    [Fact]
    public void Whoever_is_in_a_stage_that_is_gone_is_blocked_unless_the_mapping_leaves_it()
    {
        var without = V2 with { Stages = [.. V2.Stages.Where(s => s.Id != "crt")] };
        var blocked = Try(InTraining, without);
        (blocked.Kind, blocked.Blocked, blocked.What).ShouldBe((VerdictKind.Blocked, Blocking.StageUnmapped, "crt"));
        var between = VersionMapping.Between(V1, without);
        Try(InTraining.On("2026-02-01", new StageEntered(Manufacturing, "ost")), without, between with { Leave = between.Leave.Add("crt") }).Kind.ShouldNotBe(VerdictKind.Blocked);
    }

    [Fact]
    public void A_journey_that_is_over_is_not_stirred_up() => Try(InTraining.On("2026-02-01", new Exited(Manufacturing, "moved")), Renamed).Kind.ShouldBe(VerdictKind.Finished);

    [Fact]
    public void A_mapping_that_makes_one_stage_of_two_is_refused_since_nobody_could_go_back()
    {
        var between = VersionMapping.Between(V1, Renamed);
        var merged = between with { Stages = between.Stages.SetItem("ost", "readiness") };
        MappingFindings.Of(merged.Complete(V1, Renamed), V1, Renamed).Select(f => f.Code).ShouldContain(MappingFindings.MergedStages);
    }

    [Fact]
    public void A_mapping_says_what_it_does_not_find()
    {
        var between = VersionMapping.Between(V1, Renamed);
        var wrong = between with { Program = "other", Stages = between.Stages.Add("gone", "crt"), Fields = between.Fields.Add("x", "y"), Restart = between.Restart.Add("never") };
        MappingFindings.Of(wrong, V1, Renamed).Select(f => f.Code).Distinct().ShouldBe([MappingFindings.OtherProgram, MappingFindings.UnknownStage, MappingFindings.UnknownField, MappingFindings.UnknownFollowUp]);
    }

    [Fact]
    public void A_mapping_is_one_text_and_reads_back()
    {
        var mapping = VersionMapping.Between(V1, Renamed);
        mapping.Stages["crt"].ShouldBe("readiness");
        var read = VersionMapping.Read(mapping.Write());
        read.Write().ShouldBe(mapping.Write());
        read.Stages.ShouldBe(mapping.Stages);
    }

    [Fact]
    public void After_a_move_a_session_of_the_cohort_is_marked_under_the_stages_new_name()
    {
        var mapping = VersionMapping.Between(V1, Renamed);
        var session = new Domain.Cohorts.Session(new SessionId(G(5)), "crt", Day("2026-03-03"), null, null, false);
        InTraining.On("2026-03-01", mapping.Move(Manufacturing, new MigrationId(G(8))))
            .On("2026-03-03").When(e => Attending.Mark(e, session, Presence.Present, null)).Then(new AttendanceMarked(Manufacturing, session.Id, "readiness", Presence.Present))
            .Enrollment().Stages.Single().Stage.ShouldBe("readiness");
    }
}

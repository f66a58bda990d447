using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Explain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Tests.Participants;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Explain;

public sealed class ExplainerTests
{
    private static readonly JobId First = new(G(80)), Second = new(G(81));
    private static readonly JobTerms Terms = new(null, null, null, null, null, null);

    private static readonly ProgramDefinition Program = Due.Definition.Manufacturing with
    {
        Fields = [new Field("annualIncome", FieldType.Money, FieldClass.Income, new("Income", "Revenu"), []), new Field("months", FieldType.Int, FieldClass.None, new("Months", "Mois"), [])],
        Rubric = new Rubric(1, 5, [new("interest", new("Interest", "Intérêt"), 3), new("motivation", new("Motivation", "Motivation"))], Due.Definition.Manufacturing.Rubric?.Pass ?? Due.Definition.Gate("true")),
    };

    private static Explainer Explain(Story story, ProgramDefinition? program = null, AsOf asOf = default, string today = "2026-06-30") =>
        Explainer.Of(story.History, asOf, Manufacturing, program ?? Program, Day(today)).ShouldNotBeNull();

    /// <summary>The tree as text: two spaces a level, then code, expression, value, and the wire names of the entries.</summary>
    private static string Told(Why? why, int depth = 0) => why is null ? "nothing" :
        $"{new string(' ', depth * 2)}{why.Code}{(why.Expression is { } e ? $" [{e}]" : "")} = {why.Value}{string.Concat(why.Events.Select(x => $" <{Wire.NameOf(x.Happened)}>"))}\n" + string.Concat(why.Because.Select(b => Told(b, depth + 1)));

    [Fact]
    public void A_gate_is_explained_down_to_the_entries_and_shows_also_what_did_not_decide()
    {
        var story = Given(new StageEntered(Manufacturing, "intake"), new CriterionChecked(Manufacturing, "experience", CriterionResult.Met, ["months"]), new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, ["annualIncome"]),
            new RubricScored(Manufacturing, ImmutableDictionary<string, int>.Empty, false), new RubricOverridden(Manufacturing, Secret("x")));
        Told(Explain(story).Gate("intake")).ShouldBe("""
            gate.exit [criteria.allMet && (rubric.passed || rubric.overridden) && consent.given] = false
              all-of [criteria.allMet && (rubric.passed || rubric.overridden) && consent.given] = false
                fact.criteria.allMet [criteria.allMet] = false
                  fact.criteria [criteria.experience] = true <criterion_checked>
                  fact.criteria [criteria.income] = false <criterion_checked>
                any-of [rubric.passed || rubric.overridden] = true
                  fact.rubric.passed [rubric.passed] = false <rubric_scored>
                  fact.rubric.overridden [rubric.overridden] = true <rubric_overridden>
                fact.consent.given [consent.given] = false

            """.ReplaceLineEndings("\n"));
        Told(Explain(story).Gate("crt")).ShouldBe("gate.none = true\n");
        Explain(story).Gate("welding").ShouldBeNull();
    }

    [Fact]
    public void A_comparison_and_a_not_say_which_facts_they_read()
    {
        var program = Program with { Stages = [.. Program.Stages.Select(s => s.Id == "crt" ? s with { Exit = new Exit(["ost"], GateFactTests.Guard("attendance.rate >= 0.9 && !(goals.open > 0)")) } : s)] };
        var story = Given(new StageEntered(Manufacturing, "crt"), new AttendanceMarked(Manufacturing, new(G(41)), "crt", Presence.Late), new GoalSet(Manufacturing, new(G(45)), Secret("a car")));
        Told(Explain(story, program).Gate("crt")).ShouldBe("""
            gate.exit [attendance.rate >= 0.9 && !(goals.open > 0)] = false
              all-of [attendance.rate >= 0.9 && !(goals.open > 0)] = false
                holds [attendance.rate >= 0.9] = true
                  fact.attendance.rate [attendance.rate] = 1 <attendance_marked>
                not [!(goals.open > 0)] = false
                  holds [goals.open > 0] = true
                    fact.goals.open [goals.open] = 1 <goal_set>

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_requirement_names_its_facts_with_where_they_were_said_and_never_shows_a_sealed_value()
    {
        var story = Given(new AnswersGiven(Manufacturing, ImmutableDictionary<string, string>.Empty.Add("months", "18"), ImmutableDictionary<string, Sealed<string>>.Empty.Add("annualIncome", Secret("31000", FieldClass.Income))),
            new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, ["annualIncome", "months", "hardship"]), new CriterionOverridden(Manufacturing, "income", Secret("x")));
        Told(Explain(story).Criterion("income")).ShouldBe("""
            criterion [true] = true <criterion_checked>
              criterion.fact [annualIncome] = sealed <answers_given>
              criterion.fact [months] = 18 <answers_given>
              criterion.fact [hardship] = unknown
              criterion.override = true <criterion_overridden>

            """.ReplaceLineEndings("\n"));
        Told(Explain(Given()).Criterion("income")).ShouldBe("criterion.unchecked [true] = unknown\n");
    }

    [Fact]
    public void The_interview_is_explained_by_scores_weights_mean_and_rule()
    {
        var why = Explain(Given(new RubricScored(Manufacturing, ImmutableDictionary<string, int>.Empty.Add("interest", 4).Add("motivation", 2), true))).Rubric().ShouldNotBeNull();
        (why.Value, why.Events.Count, why.Expression).ShouldBe(("true", 1, Program.Rubric!.Pass.Source));
        why.Because.Select(b => (b.Code, b.Value)).ShouldBe([("rubric.item", "4"), ("rubric.item", "2"), ("rubric.mean", "3.5")]);
        why.Because[0].Args.ShouldBe([new WhyArg.Words(new("Interest", "Intérêt")), new WhyArg.Number(3)]);
    }

    [Fact]
    public void A_due_day_is_its_anchor_and_a_period_and_a_cancelled_one_says_what_made_it_void()
    {
        var story = Given(new StageEntered(Manufacturing, "placement")).On("2026-06-01", new EmploymentStarted(Manufacturing, First, new(G(82)), Terms), new StageEntered(Manufacturing, "employment"))
            .On("2026-06-09", new JobLost(Manufacturing, First, JobLossReason.Employer));
        var why = Explain(story).Due("week-1").ShouldNotBeNull();
        Told(why).ShouldBe($"""
            due [FollowUp:week-1:1:Participant:{First}] = Cancelled
              due.anchor [employmentStarted] = 2026-06-01 <employment_started>
              due.period = 2026-06-08
              due.window = 2026-06-10
              due.cancelled = true <job_lost>

            """.ReplaceLineEndings("\n"));
        why.Because[1].Args[0].ShouldBe(new WhyArg.Span(new Period(1, PeriodUnit.Weeks)));
        Explain(story).Due("welding").ShouldBeNull();
    }

    [Fact]
    public void Everything_that_is_due_can_say_why()
    {
        var story = Given(new StageEntered(Manufacturing, "placement")).On("2026-06-01", new EmploymentStarted(Manufacturing, First, new(G(82)), Terms), new Graduated(Manufacturing))
            .On("2026-06-15", new JobLeft(Manufacturing, First, true), new EmploymentStarted(Manufacturing, Second, new(G(82)), Terms));
        var explainer = Explain(story);
        explainer.DueKeys().Count().ShouldBeGreaterThan(10);
        foreach (var key in explainer.DueKeys()) explainer.Due(key).ShouldNotBeNull().Because.SelectMany(b => b.Events).ShouldNotBeEmpty(key);
        explainer.Due($"FollowUp:month-1:1:Participant:{First}").ShouldNotBeNull().All.ShouldContain(w => w.Code == "due.re-anchored");
    }

    [Fact]
    public void A_stay_in_a_stage_names_what_began_and_ended_it_with_the_gate_as_it_stood_that_day()
    {
        var program = Program with { Stages = [.. Program.Stages.Select(s => s.Id switch
        {
            "crt" => s with { After = ["intake"], Exit = new Exit(["ost"], GateFactTests.Guard("goals.open == 0")) },
            "ost" => s with { After = ["crt"], Entry = GateFactTests.Guard("consent.given") },
            _ => s,
        })] };
        var story = Given(new StageEntered(Manufacturing, "intake")).On("2026-03-02", new StageEntered(Manufacturing, "crt"), new StageLeft(Manufacturing, "intake", StageEnd.Completed))
            .On("2026-03-20", new StageLeft(Manufacturing, "crt", StageEnd.Completed)).On("2026-03-21", new GoalSet(Manufacturing, new(G(45)), Secret("a car")));
        Told(Explain(story, program).Stage("crt")).ShouldBe("""
            stage = over
              stage.stay = over
                stage.entered = true <stage_entered>
                  stage.after = true <stage_entered>
                  stage.seat = false
                stage.left = true <stage_left>
                  gate.exit [goals.open == 0] = true
                    holds [goals.open == 0] = true
                      fact.goals.open [goals.open] = 0

            """.ReplaceLineEndings("\n"));
        Told(Explain(story, program).Stage("ost")).ShouldBe("""
            stage.never = never
              stage.after = true <stage_left>
              stage.seat = false
              gate.entry [consent.given] = false
                fact.consent.given [consent.given] = false

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_is_asked_for_an_earlier_day_is_answered_as_it_was_true_then()
    {
        var story = Given(new StageEntered(Manufacturing, "intake")).On("2026-02-02", new ConsentGiven(new(G(21)), Manufacturing, 1, "en", ["service"], [FieldClass.General], [], null));
        Why Consent(AsOf asOf) => Explain(story, asOf: asOf).Gate("intake")!.All.Single(w => w.Code == "fact.consent.given");
        Consent(default).Events.ShouldHaveSingleItem().Entry.Id.ShouldBe(story.Entry<ConsentGiven>());
        Consent(AsOf.Day(Day("2026-02-01"))).ShouldSatisfyAllConditions(w => w.Value.ShouldBe("false"), w => w.Events.ShouldBeEmpty());
        Explainer.Of(story.History, AsOf.Day(Day("2025-12-31")), Manufacturing, Program, Day("2026-06-30")).ShouldBeNull();
    }

    [Fact]
    public void Every_node_has_a_code_that_has_words()
    {
        var story = Given(new StageEntered(Manufacturing, "intake"), new StageEntered(Manufacturing, "placement")).On("2026-06-01", new EmploymentStarted(Manufacturing, First, new(G(82)), Terms), new Graduated(Manufacturing));
        var explainer = Explain(story);
        var asked = Program.Stages.SelectMany(s => new[] { explainer.Gate(s.Id), explainer.Stage(s.Id) }).Concat(Program.Criteria.Select(c => explainer.Criterion(c.Id))).Concat(explainer.DueKeys().Select(k => explainer.Due(k))).Append(explainer.Rubric());
        asked.SelectMany(w => w!.All).Select(w => w.Code).Distinct().ShouldBeSubsetOf(Why.Codes);
    }

    [Fact]
    public void It_answers_for_every_history_whatever_its_order()
    {
        var asked = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var history = Laws.Histories.Make(random, 30).Where(e => e.Event is not null).ToList();
            var asOf = new AsOf(random.Next(2) == 0 ? null : new DateOnly(2026, 1, random.Next(1, 29)), random.Next(2) == 0 ? null : Moment("2026-01-01T00:00Z").AddHours(random.Next(300)));
            if (Explainer.Of(history, asOf, Manufacturing, Program, Day("2026-06-30")) is not { } explainer) continue;
            foreach (var stage in Program.Stages) asked += explainer.Gate(stage.Id)!.All.Count() + explainer.Stage(stage.Id)!.All.Count();
            foreach (var key in explainer.DueKeys()) asked += explainer.Due(key)!.All.Count();
            asked += explainer.Rubric()!.All.Count() + Program.Criteria.Sum(c => explainer.Criterion(c.Id)!.All.Count());
        }
        asked.ShouldBeGreaterThan(500, "a law that is never tried says nothing");
    }
}

using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Due;

public sealed class GateTests
{
    private static readonly ConsentGiven Consented = new(new(G(21)), Manufacturing, 1, "en", ["service"], [FieldClass.General], [], null);

    private static Gate Gate(Story story, string stage = "intake") => Gates.Exit(story.Person(), story.Enrollment(), Definition.Manufacturing, stage, Day("2026-02-01"));

    private static CriterionChecked Checked(string id, CriterionResult result) => new(Manufacturing, id, result, []);

    private static RubricScored Scored(bool passed) => new(Manufacturing, ImmutableDictionary<string, int>.Empty, passed);

    private static Story Ready() => Given(new StageEntered(Manufacturing, "intake"), Checked("experience", CriterionResult.Met), Checked("income", CriterionResult.Met), Scored(true), Consented);

    [Fact]
    public void The_gate_opens_when_criteria_rubric_and_consent_are_there_and_names_what_it_rests_on()
    {
        var story = Ready();
        var gate = Gate(story);
        (gate.Open, gate.Reasons.Count).ShouldBe((true, 0));
        gate.RestsOn.ShouldBe([story.History[3].Id, story.History[4].Id, story.Entry<RubricScored>(), story.Entry<ConsentGiven>()]);
    }

    [Fact]
    public void It_says_which_criterion_was_missed_and_which_nobody_has_checked()
    {
        var story = Given(Checked("income", CriterionResult.NotMet), Scored(true), Consented);
        var gate = Gate(story);
        gate.Open.ShouldBe(false);
        gate.Reasons.ShouldBe([new(GuardNames.CriteriaAllMet, "experience", CriterionResult.Unknown, null), new(GuardNames.CriteriaAllMet, "income", CriterionResult.NotMet, story.Entry<CriterionChecked>())]);
    }

    [Fact]
    public void What_nobody_has_looked_at_leaves_it_undecided_not_closed() =>
        Gate(Given(Checked("income", CriterionResult.Met), Consented)).ShouldSatisfyAllConditions(g => g.Open.ShouldBeNull(),
            g => g.Reasons.Select(r => (r.Fact, r.Criterion)).ShouldBe([(GuardNames.CriteriaAllMet, "experience"), (GuardNames.RubricPassed, null)]));

    [Fact]
    public void An_allowance_for_a_criterion_and_for_the_rubric_opens_it() =>
        Gate(Ready().Each(Checked("income", CriterionResult.NotMet), new CriterionOverridden(Manufacturing, "income", Secret("x")), Scored(false), new RubricOverridden(Manufacturing, Secret("y")))).Open.ShouldBe(true);

    [Fact]
    public void Without_consent_or_with_one_withdrawn_it_stays_shut()
    {
        var story = Ready().Each(new ConsentWithdrawn(Consented.Consent));
        Gate(story).ShouldSatisfyAllConditions(g => g.Open.ShouldBe(false), g => g.Reasons.ShouldBe([new(GuardNames.ConsentGiven, null, CriterionResult.NotMet, story.Entry<ConsentWithdrawn>())]));
    }

    [Fact]
    public void A_failed_rubric_is_named_and_one_that_was_allowed_is_not()
    {
        var failed = Given(Scored(false), Consented);
        Gate(failed).Reasons.ShouldContain(r => r.Fact == GuardNames.RubricPassed && r.Result == CriterionResult.NotMet);
        Gate(failed.Each(new RubricOverridden(Manufacturing, Secret("y")))).Reasons.ShouldNotContain(r => r.Fact != GuardNames.CriteriaAllMet);
    }

    [Fact]
    public void A_stage_without_a_requirement_is_left_when_staff_decide() => Gate(Given(), "crt").Open.ShouldBe(true);

    [Fact]
    public void Two_absences_make_a_plan_due_on_the_day_of_the_second_and_a_plan_is_looked_at_again_on_its_day()
    {
        var story = Given(new StageEntered(Manufacturing, "crt")).On("2026-03-02", new AttendanceMarked(Manufacturing, new(G(41)), "crt", Presence.Absent));
        DuePlans.Of(story.Enrollment(), Definition.Manufacturing).ShouldBeEmpty();
        story.On("2026-03-04", new AttendanceMarked(Manufacturing, new(G(42)), "crt", Presence.Absent));
        DuePlans.Of(story.Enrollment(), Definition.Manufacturing).Select(p => (p.Kind, p.Stage, p.On, p.Owner)).ShouldBe([(DuePlanKind.Agree, "crt", Day("2026-03-04"), "facilitator")]);
        story.On("2026-03-05", new BackOnTrackPlanAgreed(Manufacturing, new(G(43)), "crt", Secret("x"), Day("2026-03-19")));
        DuePlans.Of(story.Enrollment(), Definition.Manufacturing).Select(p => (p.Kind, p.Stage, p.On, p.Owner, p.Plan)).ShouldBe([(DuePlanKind.Review, "crt", Day("2026-03-19"), "facilitator", new PlanId(G(43)))]);
        DuePlans.Of(story.On("2026-03-19", new BackOnTrackPlanReviewed(Manufacturing, new(G(43)), true)).Enrollment(), Definition.Manufacturing).ShouldBeEmpty();
    }

    [Fact]
    public void Milestones_are_the_days_they_were_last_reached_on()
    {
        var story = Given(new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted)).On("2026-03-02", new StageEntered(Manufacturing, "crt")).On("2026-03-30", new StageEntered(Manufacturing, "ost"))
            .On("2026-04-10", new Exited(Manufacturing, "ill"));
        DateOnly? Reached(Milestone milestone) => Milestones.Reached(story.Person(), story.Enrollment(), Definition.Manufacturing, milestone);
        (Reached(Milestone.Accepted), Reached(Milestone.TrainingStarted), Reached(Milestone.Exited), Reached(Milestone.Graduated)).ShouldBe((Day("2026-01-05"), Day("2026-03-02"), Day("2026-04-10"), null));
        story.On("2026-09-01", new ReEntered(Manufacturing, "ost"));
        (Reached(Milestone.TrainingStarted), Reached(Milestone.Exited)).ShouldBe((Day("2026-09-01"), null));
        story.On("2026-10-01", new OutcomeRecorded(Manufacturing, "pass", OutcomeKind.Completed), new Graduated(Manufacturing), new StageEntered(Manufacturing, "placement"));
        (Reached(Milestone.Completed), Reached(Milestone.Graduated), Reached(Milestone.PlacementStarted)).ShouldBe((Day("2026-10-01"), Day("2026-10-01"), Day("2026-10-01")));
    }
}

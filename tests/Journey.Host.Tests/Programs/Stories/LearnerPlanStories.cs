using Journey.Domain.Due;
using Journey.Domain.Programs;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>Literacy and Basic Skills: a plan through five stages, with partners.</summary>
public sealed class LearnerPlanStories
{
    private const string Plan = "lbs/learner-plan";

    private static Tale Planned() => Tale.Of(Plan)
        .On("2026-01-06").Inquires("employmentOntario").IsIn("initial").Closed("initial", "tasks.firstTalk.done", "consent.given")
        .ButNot("task.form", t => t.DoesTask("initial", "firstTalk"))
        .Answers(("referredBy", "employmentOntario"), ("currentStatus", "Looking for work after a lay-off."), ("learnerExpectation", "To read instructions without help."))
        .DoesTask("initial", "firstTalk").Closed("initial", "consent.given").Consents().Open("initial")
        .On("2026-01-13").Completes("initial").Enters("commencement").Closed("commencement", "tasks.expectations.done", "goals.set")
        .DoesTask("commencement", "expectations", "jointMeeting").Closed("commencement", "goals.set")
        .SetsGoal(1, "Grade 12 English, to enter an apprenticeship.").Open("commencement")
        .On("2026-01-20").Completes("commencement").Enters("participation", "management").IsIn("participation", "management");

    [Fact]
    public void A_plan_goes_through_five_stages_and_is_looked_at_again_after_closure() => Planned()
        .AgreesStep(1, "participation", Coordination.Pooled, partner: 1).AgreesStep(2, "participation", Coordination.Sequential, partner: 2, waitsFor: 1)
        .Closed("participation", "tasks.learning.done", "steps.open")
        .DoesTask("participation", "learning")
        // The college's assessment needs what the tutor found first.
        .On("2026-02-20").IsDue("review").ButNot("step.waits", t => t.StepIsDone(2)).StepIsDone(1).StepIsDone(2).IsCalled("review").DoesTask("management", "review")
        .DoesTask("participation", "learning", "workshop").Open("participation")
        .ButNot("stage.order", t => t.Enters("closure"))
        .On("2026-03-20").IsCalled("review").ReachesGoal(1).DoesTask("management", "transitionPlan").Open("management")
        .Completes("participation", "management").Enters("closure").IsIn("closure").Closed("closure", "tasks.exitInterview.done")
        .DoesTask("closure", "exitInterview", "transition").Open("closure").EndsAs("goalReached").Completes("closure").IsIn()
        // No review any more, but a call after three months, and after a year.
        .IsPlanned("after-3", "2026-06-20").IsPlanned("after-12", "2027-03-20")
        .On("2026-06-22").IsDue("after-3").IsCalled("after-3").On("2027-03-22").IsCalled("after-12").IsDue("consent");

    [Fact]
    public void A_step_that_a_partner_blocks_is_replaced_by_another_partners() => Planned()
        .IsReferredTo(3, "childcare").AgreesStep(1, "participation", Coordination.Reciprocal, partner: 3).AgreesStep(2, "participation", Coordination.Sequential, partner: 1, waitsFor: 1)
        .DoesTask("participation", "learning").DoesTask("management", "review", "transitionPlan").Closed("management", "referrals.open").Closed("participation", "steps.open")
        .On("2026-02-03").PartnerDeclines(3, "no-place").Open("management").ButNot("step.waits", t => t.StepIsDone(2))
        .IsReferredTo(4, "childcare").Closed("management", "referrals.open").PartnerAccepts(4)
        .On("2026-02-24").PartnerReportsBack(4, "A place from March on.").Open("management").StepIsDone(1).StepIsDone(2).Open("participation");

    [Fact]
    public void Somebody_leaves_out_of_isolation_and_comes_back_to_their_plan() => Planned()
        .On("2026-02-10").Exits("isolation", "unknown").IsIn().IsDue()
        .On("2026-05-11").ComesBackInto("commencement").IsIn("commencement").DoesTask("commencement", "jointMeeting").Open("commencement")
        .Completes("commencement").Enters("participation", "management").IsIn("participation", "management")
        .IsNext("review", "2026-06-11");
}

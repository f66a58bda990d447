using Journey.Domain.Participants;
using Journey.Domain.Placement;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Placement;

public sealed class PlacementTests
{
    private static readonly ApplicationId Application = new(G(70));
    private static readonly EmployerId Foundry = new(G(71));
    private static readonly OfferId First = new(G(72)), Second = new(G(73));

    private static Story Applied() => Given(new ReadinessAssessed(Manufacturing, true), new JobApplicationSent(Manufacturing, Application, Foundry, "94100", true));

    [Fact]
    public void The_coach_assesses_readiness_and_says_it_again_only_when_it_changed() =>
        Given().When(e => Placing.AssessReadiness(e, false, Secret("shy"))).Then(new ReadinessAssessed(Manufacturing, false, Secret("shy")))
            .When(e => Placing.AssessReadiness(e, false, Secret("shy"))).ThenNothing()
            .When(e => Placing.AssessReadiness(e, true, null)).Then(new ReadinessAssessed(Manufacturing, true));

    [Fact]
    public void An_individual_plan_is_agreed_once_and_agreed_anew_when_it_changed() =>
        Given().When(e => Placing.AgreePlan(e, Secret("three postings a week"))).Then(new PlacementPlanAgreed(Manufacturing, Secret("three postings a week")))
            .When(e => Placing.AgreePlan(e, Secret("three postings a week"))).ThenNothing()
            .When(e => Placing.AgreePlan(e, Secret("five"))).Then(new PlacementPlanAgreed(Manufacturing, Secret("five")));

    [Fact]
    public void A_referral_to_an_employer_waits_for_readiness_but_people_apply_by_themselves_any_time() =>
        Given().When(e => Placing.SendApplication(e, Application, Foundry, "94100", referred: true)).ThenRefused("placement.not-ready")
            .When(e => Placing.SendApplication(e, Application, Foundry, "94100", referred: false)).Then(new JobApplicationSent(Manufacturing, Application, Foundry, "94100", false))
            .When(e => Placing.SendApplication(e, Application, Foundry, "94100", referred: false)).ThenNothing();

    [Fact]
    public void Interviews_belong_to_an_application_and_are_debriefed() =>
        Given().When(e => Placing.HoldInterview(e, Application, InterviewKind.Mock, null)).ThenRefused("application.unknown")
            .Then(new JobApplicationSent(Manufacturing, Application, Foundry, null, false))
            .When(e => Placing.HoldInterview(e, Application, InterviewKind.Employer, Secret("went well"))).Then(new InterviewHeld(Manufacturing, Application, InterviewKind.Employer, Secret("went well")))
            .When(e => Placing.HoldInterview(e, Application, InterviewKind.Employer, Secret("went well"))).ThenNothing();

    [Fact]
    public void An_application_is_closed_once_with_its_reason() =>
        Applied().When(e => Placing.CloseApplication(e, Application, "not-selected")).Then(new JobApplicationClosed(Manufacturing, Application, "not-selected"))
            .When(e => Placing.CloseApplication(e, Application, "withdrawn")).ThenNothing();

    [Fact]
    public void Offers_stand_side_by_side_with_wage_benefits_and_shift_and_each_is_answered()
    {
        var story = Applied().When(e => Placing.ReceiveOffer(e, First, new(G(99)), null, null, null, null)).ThenRefused("application.unknown")
            .When(e => Placing.ReceiveOffer(e, First, Application, Secret(19m), Secret(40m), true, "day")).Then(new JobOfferReceived(Manufacturing, First, Application, Secret(19m), Secret(40m), true, "day"))
            .When(e => Placing.ReceiveOffer(e, First, Application, Secret(19m), Secret(40m), true, "day")).ThenNothing()
            .Then(new JobOfferReceived(Manufacturing, Second, Application, Secret(21m), Secret(40m), false, "night"))
            .When(e => Placing.AnswerOffer(e, new(G(99)), true, null)).ThenRefused("offer.unknown")
            .When(e => Placing.AnswerOffer(e, Second, false, "night shift")).Then(new JobOfferAnswered(Manufacturing, Second, false, "night shift"))
            .When(e => Placing.AnswerOffer(e, First, true, null)).Then(new JobOfferAnswered(Manufacturing, First, true))
            .When(e => Placing.AnswerOffer(e, First, true, null)).ThenNothing();
        story.Enrollment().Placement.Offers.Select(o => (o.Shift, o.Benefits, o.Taken, o.Because)).ShouldBe([("day", true, true, null), ("night", false, false, "night shift")]);
    }

    [Fact]
    public void Who_has_left_the_program_is_not_placed_by_it() =>
        Given().Then(new Exited(Manufacturing, "moved")).When(e => Placing.AssessReadiness(e, true, null)).ThenRefused("enrollment.exited")
            .When(e => Placing.SendApplication(e, Application, Foundry, null, false)).ThenRefused("enrollment.exited")
            .When(e => Placing.AgreePlan(e, Secret("x"))).ThenRefused("enrollment.exited");
}

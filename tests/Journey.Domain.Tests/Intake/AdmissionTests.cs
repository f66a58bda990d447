using Journey.Domain.Cohorts;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Intake;

public sealed class AdmissionTests
{
    private static readonly CohortId Spring = new(G(30)), Fall = new(G(31));
    private static readonly CohortOpened Opened = new(Spring, "Spring", "manufacturing", 1, null, null, Day("2026-03-02"), Day("2026-05-01"), 2);
    private static readonly JourneyEvent[] AcceptedAndOffered = [new ApplicationReceived(Manufacturing), new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted), new SeatOffered(Manufacturing, Spring)];

    private static Cohort CohortWith(params JourneyEvent[] events) => Cohort.Fold([Opened, .. events]);

    private static Decision Decide(Enrollment? e, AdmissionOutcome outcome, string? reason = null, bool gateOpen = true) => Admissions.Decide(e, outcome, reason, null, gateOpen);

    [Theory]
    [InlineData(AdmissionOutcome.Waitlisted)]
    [InlineData(AdmissionOutcome.ReferredElsewhere)]
    [InlineData(AdmissionOutcome.Declined)]
    [InlineData(AdmissionOutcome.NotReady)]
    public void Any_decision_but_acceptance_needs_a_reason(AdmissionOutcome outcome) =>
        Given(new ApplicationReceived(Manufacturing)).When(e => Decide(e, outcome)).ThenRefused("admission.reason")
            .When(e => Decide(e, outcome, "no-place")).Then(new AdmissionDecided(Manufacturing, outcome, "no-place"))
            .When(e => Decide(e, outcome, "no-place")).ThenNothing();

    [Fact]
    public void Acceptance_waits_for_an_application_and_for_the_requirements() =>
        Given().When(e => Decide(e, AdmissionOutcome.Accepted)).ThenRefused("admission.no-application")
            .Then(new ApplicationReceived(Manufacturing))
            .When(e => Decide(e, AdmissionOutcome.Accepted, gateOpen: false)).ThenRefused("admission.requirements")
            .When(e => Decide(e, AdmissionOutcome.Accepted)).Then(new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted));

    [Fact]
    public void Who_applies_again_is_decided_on_again_even_if_the_answer_is_the_same() =>
        Given(new ApplicationReceived(Manufacturing), new AdmissionDecided(Manufacturing, AdmissionOutcome.NotReady, "attendance")).On("2026-04-01")
            .When(e => Applying.Apply(e, null)).Then(new ApplicationReceived(Manufacturing))
            .When(e => Decide(e, AdmissionOutcome.NotReady, "attendance")).Then(new AdmissionDecided(Manufacturing, AdmissionOutcome.NotReady, "attendance"));

    [Fact]
    public void Somebody_waitlisted_does_not_apply_again_and_is_accepted_before_a_seat_is_offered() =>
        Given(new ApplicationReceived(Manufacturing), new AdmissionDecided(Manufacturing, AdmissionOutcome.Waitlisted, "no-place"))
            .When(e => Applying.Apply(e, null)).ThenNothing()
            .When(e => Admissions.OfferSeat(e, Spring, null)).ThenRefused("seat.not-accepted")
            .When(e => Decide(e, AdmissionOutcome.Accepted)).Then(new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted))
            .When(e => Admissions.OfferSeat(e, Spring, null)).Then(new SeatOffered(Manufacturing, Spring))
            .When(e => Admissions.OfferSeat(e, Spring, null)).ThenNothing();

    [Fact]
    public void Accepting_the_offer_takes_a_seat_of_the_cohort_too() =>
        Given(AcceptedAndOffered).When(e => Admissions.AcceptOffer(e, Sam, CohortWith()))
            .Then(new OfferAccepted(Manufacturing, Spring, Day("2026-03-02")), new SeatTaken(Manufacturing, Sam))
            .When(e => Admissions.AcceptOffer(e, Sam, CohortWith())).ThenNothing();

    [Fact]
    public void The_last_seat_is_taken_once() =>
        Given(AcceptedAndOffered).When(e => Admissions.AcceptOffer(e, Sam, CohortWith(new SeatTaken(new(G(51)), new(G(61))), new SeatTaken(new(G(52)), new(G(62)))))).ThenRefused("cohort.full")
            .When(e => Admissions.AcceptOffer(e, Sam, CohortWith(new SeatTaken(new(G(51)), new(G(61))), new SeatTaken(new(G(52)), new(G(62))), new SeatReleased(new(G(52))))))
            .Then(new OfferAccepted(Manufacturing, Spring, Day("2026-03-02")), new SeatTaken(Manufacturing, Sam));

    [Fact]
    public void A_seat_is_taken_only_where_it_was_offered_in_an_open_cohort_of_the_same_program() =>
        Given(AcceptedAndOffered)
            .When(e => Admissions.AcceptOffer(e, Sam, Cohort.None)).ThenRefused("cohort.unknown")
            .When(e => Admissions.AcceptOffer(e, Sam, CohortWith(new CohortClosed()))).ThenRefused("cohort.closed")
            .When(e => Admissions.AcceptOffer(e, Sam, Cohort.Fold([Opened with { Cohort = Fall }]))).ThenRefused("seat.not-offered")
            .When(e => Admissions.AcceptOffer(e, Sam, Cohort.Fold([Opened with { Program = "construction" }]))).ThenRefused("seat.program");

    [Fact]
    public void Who_holds_a_seat_is_offered_no_other_and_does_not_decline_it_any_more() =>
        Given([.. AcceptedAndOffered, new OfferAccepted(Manufacturing, Spring)])
            .When(e => Admissions.OfferSeat(e, Spring, null)).ThenNothing()
            .When(e => Admissions.OfferSeat(e, Fall, null)).ThenRefused("seat.held")
            .When(e => Admissions.AcceptOffer(e, Sam, Cohort.Fold([Opened with { Cohort = Fall }]))).ThenRefused("seat.held")
            .When(Admissions.DeclineOffer).ThenRefused("seat.taken");

    [Fact]
    public void An_offer_may_be_declined_and_the_seat_offered_again() =>
        Given(AcceptedAndOffered).When(Admissions.DeclineOffer).Then(new OfferDeclined(Manufacturing, Spring))
            .When(Admissions.DeclineOffer).ThenNothing()
            .When(e => Admissions.OfferSeat(e, Spring, null)).Then(new SeatOffered(Manufacturing, Spring));

    [Fact]
    public void A_seat_lost_by_leaving_has_to_be_offered_again() =>
        Given([.. AcceptedAndOffered, new OfferAccepted(Manufacturing, Spring)]).On("2026-03-20", new Exited(Manufacturing, "moved")).On("2026-09-01", new ReEntered(Manufacturing, "intake"))
            .When(e => Admissions.AcceptOffer(e, Sam, CohortWith())).ThenRefused("seat.not-offered")
            .When(e => Admissions.OfferSeat(e, Spring, null)).Then(new SeatOffered(Manufacturing, Spring));

    [Fact]
    public void An_unanswered_offer_lapses_when_the_program_says_so_and_a_new_one_may_follow()
    {
        Period.TryParse("5bd", out var kept).ShouldBeTrue();
        var program = Due.Definition.Manufacturing with { Capacity = new Capacity(14, new WaitlistPolicy([WaitlistOrder.Rubric], kept)) };
        var cohort = new CohortId(G(30));
        var story = Given(new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted)).On("2026-03-02", new SeatOffered(Manufacturing, cohort));
        story.Enrollment().OfferKeptUntil(program).ShouldBe(Day("2026-03-09"));
        story.When(e => Admissions.ExpireOffer(e, program, Day("2026-03-09"))).ThenNothing()
            .When(e => Admissions.ExpireOffer(e, Due.Definition.Manufacturing, Day("2026-03-31"))).ThenNothing()
            .On("2026-03-10").When(e => Admissions.ExpireOffer(e, program, Day("2026-03-10"))).Then(new SeatOfferExpired(Manufacturing, cohort))
            .When(e => Admissions.ExpireOffer(e, program, Day("2026-03-10"))).ThenNothing()
            .When(e => Admissions.OfferSeat(e, cohort, null)).Then(new SeatOffered(Manufacturing, cohort))
            .Each(new OfferAccepted(Manufacturing, cohort), new SeatOfferExpired(Manufacturing, cohort))
            .Enrollment().Seat!.IsHeld.ShouldBeTrue("a seat that was taken is not taken away by a late expiry");
    }
}

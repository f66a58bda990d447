using Journey.Domain.Cohorts;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Supports;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Corrections;

/// <summary>A correction on the participant's stream that the cohort has to hear of.</summary>
public sealed class CohortCorrectionTests
{
    private static readonly CohortId Spring = new(G(30));
    private static readonly SupportId Bus = new(G(90));

    private static Story Seated() => Given(new SeatOffered(Manufacturing, Spring), new OfferAccepted(Manufacturing, Spring));

    private static Decided Retract<T>(Story story, Cohort? cohort = null) where T : JourneyEvent =>
        story.Corrected(h => Correct.Retract(h, story.Entry<T>(), CorrectionReason.DidNotHappen, cohort: cohort));

    private static EntryRetracted Retracted<T>(Story story) where T : JourneyEvent => new(story.Entry<T>(), CorrectionReason.DidNotHappen);

    [Fact]
    public void Taking_back_an_accepted_offer_frees_the_seat_and_bringing_it_back_takes_it()
    {
        var story = Seated();
        Retract<OfferAccepted>(story).Then(Retracted<OfferAccepted>(story), new SeatReleased(Manufacturing));
        Retract<EntryRetracted>(story).Then(Retracted<EntryRetracted>(story), new SeatTaken(Manufacturing, Sam));
    }

    [Fact]
    public void A_seat_that_was_given_to_somebody_else_meanwhile_does_not_come_back()
    {
        var story = Seated();
        Retract<OfferAccepted>(story).Then(Retracted<OfferAccepted>(story), new SeatReleased(Manufacturing));
        var full = Cohort.Fold([new CohortOpened(Spring, "Spring", "manufacturing", 1, null, null, null, null, 1), new SeatTaken(new(G(51)), new(G(61)))]);
        Retract<EntryRetracted>(story, full).ThenRefused("cohort.full");
    }

    [Fact]
    public void Taking_back_an_exit_takes_the_seat_again()
    {
        var story = Seated().Each(new Exited(Manufacturing, "moved"));
        Retract<Exited>(story).Then(Retracted<Exited>(story), new SeatTaken(Manufacturing, Sam));
    }

    [Fact]
    public void Taking_back_an_approval_gives_the_money_back_and_bringing_it_back_draws_it_again()
    {
        var story = Seated().Each(new SupportRequested(Manufacturing, Bus, "bus-pass", Money.Cad(80), false), new SupportApproved(Manufacturing, Bus, Money.Cad(80), "travel"));
        Retract<SupportApproved>(story).Then(Retracted<SupportApproved>(story), new BudgetReleased(Bus, "travel"));
        Retract<EntryRetracted>(story).Then(Retracted<EntryRetracted>(story), new BudgetCommitted(Bus, "travel", Money.Cad(80)));
    }

    [Fact]
    public void A_correction_that_changes_no_seat_says_nothing_to_the_cohort()
    {
        var story = Seated().Each(new StageEntered(Manufacturing, "crt"));
        Retract<StageEntered>(story).Then(Retracted<StageEntered>(story));
    }

    [Fact]
    public void The_cohort_to_load_is_known_before_the_correction_is_decided()
    {
        var story = Seated();
        Correct.CohortOf(story.History, story.Entry<OfferAccepted>()).ShouldBe(Spring);
        Retract<OfferAccepted>(story).Then(Retracted<OfferAccepted>(story), new SeatReleased(Manufacturing));
        Correct.CohortOf(story.History, story.Entry<EntryRetracted>()).ShouldBe(Spring);
        Correct.CohortOf(story.History, story.Entry<ParticipantRegistered>()).ShouldBeNull();
    }

    [Fact]
    public void A_seat_is_not_amended_into_another_cohort()
    {
        var story = Seated();
        story.Corrected(h => Correct.Amend(h, story.Entry<OfferAccepted>(), new OfferAccepted(Manufacturing, new(G(31))), null, CorrectionReason.WrongValue)).ThenRefused("correction.cohort");
    }

    [Fact]
    public void Only_a_participants_history_is_corrected()
    {
        var opened = new Entry(G(1), Spring.Value, 1, 1, "cohort_closed", new CohortClosed(), Occurred.Unknown, Moment("2026-01-01T00:00Z"));
        Correct.Retract([opened], opened.Id, CorrectionReason.Other).ShouldBeRefused("correction.stream");
        Correct.Amend([opened], opened.Id, new CohortClosed(), null, CorrectionReason.Other).ShouldBeRefused("correction.stream");
    }
}

using Journey.Domain.Cohorts;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Participants;

public sealed class LeavingTests
{
    private static readonly CohortId Spring = new(G(30));

    private static Story Seated() => Given(new ApplicationReceived(Manufacturing), new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted), new SeatOffered(Manufacturing, Spring), new OfferAccepted(Manufacturing, Spring), new StageEntered(Manufacturing, "crt"));

    [Theory]
    [InlineData("intake")]
    [InlineData("ost")]
    [InlineData("placement")]
    [InlineData("employment")]
    public void Anybody_may_leave_from_any_stage_with_a_reason_and_a_destination(string stage)
    {
        var story = Given(new StageEntered(Manufacturing, stage)).When(e => Exits.Exit(e, "moved", "other-province", null)).Then(new Exited(Manufacturing, "moved", "other-province"))
            .When(e => Exits.Exit(e, "moved", "other-province", null)).ThenNothing();
        story.Enrollment().Stages.ShouldHaveSingleItem().How.ShouldBe(StageEnd.Left);
        story.Enrollment().HasExited.ShouldBeTrue();
    }

    [Fact]
    public void Leaving_during_training_frees_the_seat() =>
        Seated().When(e => Exits.Exit(e, "moved", null, null)).Then(new Exited(Manufacturing, "moved"), new SeatReleased(Manufacturing))
            .Enrollment().Seat!.IsHeld.ShouldBeFalse();

    [Fact]
    public void A_graduate_who_leaves_has_used_the_seat_and_keeps_it() =>
        Seated().Then(new Graduated(Manufacturing)).When(e => Exits.Exit(e, "moved", null, null)).Then(new Exited(Manufacturing, "moved"))
            .Enrollment().Seat!.IsHeld.ShouldBeTrue();

    [Fact]
    public void Who_left_may_come_back_into_a_stage_and_leave_again()
    {
        var story = Seated().When(e => Exits.ReEnter(e, "crt")).ThenNothing()
            .On("2026-03-20", new Exited(Manufacturing, "ill")).When(e => Stages.EnterInOrder(e, Due.Definition.Manufacturing.Stages, "ost")).ThenRefused("enrollment.exited")
            .On("2026-09-01").When(e => Exits.ReEnter(e, "crt")).Then(new ReEntered(Manufacturing, "crt"))
            .On("2026-09-20").When(e => Exits.Exit(e, "moved", null, null)).Then(new Exited(Manufacturing, "moved"));
        story.Enrollment().Exits.Select(e => (e.Reason, e.ReEntered?.Day)).ShouldBe([("ill", Day("2026-09-01")), ("moved", null)]);
        story.TrueOn("2026-09-10").Enrollment(Manufacturing)!.IsIn("crt").ShouldBeTrue();
    }

    [Fact]
    public void Two_exits_written_for_one_leaving_are_both_ended_by_coming_back() =>
        Seated().On("2026-03-20", new Exited(Manufacturing, "ill"), new Exited(Manufacturing, "ill")).On("2026-09-01", new ReEntered(Manufacturing, "crt"))
            .Enrollment().HasExited.ShouldBeFalse();

    [Fact]
    public void An_outcome_is_recorded_in_the_programs_own_words_once() =>
        Given().When(e => Exits.RecordOutcome(e, "distinction", OutcomeKind.Completed)).Then(new OutcomeRecorded(Manufacturing, "distinction", OutcomeKind.Completed))
            .When(e => Exits.RecordOutcome(e, "distinction", OutcomeKind.Completed)).ThenNothing();

    [Fact]
    public void One_person_may_be_in_two_programs_at_once_and_leave_one()
    {
        var person = Given(new StageEntered(Manufacturing, "crt"), new EnrollmentOpened(Construction, "construction", 2, Halifax), new StageEntered(Construction, "intake"), new Exited(Manufacturing, "other-program")).Person();
        person.Enrollments.Select(e => (e.Program, e.HasExited)).ShouldBe([("manufacturing", true), ("construction", false)]);
        person.Enrollment(Construction)!.IsIn("intake").ShouldBeTrue();
    }

    [Fact]
    public void What_contradicts_is_kept_and_found()
    {
        var e = Given().On("2026-03-10", new Exited(Manufacturing, "moved"), new OutcomeRecorded(Manufacturing, "pass", OutcomeKind.Completed))
            .On("2026-03-12", new AttendanceMarked(Manufacturing, new(G(41)), "crt", Presence.Present))
            .At(Occurred.Unknown, new OfferAccepted(Manufacturing, Spring, Day("2026-04-01"))).Enrollment();
        Findings.Of(e).Select(f => f.Code).ShouldBe([Findings.ExitBeforeStart, Findings.OutcomeContradictsExit, Findings.EventAfterExit, Findings.AttendanceOutsideStage]);
        Findings.Of(Nobody().Then(new Exited(Manufacturing, "x")).Enrollment()).ShouldHaveSingleItem().Code.ShouldBe(Findings.NeverOpened);
        Findings.Of(Nobody().At(Occurred.Unknown, new EnrollmentOpened(Manufacturing, "m", 1, Halifax), new Exited(Manufacturing, "x")).Enrollment()).Select(f => f.Code)
            .ShouldBe([Findings.StartUndated, Findings.ExitUndated]);
    }

    [Fact]
    public void An_entry_about_what_had_not_begun_is_kept_and_found_until_its_day_is_corrected()
    {
        var lost = new JobLost(Manufacturing, new(G(80)), JobLossReason.Employer);
        var story = Given().On("2026-06-01", lost, new StageLeft(Manufacturing, "crt", StageEnd.Left)).On("2026-06-05", new EmploymentStarted(Manufacturing, new(G(80)), null, new(null, null, null, null, null, null)));
        Findings.Of(story.Enrollment()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Code.ShouldBe(Findings.WithoutEffect), f => f.Events.ShouldBe([story.Entry<JobLost>(), story.Entry<StageLeft>()]));
        story.Each(new Domain.Corrections.EntryAmended(story.Entry<JobLost>(), lost, Occurred.OnDay(Day("2026-06-20")), Domain.Corrections.CorrectionReason.WrongDate));
        Findings.Of(story.Enrollment()).ShouldHaveSingleItem().Events.ShouldBe([story.Entry<StageLeft>()]);
        story.Person().CurrentJob.ShouldBeNull();
    }

    [Fact]
    public void A_job_found_after_leaving_is_still_a_job() =>
        Given(new Exited(Manufacturing, "moved")).WhenPerson(p => Jobs.Start(p, Manufacturing, new(G(80)), null, new(null, null, null, null, null, null), "placement", "employment"))
            .Then(new EmploymentStarted(Manufacturing, new(G(80)), null, new(null, null, null, null, null, null)));
}

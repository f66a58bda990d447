using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Due;

public sealed class DueFollowUpTests
{
    private static readonly JobId First = new(G(80)), Second = new(G(81));
    private static readonly EmployerId Foundry = new(G(82));
    private static readonly JobTerms Terms = new(null, null, null, null, null, null);

    private static Story InPlacement() => Given(new StageEntered(Manufacturing, "placement"));

    private static Story Employed(string day) => InPlacement().On(day, new EmploymentStarted(Manufacturing, First, Foundry, Terms), new StageEntered(Manufacturing, "employment"));

    private static IReadOnlyList<DueItem> Due(Story story, bool declines = false) =>
        [.. DueWork.Of(story.Person(), story.Enrollment(), Definition.Manufacturing, _ => declines).Where(d => d.Key.Kind == DueKind.FollowUp)];

    /// <summary>What is to be done with the participant, as "id due last-day state".</summary>
    private static IEnumerable<string> With(Story story, string today, FollowUpWith with = FollowUpWith.Participant) =>
        Due(story).Where(d => d.Key.With == with).Select(d => $"{d.Key.Id} {d.Due:yyyy-MM-dd} {d.LastDay:yyyy-MM-dd} {d.StateOn(Day(today))}");

    private static FollowUpDone Done(string id, string due, FollowUpWith with = FollowUpWith.Participant) => new(Manufacturing, id, Day(due), with);

    [Fact]
    public void Day_one_week_one_and_month_one_follow_the_start_with_windows_in_business_days() =>
        With(Employed("2026-06-01"), "2026-06-01").ShouldBe(["day-1 2026-06-02 2026-06-04 Upcoming", "week-1 2026-06-08 2026-06-10 Upcoming", "month-1 2026-07-01 2026-07-08 Upcoming"]);

    [Fact]
    public void A_window_skips_weekends_and_holidays() =>
        With(Employed("2026-12-23"), "2026-12-23").First().ShouldBe("day-1 2026-12-24 2026-12-29 Upcoming", "Christmas is a Friday in 2026");

    [Theory]
    [InlineData("2026-01-31", "2026-02-28")]
    [InlineData("2028-01-31", "2028-02-29")]
    [InlineData("2027-12-31", "2028-01-31")]
    [InlineData("2026-03-31", "2026-04-30")]
    public void A_month_later_is_the_same_day_or_the_months_last(string start, string due) =>
        Due(Employed(start)).Single(d => d.Key.Id == "month-1" && d.Key.With == FollowUpWith.Participant).Due.ShouldBe(Day(due));

    [Theory]
    [InlineData("2026-03-08T03:30Z", "2026-03-08")]   // 23:30 on 7 March: the night in which the clocks go forward
    [InlineData("2026-11-02T03:30Z", "2026-11-02")]   // 23:30 on 1 November, after they went back
    public void A_start_late_in_the_evening_counts_from_that_evenings_day(string moment, string due) =>
        Due(InPlacement().At(Occurred.Instant(Moment(moment)), new EmploymentStarted(Manufacturing, First, null, Terms))).First().Due.ShouldBe(Day(due));

    [Fact]
    public void A_contact_is_due_on_its_day_and_overdue_after_its_window()
    {
        DueState On(string today) => Due(Employed("2026-06-01"))[0].StateOn(Day(today));
        (On("2026-06-01"), On("2026-06-02"), On("2026-06-04"), On("2026-06-05")).ShouldBe((DueState.Upcoming, DueState.Due, DueState.Due, DueState.Overdue));
    }

    [Fact]
    public void An_attempt_keeps_it_open_until_the_window_closes_and_what_was_written_down_settles_it()
    {
        var story = Employed("2026-06-01").On("2026-06-02", new FollowUpAttempted(Manufacturing, "day-1", Day("2026-06-02"), FollowUpWith.Participant));
        (Due(story)[0].StateOn(Day("2026-06-03")), Due(story)[0].StateOn(Day("2026-06-05"))).ShouldBe((DueState.Attempted, DueState.Overdue));
        Due(story)[0].Record!.Attempts.ShouldBe(1);
        Due(story.Then(new FollowUpMissed(Manufacturing, "day-1", Day("2026-06-02"), FollowUpWith.Participant)))[0].StateOn(Day("2026-06-05")).ShouldBe(DueState.Missed);
        Due(story.Then(Done("day-1", "2026-06-02")))[0].StateOn(Day("2026-06-05")).ShouldBe(DueState.Done);
    }

    [Fact]
    public void A_lost_job_cancels_what_is_still_open_and_nothing_else() =>
        With(Employed("2026-06-01").On("2026-06-02", Done("day-1", "2026-06-02")).On("2026-06-09", new JobLost(Manufacturing, First, JobLossReason.Employer)), "2026-06-20")
            .ShouldBe(["day-1 2026-06-02 2026-06-04 Done", "week-1 2026-06-08 2026-06-10 Cancelled", "month-1 2026-07-01 2026-07-08 Cancelled"]);

    [Fact]
    public void A_window_that_had_closed_before_the_job_was_lost_stays_overdue() =>
        With(Employed("2026-06-01").On("2026-06-05", new JobLost(Manufacturing, First, JobLossReason.Employer)), "2026-06-20").First().ShouldBe("day-1 2026-06-02 2026-06-04 Overdue");

    [Fact]
    public void A_new_job_has_contacts_of_its_own()
    {
        var story = Employed("2026-06-01").On("2026-06-02", Done("day-1", "2026-06-02"))
            .On("2026-06-20", new JobLost(Manufacturing, First, JobLossReason.Employer)).On("2026-07-15", new EmploymentStarted(Manufacturing, Second, Foundry, Terms));
        With(story, "2026-07-16").ShouldBe([
            "day-1 2026-06-02 2026-06-04 Done", "week-1 2026-06-08 2026-06-10 Overdue", "month-1 2026-07-01 2026-07-08 Cancelled",
            "day-1 2026-07-16 2026-07-20 Due", "week-1 2026-07-22 2026-07-24 Upcoming", "month-1 2026-08-15 2026-08-21 Upcoming"]);
    }

    [Fact]
    public void A_better_job_takes_over_what_the_first_one_left_open() =>
        With(Employed("2026-06-01").On("2026-06-15", new JobLeft(Manufacturing, First, true), new EmploymentStarted(Manufacturing, Second, Foundry, Terms)), "2026-06-15")
            .Where(d => d.StartsWith("month-1", StringComparison.Ordinal)).ShouldBe(["month-1 2026-07-01 2026-07-08 ReAnchored", "month-1 2026-07-15 2026-07-22 Upcoming"]);

    [Fact]
    public void Every_graduate_is_asked_four_times_a_year_for_eighteen_months_employed_or_not() =>
        Due(Given().On("2026-08-31", new Graduated(Manufacturing))).Select(d => (d.Key.Number, d.Due)).ShouldBe([
            (1, Day("2026-11-30")), (2, Day("2027-02-28")), (3, Day("2027-05-31")), (4, Day("2027-08-31")), (5, Day("2027-11-30")), (6, Day("2028-02-29"))]);

    [Fact]
    public void An_employer_that_declines_service_is_not_contacted_but_what_was_done_stays()
    {
        var story = Employed("2026-06-01").On("2026-06-02", Done("day-1", "2026-06-02", FollowUpWith.Employer));
        Due(story).Count(d => d.Key.With == FollowUpWith.Employer).ShouldBe(3);
        Due(story, declines: true).Where(d => d.Key.With == FollowUpWith.Employer).ShouldHaveSingleItem().Settled.ShouldBe(DueState.Done);
    }

    [Fact]
    public void A_job_held_at_intake_asks_for_nothing() =>
        Due(Given(new StageEntered(Manufacturing, "intake"), new EmploymentStarted(Manufacturing, First, Foundry, Terms)).On("2026-05-01", new StageEntered(Manufacturing, "placement"))).ShouldBeEmpty();

    [Fact]
    public void Correcting_the_day_of_the_start_moves_the_contacts_and_keeps_what_was_done()
    {
        var story = Employed("2026-06-01").On("2026-06-02", Done("day-1", "2026-06-02"));
        story.Each(new EntryAmended(story.Entry<EmploymentStarted>(), new EmploymentStarted(Manufacturing, First, Foundry, Terms), Occurred.OnDay(Day("2026-06-03")), CorrectionReason.WrongDate));
        With(story, "2026-06-04").ShouldBe(["day-1 2026-06-04 2026-06-08 Done", "week-1 2026-06-10 2026-06-12 Upcoming", "month-1 2026-07-03 2026-07-10 Upcoming"]);
    }

    [Fact]
    public void A_start_that_was_retracted_asks_for_nothing_any_more()
    {
        var story = Employed("2026-06-01");
        Due(story.Each(new EntryRetracted(story.Entry<EmploymentStarted>(), CorrectionReason.WrongPerson))).ShouldBeEmpty();
    }
}

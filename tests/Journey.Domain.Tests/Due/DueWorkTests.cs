using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Due;

public sealed class DueWorkTests
{
    private static readonly JobId First = new(G(80)), Second = new(G(81));
    private static readonly CohortId Spring = new(G(90));
    private static readonly Text Any = new("en", "fr");

    private static ProgramDefinition Program { get; } = Strict(Definition.Manufacturing);

    private static EmploymentStarted Hired(JobId job) => new(Manufacturing, job, null, new(null, null, null, null, null, null));

    private static Story InPlacement() => Given(new StageEntered(Manufacturing, "placement"));

    private static VirtualClock Clock(Story story, ProgramDefinition? program = null) => new(program ?? Program, story.History);

    private static IEnumerable<string> Told(IEnumerable<DueConsequence> happened) =>
        happened.Select(c => $"{c.Occurred:yyyy-MM-ddTHH:mm}Z {Wire.NameOf(c.Event)} {c.Item.Key.Id} {c.Item.Key.Number}{(c.Event is DueReminded or DueEscalated ? " to " + (c.Event is DueReminded r ? r.To : ((DueEscalated)c.Event).To) : "")}");

    /// <summary>Reminders a business day before, and the director gets what is two business days late.</summary>
    private static ProgramDefinition Strict(ProgramDefinition program, ReAnchor reAnchor = ReAnchor.Each) => program with
    {
        Capacity = new Capacity(12, new WaitlistPolicy([WaitlistOrder.Applied], new Period(3, PeriodUnit.BusinessDays))),
        Consent = new ConsentForm(1, Any, Any, [], [], Period.Months(12)),
        Stages = [.. program.Stages.Select(s => s with
        {
            Tasks = s.Id != "placement" ? [] : [new StageTask("readiness", Any, Due: Period.Days(7), Owner: "advancementCoach"), new StageTask("plan", Any)],
            FollowUps = [.. s.FollowUps.Select(f => f with { With = ["participant"], Remind = new Period(1, PeriodUnit.BusinessDays), Escalate = new Escalation("director", new Period(2, PeriodUnit.BusinessDays)), ReAnchor = reAnchor })],
        })],
    };

    [Fact]
    public void Each_contact_is_reminded_of_then_missed_then_escalated_at_the_start_of_its_day_in_Halifax() =>
        Told(Clock(InPlacement().On("2026-03-05", Hired(First))).RunTo(Day("2026-03-18")).Where(c => c.Item.Key.Kind == DueKind.FollowUp)).ShouldBe([
            "2026-03-05T04:00Z due_reminded day-1 1 to advancementCoach",  // due on Friday 6 March: reminded on Thursday
            "2026-03-11T03:00Z follow_up_missed day-1 1",                  // on time until Tuesday the 10th; the clocks went forward on the 8th
            "2026-03-11T03:00Z due_reminded week-1 1 to advancementCoach",
            "2026-03-12T03:00Z due_escalated day-1 1 to director",
            "2026-03-17T03:00Z follow_up_missed week-1 1",
            "2026-03-18T03:00Z due_escalated week-1 1 to director"]);

    [Fact]
    public void What_is_done_in_time_brings_nothing_about_and_what_was_done_late_ends_it()
    {
        var story = InPlacement().On("2026-06-01", Hired(First)).On("2026-06-02", new FollowUpDone(Manufacturing, "day-1", Day("2026-06-02"), FollowUpWith.Participant))
            .On("2026-06-12", new FollowUpDone(Manufacturing, "week-1", Day("2026-06-08"), FollowUpWith.Participant));
        var clock = Clock(story);
        Told(clock.RunTo(Day("2026-06-20"))).Where(t => t.Contains("-1 1", StringComparison.Ordinal)).ShouldBe([
            "2026-06-01T03:00Z due_reminded day-1 1 to advancementCoach", "2026-06-05T03:00Z due_reminded week-1 1 to advancementCoach", "2026-06-11T03:00Z follow_up_missed week-1 1"]);
        clock.Due().Single(d => d.Key.Id == "week-1").Settled.ShouldBe(DueState.Done);
    }

    [Fact]
    public void A_hire_written_down_three_weeks_later_makes_its_first_contacts_known_too_late_and_never_missed()
    {
        var clock = Clock(InPlacement().WrittenDown("2026-06-22T15:00Z").On("2026-06-01", Hired(First)));
        clock.RunTo(Day("2026-06-22"));
        var (day, week, month) = (Item(clock, "day-1"), Item(clock, "week-1"), Item(clock, "month-1"));
        (day.Settled, week.Settled, month.Settled).ShouldBe((DueState.LateKnown, DueState.LateKnown, null));
        (day.IsOpen, day.Next).ShouldBe((true, null), "it may still be done, and nobody is blamed");
        clock.RunTo(Day("2026-07-31")).Where(c => c.Event is FollowUpMissed).ShouldHaveSingleItem().Item.Key.Id.ShouldBe("month-1");
        clock.Tell(clock.History[^1] with { Id = G(999), Event = new FollowUpDone(Manufacturing, "day-1", Day("2026-06-02"), FollowUpWith.Participant), Occurred = Occurred.OnDay(Day("2026-07-31")), RecordedAt = clock.Now, Causation = null });
        clock.RunTo(Day("2026-08-01"));
        Item(clock, "day-1").Settled.ShouldBe(DueState.Done);
    }

    [Fact]
    public void A_start_that_is_corrected_to_an_earlier_day_makes_late_known_what_nobody_expected_then()
    {
        var story = InPlacement().On("2026-06-15", Hired(First));
        story.WrittenDown("2026-06-17T12:00Z").Each(new EntryAmended(story.Entry<EmploymentStarted>(), Hired(First), Occurred.OnDay(Day("2026-06-01")), CorrectionReason.WrongDate));
        var clock = Clock(story);
        var happened = clock.RunTo(Day("2026-06-30"));
        (Item(clock, "day-1").Settled, Item(clock, "week-1").Settled).ShouldBe((DueState.LateKnown, DueState.LateKnown));
        happened.ShouldNotContain(c => c.Event is FollowUpMissed);
    }

    [Fact]
    public void A_missed_contact_is_taken_back_with_the_start_it_was_counted_from()
    {
        var clock = Clock(InPlacement().On("2026-06-01", Hired(First)));
        clock.RunTo(Day("2026-06-20"));
        clock.Person.Enrollments[0].FollowUps.Count(f => f.Result == FollowUpResult.Missed).ShouldBe(2);
        var started = clock.History.Single(e => e.Event is EmploymentStarted);
        clock.Tell(started with { Id = G(998), Event = new EntryRetracted(started.Id, CorrectionReason.WrongPerson), RecordedAt = clock.Now });
        clock.RunTo(Day("2026-06-21"));
        (clock.Person.Enrollments[0].FollowUps.Count, clock.Person.Enrollments[0].DueMarks.Count(m => m.Item.Kind == DueKind.FollowUp)).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(ReAnchor.Each, "week-1 ReAnchored, month-1 ReAnchored, week-1 , month-1 ")]
    [InlineData(ReAnchor.First, "week-1 , month-1 ")]
    [InlineData(ReAnchor.Newest, "week-1 ReAnchored, month-1 ReAnchored, week-1 , month-1 ")]
    public void A_second_job_has_contacts_of_its_own_or_not_as_the_definition_says(ReAnchor reAnchor, string expected)
    {
        var story = InPlacement().On("2026-06-01", Hired(First)).On("2026-06-05", new JobLeft(Manufacturing, First, true), Hired(Second));
        string.Join(", ", DueWork.Of(story.Person(), story.Enrollment(), Strict(Definition.Manufacturing, reAnchor)).Where(d => d.Key.Id is "week-1" or "month-1").OrderBy(d => d.Anchor)
            .Select(d => $"{d.Key.Id} {d.Settled}")).ShouldBe(expected);
    }

    [Fact]
    public void A_lost_job_ends_the_escalation_of_what_was_missed()
    {
        var clock = Clock(InPlacement().On("2026-06-01", Hired(First)).On("2026-06-05", new JobLost(Manufacturing, First, JobLossReason.Employer)));
        Told(clock.RunTo(Day("2026-07-31"))).Where(t => t.Contains("day-1", StringComparison.Ordinal)).Last().ShouldBe("2026-06-05T03:00Z follow_up_missed day-1 1");
        Item(clock, "day-1").IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void A_task_with_a_period_is_due_while_its_stage_is_open()
    {
        var story = InPlacement();
        var task = DueWork.Of(story.Person(), story.Enrollment(), Program).ShouldHaveSingleItem();
        (task.Key, task.Owner, task.Due, task.AnchorEvent).ShouldBe((new DueKey(DueKind.Task, "placement.readiness"), "advancementCoach", Day("2026-01-12"), story.Entry<StageEntered>()));
        Told(Clock(story).RunTo(Day("2026-02-01"))).ShouldBe(["2026-01-12T04:00Z due_reminded placement.readiness 1 to advancementCoach", "2026-01-13T04:00Z due_missed placement.readiness 1"]);
        DueWork.Of(story.Person(), story.On("2026-01-08", new StageLeft(Manufacturing, "placement", StageEnd.Left)).Enrollment(), Program).ShouldBeEmpty();
    }

    [Fact]
    public void An_offered_seat_is_free_again_when_nobody_answers_in_time()
    {
        var clock = Clock(Given(new SeatOffered(Manufacturing, Spring, null)));
        Told(clock.RunTo(Day("2026-01-08"))).ShouldBeEmpty("offered on Monday, kept until Thursday");
        Told(clock.RunTo(Day("2026-01-09"))).ShouldBe(["2026-01-09T04:00Z seat_offer_expired seat 1"]);
        clock.Person.Enrollments[0].Seat.ShouldBeNull();
        clock.RunTo(Day("2026-03-01")).ShouldBeEmpty();
        Clock(Given(new SeatOffered(Manufacturing, Spring, null), new OfferAccepted(Manufacturing, Spring))).RunTo(Day("2026-03-01")).ShouldBeEmpty();
    }

    [Fact]
    public void A_consent_that_runs_out_is_to_be_renewed_and_a_newer_one_settles_it()
    {
        var given = new ConsentGiven(new(G(21)), Manufacturing, 1, "en", ["service"], [FieldClass.General], [], null);
        Told(Clock(Given(given)).RunTo(Day("2027-02-01"))).ShouldBe(["2027-01-05T04:00Z due_reminded consent 1 to caseManager", "2027-01-06T04:00Z due_missed consent 1"]);
        Clock(Given(given).On("2026-12-20", given with { Consent = new(G(22)) })).RunTo(Day("2027-02-01")).ShouldBeEmpty();
    }

    [Fact]
    public void A_host_that_was_away_says_what_was_missed_and_reminds_nobody_of_it()
    {
        var story = InPlacement().On("2026-06-01", Hired(First));
        var items = DueWork.Of(story.Person(), story.Enrollment(), Program).Where(d => d.Key.Kind == DueKind.FollowUp).ToList();
        Told(DueWork.Consequences(story.Enrollment(), items, Moment("2026-06-12T12:00Z"))).ShouldBe([
            "2026-06-05T03:00Z follow_up_missed day-1 1", "2026-06-12T12:00Z due_escalated day-1 1 to director", "2026-06-11T03:00Z follow_up_missed week-1 1",
            "2026-06-12T12:00Z due_escalated week-1 1 to director"]);
    }

    [Fact]
    public void Who_came_back_from_nowhere_owes_nothing_and_a_history_without_an_opening_neither() =>
        DueWork.Of(Nobody().Each(new FollowUpDone(Manufacturing, "day-1", Day("2026-01-01"), FollowUpWith.Participant)).Person(), new Enrollment { Id = Manufacturing }, Program).ShouldBeEmpty();

    [Theory]
    [InlineData("2026-06-01", "2026-06-01")] // two part-time jobs from one day on
    [InlineData("2026-05-30", "2026-05-31")] // a month later, both on 30 June
    public void Contacts_of_two_jobs_that_are_due_on_one_day_are_missed_once_and_done_with_one_another(string first, string second)
    {
        var story = InPlacement().On(first, Hired(First)).On(second, Hired(Second));
        var month = Missing(story, "2026-08-01");
        month.ShouldAllBe(c => c.Item.Due == Day("2026-07-01") || c.Item.Due == Day("2026-06-30"));
        month.ShouldHaveSingleItem();
        foreach (var consequence in month) story.On("2026-07-10", consequence.Event);
        Missing(story, "2026-08-01").ShouldBeEmpty("what is written down stands, for both");
        story.On("2026-07-20", new FollowUpDone(Manufacturing, "month-1", month[0].Item.Due, FollowUpWith.Participant));
        DueWork.Of(story.Person(), story.Enrollment(), Program).Where(d => d.Key.Id == "month-1").ShouldAllBe(d => d.Settled == DueState.Done || d.Settled == DueState.ReAnchored);

        static List<DueConsequence> Missing(Story story, string now) =>
            [.. DueWork.Consequences(story.Enrollment(), DueWork.Of(story.Person(), story.Enrollment(), Program), Moment($"{now}T12:00Z")).Where(c => c is { Event: FollowUpMissed, Item.Key.Id: "month-1" })];
    }

    [Fact]
    public void What_was_due_while_somebody_was_away_is_not_missed_when_they_come_back()
    {
        var leaving = Program with { FollowUps = [.. Program.FollowUps.Select(f => f with { Cancel = [Milestone.Exited] })] };
        var story = Given().On("2026-01-31", new Graduated(Manufacturing)).On("2026-03-01", new Exited(Manufacturing, "moved")).On("2026-09-01", new ReEntered(Manufacturing, "placement"));
        DueWork.Of(story.Person(), story.Enrollment(), leaving).Where(d => d.Key.Kind == DueKind.FollowUp).Select(d => $"{d.Due:yyyy-MM-dd} {d.Settled}").Take(3)
            .ShouldBe(["2026-04-30 Cancelled", "2026-07-31 Cancelled", "2026-10-31 "]);
    }

    [Fact]
    public void What_a_new_version_asks_for_is_not_missed_for_days_before_anybody_was_moved_to_it()
    {
        var story = InPlacement().On("2026-01-10", Hired(First)).On("2026-06-01", new EnrollmentMoved(Manufacturing, "manufacturing", 1, 2, System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, [], System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, [], new MigrationId(G(70))));
        DueWork.Of(story.Person(), story.Enrollment(), Program).Where(d => d.Key.Kind != DueKind.Consent).ShouldAllBe(d => d.Settled == DueState.LateKnown);
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    public void No_day_is_too_far_away_to_be_reckoned_with(string day)
    {
        var story = InPlacement().On(day, new ConsentGiven(new(G(21)), Manufacturing, 1, "en", ["service"], [FieldClass.General], [], Day("9999-12-31")), Hired(First), new Graduated(Manufacturing),
            new SeatOffered(Manufacturing, Spring, null), new StageEntered(Manufacturing, "placement"));
        DueWork.Of(story.Person(), story.Enrollment(), Program with { Calendar = new Calendar("Pacific/Kiritimati", Program.Calendar.Week, "ca-ns") }).ShouldNotBeEmpty();
    }

    [Fact]
    public void An_imported_past_is_neither_missed_nor_asked_for_and_what_is_just_over_still_is()
    {
        var story = InPlacement().On("2026-01-10", Hired(First)).On("2026-05-20", Hired(Second));
        var imported = story.History.Select(e => e with { ImportedAt = Moment("2026-06-22T12:00Z") }).ToList();
        var person = History.Fold(imported);
        var due = DueWork.Of(person, person.Enrollment(Manufacturing)!, Program).Where(d => d.Key.Kind == DueKind.FollowUp).Select(d => $"{d.Key.Id} {d.Due:yyyy-MM-dd} {d.Settled} {d.IsOpen}");
        due.ShouldBe(["day-1 2026-01-11 LateKnown False", "week-1 2026-01-17 LateKnown False", "month-1 2026-02-10 LateKnown False", "day-1 2026-05-21 LateKnown True", "week-1 2026-05-27 LateKnown True", "month-1 2026-06-20  True"]);
        DueWork.Consequences(person.Enrollment(Manufacturing)!, DueWork.Of(person, person.Enrollment(Manufacturing)!, Program), Moment("2026-06-23T12:00Z"))
            .Select(c => Wire.NameOf(c.Event)).ShouldBe(["due_reminded"]);
    }

    [Theory]
    [InlineData("2026-06-05T02:59Z", "")]          // 23:59 on the last day in Halifax
    [InlineData("2026-06-05T03:00Z", "LateKnown")] // a minute later
    public void Who_knew_on_the_last_day_knew_in_time(string written, string settled)
    {
        var story = InPlacement().WrittenDown(written).On("2026-06-01", Hired(First));
        DueWork.Of(story.Person(), story.Enrollment(), Program).Single(d => d.Key.Id == "day-1").Settled.ToString().ShouldBe(settled);
    }

    [Fact]
    public void A_milestone_by_another_name_is_counted_from_each_job_and_ended_by_its_own_loss()
    {
        var named = Program with
        {
            Milestones = [new NamedMilestone("hired", Any, Milestone.EmploymentStarted), new NamedMilestone("outOfWork", Any, Milestone.JobLost)],
            Stages = [.. Program.Stages.Select(s => s with { Returns = [], FollowUps = [.. s.FollowUps.Select(f => f with { After = new Milestone("hired"), Cancel = [new Milestone("outOfWork")] })] })],
        };
        var story = InPlacement().On("2026-06-01", Hired(First)).On("2026-06-05", new JobLost(Manufacturing, First, JobLossReason.Employer)).On("2026-06-20", Hired(Second));
        DueWork.Of(story.Person(), story.Enrollment(), named).Where(d => d.Key.Id == "week-1").Select(d => $"{d.Due:yyyy-MM-dd} {d.Settled}").ShouldBe(["2026-06-08 Cancelled", "2026-06-27 "]);
    }

    [Fact]
    public void A_consent_is_to_be_renewed_when_it_ends_and_not_when_its_paper_says()
    {
        var given = new ConsentGiven(new(G(21)), Manufacturing, 1, "en", ["service"], [FieldClass.General], [], Day("2030-01-01"));
        Told(Clock(Given(given)).RunTo(Day("2027-02-01"))).First().ShouldBe("2027-01-05T04:00Z due_reminded consent 1 to caseManager");
    }

    private static DueItem Item(VirtualClock clock, string id) => clock.Due().Single(d => d.Key.Id == id);
}

using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Corrections;

/// <summary>"True on D, as known on K".</summary>
public sealed class ClockTests
{
    private static readonly AsOf BeforeTheCorrection = new(null, Moment("2026-05-01T00:00Z"));

    private static IEnumerable<string> Open(Enrollment e) => e.OpenStages.Select(s => s.Stage);

    [Fact]
    public void A_day_includes_what_happened_on_it_and_nothing_later()
    {
        var story = Given().On("2026-03-02", new StageEntered(Manufacturing, "crt")).On("2026-03-27", new StageLeft(Manufacturing, "crt", StageEnd.Completed));
        story.TrueOn("2026-03-01").Enrollment(Manufacturing)!.Stages.ShouldBeEmpty();
        Open(story.TrueOn("2026-03-02").Enrollment(Manufacturing)!).ShouldBe(["crt"]);
        Open(story.TrueOn("2026-03-26").Enrollment(Manufacturing)!).ShouldBe(["crt"]);
        Open(story.TrueOn("2026-03-27").Enrollment(Manufacturing)!).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_written_down_later_was_not_known_yet_but_was_true()
    {
        var story = Given().WrittenDown("2026-05-10T09:00Z").On("2026-03-02", new StageEntered(Manufacturing, "crt"));
        story.Enrollment(new AsOf(Day("2026-04-01"), Moment("2026-05-09T00:00Z"))).Stages.ShouldBeEmpty();
        Open(story.Enrollment(new AsOf(Day("2026-04-01"), Moment("2026-05-10T09:00Z")))).ShouldBe(["crt"], "the moment itself is included");
    }

    [Fact]
    public void A_retraction_counts_once_it_is_known_whatever_day_is_asked_for()
    {
        var story = Given().On("2026-03-02", new StageEntered(Manufacturing, "crt"));
        story.WrittenDown("2026-05-10T09:00Z").On("2026-05-10", new EntryRetracted(story.Entry<StageEntered>(), CorrectionReason.DidNotHappen));
        story.TrueOn("2026-03-02").Enrollment(Manufacturing)!.Stages.ShouldBeEmpty();
        Open(story.Enrollment(BeforeTheCorrection)).ShouldBe(["crt"]);
        Open(story.Enrollment(BeforeTheCorrection with { TrueOn = Day("2026-03-02") })).ShouldBe(["crt"]);
    }

    [Fact]
    public void An_amendment_counts_once_it_is_known_whatever_day_is_asked_for()
    {
        var story = Given(new RubricScored(Manufacturing, System.Collections.Immutable.ImmutableDictionary<string, int>.Empty, Passed: false));
        story.WrittenDown("2026-05-10T09:00Z").On("2026-05-10", new EntryAmended(story.Entry<RubricScored>(), new RubricScored(Manufacturing, System.Collections.Immutable.ImmutableDictionary<string, int>.Empty, Passed: true), null, CorrectionReason.WrongValue));
        story.TrueOn("2026-01-05").Enrollment(Manufacturing)!.Intake.Rubric!.Passed.ShouldBeTrue();
        story.Enrollment(BeforeTheCorrection).Intake.Rubric!.Passed.ShouldBeFalse("nobody knew in April that the score was wrong");
    }

    [Theory]
    [InlineData("2026-03-03T03:30Z", "2026-03-02")]   // 23:30 in Halifax, AST
    [InlineData("2026-03-03T04:00Z", "2026-03-03")]
    [InlineData("2026-06-03T02:30Z", "2026-06-02")]   // 23:30 in Halifax, ADT
    [InlineData("2026-06-03T03:00Z", "2026-06-03")]
    public void A_moment_counts_for_the_day_it_is_in_the_programs_zone(string moment, string day) =>
        Given().At(Occurred.Instant(Moment(moment)), new StageEntered(Manufacturing, "crt")).Enrollment().Stages[0].Entered.Day.ShouldBe(Day(day));

    [Fact]
    public void The_zone_is_the_amended_one_where_the_opening_was_amended()
    {
        var story = Given().At(Occurred.Instant(Moment("2026-03-03T03:30Z")), new StageEntered(Manufacturing, "crt"));
        story.Each(new EntryAmended(story.Entry<EnrollmentOpened>(), new EnrollmentOpened(Manufacturing, "manufacturing", 1, "Europe/London"), null, CorrectionReason.WrongValue));
        story.Enrollment().Stages[0].Entered.Day.ShouldBe(Day("2026-03-03"));
    }

    [Fact]
    public void A_zone_that_this_machine_does_not_know_reads_as_utc() =>
        Nobody().On("2026-01-05", new EnrollmentOpened(Manufacturing, "m", 1, "Mars/Olympus")).Enrollment().Zone.ShouldBe(TimeZoneInfo.Utc);

    [Fact]
    public void A_month_counts_from_its_first_day() =>
        Given().At(Occurred.InMonth(Day("2026-03-17")), new StageEntered(Manufacturing, "crt")).TrueOn("2026-03-01").Enrollment(Manufacturing)!.IsIn("crt").ShouldBeTrue();

    [Fact]
    public void An_unknown_day_counts_from_when_it_was_written_down()
    {
        var story = Given().WrittenDown("2026-03-03T03:30Z").At(Occurred.Unknown, new Exited(Manufacturing, "moved"));
        story.TrueOn("2026-03-01").Enrollment(Manufacturing)!.HasExited.ShouldBeFalse();
        story.TrueOn("2026-03-02").Enrollment(Manufacturing)!.HasExited.ShouldBeTrue();
    }

    [Fact]
    public void An_undated_start_counts_just_before_the_first_dated_event_of_its_enrollment()
    {
        var story = Nobody().WrittenDown("2026-06-01T12:00Z").At(Occurred.Unknown, new EnrollmentOpened(Manufacturing, "m", 1, Halifax))
            .On("2026-03-02", new AttendanceMarked(Manufacturing, new(G(41)), "crt", Presence.Present)).On("2026-02-20", new StageEntered(Manufacturing, "crt"));
        story.Enrollment().Opened!.Value.Day.ShouldBe(Day("2026-02-20"));
        story.TrueOn("2026-02-19").Enrollments.ShouldBeEmpty();
        Findings.Of(story.Enrollment()).Select(f => f.Code).ShouldBe([Findings.StartUndated]);
    }

    [Fact]
    public void An_undated_start_with_nothing_dated_after_it_counts_from_when_it_was_written_down() =>
        Nobody().WrittenDown("2026-06-01T12:00Z").At(Occurred.Unknown, new EnrollmentOpened(Manufacturing, "m", 1, Halifax)).Enrollment().Opened!.Value.Day.ShouldBe(Day("2026-06-01"));

    [Fact]
    public void A_late_entry_takes_its_place_among_earlier_ones() =>
        Given().On("2026-03-10", new StageLeft(Manufacturing, "crt", StageEnd.Left)).On("2026-03-02", new StageEntered(Manufacturing, "crt")).On("2026-03-12", new StageEntered(Manufacturing, "crt"))
            .Enrollment().Stages.Select(s => (s.Entered.Day, s.LeftAt?.Day)).ShouldBe([(Day("2026-03-02"), Day("2026-03-10")), (Day("2026-03-12"), null)]);
}

using System.Diagnostics;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Due;

public sealed class VirtualClockTests(ITestOutputHelper output)
{
    [Fact]
    public void Eighteen_months_of_follow_ups_of_a_cohort_pass_on_the_virtual_clock()
    {
        RunCohort(); // the first run compiles
        var watch = Stopwatch.StartNew();
        var happened = RunCohort();
        // Said, not asserted: how fast a busy machine is shows nothing about the clock.
        output.WriteLine($"eighteen months of {happened.Count} people in {watch.Elapsed.TotalMilliseconds:0} ms");

        happened.Count.ShouldBe(14);
        // Each graduate: six quarters and three contacts of the job, each reminded of and missed, since nobody does anything.
        happened.ShouldAllBe(h => h.Count(c => c.Event is DueReminded) == 9 && h.Count(c => c.Event is FollowUpMissed) == 9);
        happened.ShouldAllBe(h => h.Zip(h.Skip(1)).All(p => p.First.Action.At <= p.Second.Action.At));
    }

    private static List<IReadOnlyList<DueConsequence>> RunCohort() => [.. Enumerable.Range(0, 14).Select(n =>
        new VirtualClock(Definition.Manufacturing, Given(new StageEntered(Manufacturing, "placement"))
            .On("2026-06-30", new Graduated(Manufacturing)).On($"2026-07-{n + 1:00}", new EmploymentStarted(Manufacturing, new JobId(G(80)), null, new(null, null, null, null, null, null))).History)
            .RunTo(Day("2028-02-01")))];

    [Theory]
    [InlineData("2026-03-08", "2026-03-08T04:00:00Z", 23)] // the clocks go forward
    [InlineData("2026-11-01", "2026-11-01T03:00:00Z", 25)] // and back
    [InlineData("2028-02-29", "2028-02-29T04:00:00Z", 24)]
    public void A_day_begins_at_its_midnight_and_has_as_many_hours_as_it_has(string day, string start, int hours)
    {
        var calendar = Definition.Manufacturing.Calendar;
        calendar.StartOf(Day(day)).ShouldBe(Moment(start));
        (calendar.StartOf(Day(day).AddDays(1)) - calendar.StartOf(Day(day))).TotalHours.ShouldBe(hours);
    }

    [Theory]
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z")]     // no midnight: clocks go from 00:00 to 01:00
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]   // midnight twice: the first one counts
    public void Where_clocks_change_at_midnight_a_day_begins_with_its_first_moment(string zone, string day, string start) =>
        new Calendar(zone, [DayOfWeek.Monday], null).StartOf(Day(day)).ShouldBe(Moment(start));

    [Theory]
    [InlineData("2026-06-08", "1bd", "2026-06-05")] // Monday to Friday
    [InlineData("2026-06-07", "1bd", "2026-06-05")] // Sunday to Friday
    [InlineData("2026-07-02", "1bd", "2026-06-30")] // over Canada Day
    [InlineData("2026-12-28", "1bd", "2026-12-24")] // over Christmas and a weekend
    [InlineData("2028-03-31", "1mo", "2028-02-29")]
    [InlineData("2026-03-01", "1d", "2026-02-28")]
    [InlineData("2026-01-05", "1w", "2025-12-29")]
    public void A_period_before_a_day(string day, string period, string before)
    {
        Period.TryParse(period, out var length).ShouldBeTrue();
        Definition.Manufacturing.Calendar.Before(Day(day), length).ShouldBe(Day(before));
    }
}

using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Programs;

public sealed class CalendarTests
{
    private static readonly Calendar Halifax = new("America/Halifax", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], "ca-ns");

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    [Theory]
    [InlineData("2025-01-31", "1mo", "2025-02-28")]
    [InlineData("2024-01-31", "1mo", "2024-02-29")]
    [InlineData("2024-02-29", "12mo", "2025-02-28")]
    [InlineData("2025-11-30", "3mo", "2026-02-28")]
    [InlineData("2025-05-15", "18mo", "2026-11-15")]
    [InlineData("2025-12-31", "1d", "2026-01-01")]
    [InlineData("2025-12-29", "1w", "2026-01-05")]
    [InlineData("2025-06-06", "1bd", "2025-06-09")] // Friday to Monday
    [InlineData("2025-06-07", "1bd", "2025-06-09")] // Saturday to Monday
    [InlineData("2025-06-08", "0bd", "2025-06-08")]
    [InlineData("2025-06-30", "1bd", "2025-07-02")] // over Canada Day
    [InlineData("2025-04-17", "1bd", "2025-04-21")] // over Good Friday; Easter Monday is a working day
    [InlineData("2025-12-24", "2bd", "2025-12-29")]
    [InlineData("2025-12-31", "5bd", "2026-01-08")]
    public void A_period_ends_where_a_person_would_say_it_does(string from, string period, string to)
    {
        Period.TryParse(period, out var length).ShouldBeTrue();
        Halifax.Add(Day(from), length).ShouldBe(Day(to));
    }

    [Theory]
    [InlineData(2024, "2024-01-01 2024-02-19 2024-03-29 2024-07-01 2024-09-02 2024-09-30 2024-11-11 2024-12-25")]
    [InlineData(2025, "2025-01-01 2025-02-17 2025-04-18 2025-07-01 2025-09-01 2025-09-30 2025-11-11 2025-12-25")]
    [InlineData(2038, "2038-01-01 2038-02-15 2038-04-23 2038-07-01 2038-09-06 2038-09-30 2038-11-11 2038-12-25")]
    [InlineData(2014, "2014-01-01 2014-04-18 2014-07-01 2014-09-01 2014-11-11 2014-12-25")] // before Heritage Day and Truth and Reconciliation
    public void Holidays_of_Nova_Scotia_follow_their_rules_in_any_year(int year, string days) =>
        string.Join(" ", Holidays.Of("ca-ns", year).Order().Select(d => d.ToString("O", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(days);

    [Fact]
    public void Good_Friday_is_a_Friday_before_an_Easter_between_22_March_and_25_April_for_centuries()
    {
        for (var year = 1900; year <= 2300; year++)
        {
            var good = Holidays.Of("ca-ns", year).Single(d => d.DayOfWeek == DayOfWeek.Friday && d.Month is 3 or 4);
            good.AddDays(2).ShouldBeInRange(new(year, 3, 22), new(year, 4, 25));
        }
        Holidays.Of("ca-ns", 1961).ShouldContain(new DateOnly(1961, 3, 31)); // Easter on 2 April
        Holidays.Of("ca-ns", 2000).ShouldContain(new DateOnly(2000, 4, 21));
        Holidays.Of("ca-ns", 2285).ShouldContain(new DateOnly(2285, 3, 20)); // the earliest possible
    }

    [Theory]
    [InlineData("1")]
    [InlineData("d")]
    [InlineData("")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("1 d")]
    [InlineData("1y")]
    [InlineData("99999999d")]
    [InlineData("++1d")]
    public void What_is_no_length_of_time_is_not_read_as_one(string text) => Period.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_contact_after_the_first_day_on_a_Thursday_is_on_time_until_Tuesday()
    {
        var due = Halifax.DueDates(FollowUp("day-1", Milestone.EmploymentStarted) with { In = Period.Days(1) }, _ => Day("2025-06-05")).ShouldHaveSingleItem();
        due.ShouldBe(new DueDate("day-1", 1, Day("2025-06-06"), Day("2025-06-10")));
    }

    [Fact]
    public void A_graduate_of_a_31st_is_contacted_at_each_quarter_s_end_until_eighteen_months_included()
    {
        var quarter = FollowUp("quarter", Milestone.Graduated) with { Every = Period.Months(3), Until = new(Milestone.Graduated, Period.Months(18)) };
        Halifax.DueDates(quarter, _ => Day("2024-08-31")).Select(d => d.Due)
            .ShouldBe([Day("2024-11-30"), Day("2025-02-28"), Day("2025-05-31"), Day("2025-08-31"), Day("2025-11-30"), Day("2026-02-28")]);
    }

    [Fact]
    public void Nothing_is_due_before_its_milestone() =>
        Halifax.DueDates(FollowUp("day-1", Milestone.EmploymentStarted) with { In = Period.Days(1) }, m => m == Milestone.Graduated ? Day("2025-01-01") : null).ShouldBeEmpty();

    private static FollowUp FollowUp(string id, Milestone after) => new()
    {
        Id = id, Title = new(id, id), After = after, Window = new(2, PeriodUnit.BusinessDays), Owner = "advancementCoach",
    };
}

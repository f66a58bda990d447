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
    [InlineData("ca-ns", 2014, "01-01 04-18 07-01 09-01 11-11 12-25")] // before Heritage Day and Truth and Reconciliation
    [InlineData("ca-ns", 2024, "01-01 02-19 03-29 07-01 09-02 09-30 11-11 12-25")]
    [InlineData("ca-ns", 2025, "01-01 02-17 04-18 07-01 09-01 09-30 11-11 12-25")]
    [InlineData("ca-ns", 2038, "01-01 02-15 04-23 07-01 09-06 09-30 11-11 12-25")]
    [InlineData("ca-pe", 2008, "01-01 03-21 07-01 09-01 11-11 12-25")]
    [InlineData("ca-pe", 2009, "01-01 02-09 04-10 07-01 09-07 11-11 12-25")] // the first Islander Day was a second Monday
    [InlineData("ca-pe", 2021, "01-01 02-15 04-02 07-01 09-06 11-11 12-25")]
    [InlineData("ca-pe", 2026, "01-01 02-16 04-03 07-01 09-07 09-30 11-11 12-25")]
    [InlineData("ca-on", 2007, "01-01 04-06 05-21 07-02 09-03 10-08 12-25 12-26")] // 1 July was a Sunday; before Family Day
    [InlineData("ca-on", 2026, "01-01 02-16 04-03 05-18 07-01 09-07 10-12 12-25 12-26")]
    [InlineData("ca-on", 2028, "01-01 02-21 04-14 05-22 07-01 09-04 10-09 12-25 12-26")]
    [InlineData("ca", 2020, "01-01 04-10 05-18 07-01 09-07 10-12 11-11 12-25 12-26")]
    [InlineData("ca", 2026, "01-01 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25 12-26")]
    [InlineData("ca", 2029, "01-01 03-30 05-21 07-02 09-03 09-30 10-08 11-11 12-25 12-26")]
    public void Holidays_follow_their_law_in_any_year(string rules, int year, string days) =>
        string.Join(" ", Holidays.Of(rules, year).Order().Select(d => d.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(days);

    [Fact]
    public void Victoria_Day_is_the_Monday_before_25_May_and_Thanksgiving_the_second_of_October_for_centuries()
    {
        for (var year = 1957; year <= 2300; year++)
        {
            Holidays.Of("ca-on", year).Single(d => d.Month == 5).ShouldSatisfyAllConditions(d => d.DayOfWeek.ShouldBe(DayOfWeek.Monday), d => d.Day.ShouldBeInRange(18, 24));
            Holidays.Of("ca", year).Single(d => d.Month == 10).ShouldSatisfyAllConditions(d => d.DayOfWeek.ShouldBe(DayOfWeek.Monday), d => d.Day.ShouldBeInRange(8, 14));
        }
    }

    [Fact]
    public void Each_province_counts_its_own_business_days()
    {
        DateOnly Later(string from, string rules) => (Halifax with { Holidays = rules }).Add(Day(from), new(2, PeriodUnit.BusinessDays));
        Later("2026-05-15", "ca-ns").ShouldBe(Day("2026-05-19"), "Victoria Day is a working day in Nova Scotia");
        Later("2026-05-15", "ca-on").ShouldBe(Day("2026-05-20"));
        Later("2026-12-24", "ca-pe").ShouldBe(Day("2026-12-29"), "Christmas is a Friday");
        Later("2025-12-24", "ca").ShouldBe(Day("2025-12-30"), "Christmas and Boxing Day");
    }

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

namespace Journey.Domain.Programs;

/// <summary>Public holidays by rule, for any year. A holiday on a weekend is not moved: what closes is the calendar day.</summary>
public static class Holidays
{
    /// <summary>The rule sets a calendar may name.</summary>
    public static IReadOnlyList<string> Known { get; } = ["ca-ns"];

    /// <exception cref="ArgumentException">No such rule set.</exception>
    public static IReadOnlySet<DateOnly> Of(string rules, int year) => rules switch
    {
        "ca-ns" => Cache.GetOrAdd(year, NovaScotia),
        _ => throw new ArgumentException($"No holiday rules '{rules}'.", nameof(rules)),
    };

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, IReadOnlySet<DateOnly>> Cache = new();

    // Nova Scotia's paid holidays (New Year, Heritage Day since 2015, Good Friday, Canada Day, Labour Day, Christmas), Remembrance Day
    // by its own Act, and Truth and Reconciliation, on which the province's offices close since 2021.
    private static IReadOnlySet<DateOnly> NovaScotia(int year)
    {
        HashSet<DateOnly> days =
        [
            new(year, 1, 1), EasterSunday(year).AddDays(-2), new(year, 7, 1), NthWeekday(year, 9, DayOfWeek.Monday, 1),
            new(year, 11, 11), new(year, 12, 25),
        ];
        if (year >= 2015) days.Add(NthWeekday(year, 2, DayOfWeek.Monday, 3));
        if (year >= 2021) days.Add(new(year, 9, 30));
        return days;
    }

    private static DateOnly NthWeekday(int year, int month, DayOfWeek weekday, int nth)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((weekday - first.DayOfWeek + 7) % 7 + 7 * (nth - 1));
    }

    // The Gregorian computus (Meeus, "Astronomical Algorithms", chapter 8).
    internal static DateOnly EasterSunday(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
        int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
        return new(year, month, day);
    }
}

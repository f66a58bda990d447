using System.Collections.Concurrent;

namespace Journey.Domain.Programs;

/// <summary>
/// Public holidays by rule, for any year. A holiday on a weekend is not moved: what closes is the calendar day, and the day off that an
/// employer gives instead is the employer's choice. Canada Day alone is moved by law. Civic and Natal Day are no statutory holidays anywhere here.
/// </summary>
public static class Holidays
{
    private static readonly Dictionary<string, Func<int, IEnumerable<DateOnly>>> Rules = new(StringComparer.Ordinal)
    {
        ["ca"] = Canada,
        ["ca-ns"] = NovaScotia,
        ["ca-on"] = Ontario,
        ["ca-pe"] = PrinceEdwardIsland,
    };

    private static readonly ConcurrentDictionary<(string Rules, int Year), IReadOnlySet<DateOnly>> Cache = new();

    /// <summary>The rule sets a calendar may name.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Rules.Keys.Order(StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">No such rule set.</exception>
    public static IReadOnlySet<DateOnly> Of(string rules, int year) => Rules.TryGetValue(rules, out var days)
        ? Cache.GetOrAdd((rules, year), static (key, days) => days(key.Year).ToHashSet(), days)
        : throw new ArgumentException($"No holiday rules '{rules}'.", nameof(rules));

    // Canada Labour Code, R.S.C. 1985, c. L-2, s. 166 "general holiday": federally regulated workplaces. Truth and Reconciliation by S.C. 2021, c. 11.
    private static IEnumerable<DateOnly> Canada(int year) =>
    [
        new(year, 1, 1), GoodFriday(year), VictoriaDay(year), CanadaDay(year), Nth(year, 9, DayOfWeek.Monday, 1), .. Since(2021, new(year, 9, 30)),
        Nth(year, 10, DayOfWeek.Monday, 2), new(year, 11, 11), new(year, 12, 25), new(year, 12, 26),
    ];

    // Labour Standards Code, R.S.N.S. 1989, c. 246, s. 37 (Heritage Day by S.N.S. 2013, c. 37, from 2015); Remembrance Day by its own Act,
    // R.S.N.S. 1989, c. 396; and Truth and Reconciliation, on which the province's offices and schools close since 2021.
    private static IEnumerable<DateOnly> NovaScotia(int year) =>
    [
        new(year, 1, 1), .. Since(2015, Nth(year, 2, DayOfWeek.Monday, 3)), GoodFriday(year), CanadaDay(year), Nth(year, 9, DayOfWeek.Monday, 1),
        .. Since(2021, new(year, 9, 30)), new(year, 11, 11), new(year, 12, 25),
    ];

    // Employment Standards Act, 2000, S.O. 2000, c. 41, s. 1 "public holiday"; Family Day by O. Reg. 285/01, from 2008. Remembrance Day and
    // Truth and Reconciliation are none.
    private static IEnumerable<DateOnly> Ontario(int year) =>
    [
        new(year, 1, 1), .. Since(2008, Nth(year, 2, DayOfWeek.Monday, 3)), GoodFriday(year), VictoriaDay(year), CanadaDay(year), Nth(year, 9, DayOfWeek.Monday, 1),
        Nth(year, 10, DayOfWeek.Monday, 2), new(year, 12, 25), new(year, 12, 26),
    ];

    // Employment Standards Act, R.S.P.E.I. 1988, c. E-6.2, s. 6: Remembrance Day from 2004, Islander Day from 2009 (then on the second
    // Monday of February, since on the third), Truth and Reconciliation from 2022.
    private static IEnumerable<DateOnly> PrinceEdwardIsland(int year) =>
    [
        new(year, 1, 1), .. Since(2009, Nth(year, 2, DayOfWeek.Monday, year == 2009 ? 2 : 3)), GoodFriday(year), CanadaDay(year), Nth(year, 9, DayOfWeek.Monday, 1),
        .. Since(2022, new(year, 9, 30)), .. Since(2004, new(year, 11, 11)), new(year, 12, 25),
    ];

    private static IEnumerable<DateOnly> Since(int first, DateOnly day) => day.Year >= first ? [day] : [];

    // Holidays Act, R.S.C. 1985, c. H-5, s. 2: on 2 July when the first is a Sunday, throughout Canada.
    private static DateOnly CanadaDay(int year) => new DateOnly(year, 7, 1) is { DayOfWeek: DayOfWeek.Sunday } sunday ? sunday.AddDays(1) : new(year, 7, 1);

    // The same, s. 4: the first Monday immediately preceding 25 May.
    private static DateOnly VictoriaDay(int year)
    {
        var last = new DateOnly(year, 5, 24);
        return last.AddDays(-((last.DayOfWeek - DayOfWeek.Monday + 7) % 7));
    }

    private static DateOnly GoodFriday(int year) => EasterSunday(year).AddDays(-2);

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int nth)
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

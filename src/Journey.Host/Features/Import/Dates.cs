using System.Globalization;
using Journey.Domain;

namespace Journey.Host.Features.Import;

/// <summary>Dates as an import passes them on: text that sorts as time does, among its own kind.</summary>
internal static class Dates
{
    private const string DayForm = "yyyy-MM-dd", MonthForm = "yyyy-MM", MomentForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    public static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Reads a source's date. A format without hours gives a day, one without days a month; a time of day is the zone's.</summary>
    public static string? Read(string text, IReadOnlyList<string> formats, TimeZoneInfo zone)
    {
        foreach (var format in formats)
        {
            if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) continue;
            if (!format.Contains('d', StringComparison.Ordinal)) return local.ToString(MonthForm, CultureInfo.InvariantCulture);
            if (!format.Contains('h', StringComparison.OrdinalIgnoreCase)) return local.ToString(DayForm, CultureInfo.InvariantCulture);
            return Moment(local, zone).ToString(MomentForm, CultureInfo.InvariantCulture);
        }
        return null;
    }

    /// <summary>Unknown when empty; month, day or moment by its form.</summary>
    /// <exception cref="RowProblem">It is none of them.</exception>
    public static Occurred Occurred(string text)
    {
        if (text.Length == 0) return Domain.Occurred.Unknown;
        if (TryDay(text, out var day)) return Domain.Occurred.OnDay(day);
        if (DateOnly.TryParseExact(text, MonthForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) return Domain.Occurred.InMonth(month);
        if (TryMoment(text, out var at)) return Domain.Occurred.Instant(at);
        throw new RowProblem(RowProblems.NotADate, "The time of an event is no date.");
    }

    /// <summary>When it was written down; a day means its first moment in the zone.</summary>
    /// <exception cref="RowProblem">Neither a day nor a moment.</exception>
    public static DateTimeOffset Recorded(string text, TimeZoneInfo zone)
    {
        if (TryMoment(text, out var at)) return at;
        if (TryDay(text, out var day)) return Moment(day.ToDateTime(TimeOnly.MinValue), zone);
        throw new RowProblem(RowProblems.NotADate, "The time at which an event was recorded is neither a day nor a moment.");
    }

    private static bool TryMoment(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, MomentForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);

    // A time that a clock change leaves out counts as just after it.
    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone) =>
        new(TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone), TimeSpan.Zero);
}

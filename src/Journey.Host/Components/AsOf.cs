using System.Globalization;

namespace Journey.Host.Components;

/// <summary>
/// "True on D, as known on K", as pages and the API are asked for it: <c>?trueOn=2026-03-04&amp;knownOn=2026-03-10</c>, each day to its end.
/// Null is now. The slider sends <c>day</c>, days since the journey's first; it says the same as trueOn and its last notch is now.
/// </summary>
public sealed record AsOf(DateOnly? TrueOn, DateOnly? KnownOn)
{
    public bool IsNow => TrueOn is null && KnownOn is null;

    public static AsOf Read(IQueryCollection query, DateOnly first, DateOnly today)
    {
        var trueOn = Date(query["trueOn"]);
        if (int.TryParse(query["day"], NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= today.DayNumber - first.DayNumber)
            trueOn = first.AddDays(day);
        return new(trueOn >= today ? null : trueOn, Date(query["knownOn"]) is { } k && k < today ? k : null);
    }

    static DateOnly? Date(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new Http.ProblemException(400, "as-of.date", "trueOn and knownOn are dates like 2026-03-04.");
    }
}

using System.Globalization;

namespace Journey.Domain.Cel;

/// <summary>Time zones as CEL's timestamp functions take them: an IANA name, or hours and minutes such as <c>-03:30</c>.</summary>
internal static class Zones
{
    /// <returns>The same moment with that zone's clock; null where there is no such zone.</returns>
    public static DateTimeOffset? Shift(DateTimeOffset time, string zone)
    {
        if (zone.Length is 5 or 6 && zone[^3] == ':')
        {
            var sign = zone[0] == '-' ? -1 : 1;
            return TimeSpan.TryParseExact(zone.AsSpan().TrimStart("+-"), @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && zone.Length - 5 == (zone[0] is '+' or '-' ? 1 : 0)
                ? Clock(time, sign * offset) : null;
        }
        // Windows' names would resolve too; a definition must mean the same everywhere.
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId ? In(time, found) : null;
    }

    public static DateTimeOffset In(DateTimeOffset time, TimeZoneInfo zone) => Clock(time, zone.GetUtcOffset(time));

    // As a clock on the wall shows it, in UTC's clothes: an offset of seconds, as before railways, or of a day is no DateTimeOffset.
    private static DateTimeOffset Clock(DateTimeOffset time, TimeSpan offset) =>
        new(Math.Clamp(time.UtcTicks + offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}

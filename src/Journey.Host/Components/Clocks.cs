namespace Journey.Host.Components;

public static class Clocks
{
    /// <summary>The two clocks of a page for the fold and the read models: days to their end, in this zone.</summary>
    public static Domain.AsOf In(this AsOf asOf, TimeZoneInfo zone) => new(asOf.TrueOn, asOf.KnownOn is { } k ? EndOf(k, zone) : null);

    private static DateTimeOffset EndOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).AddMicroseconds(-1).ToUniversalTime();
    }
}

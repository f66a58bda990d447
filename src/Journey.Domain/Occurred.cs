namespace Journey.Domain;

/// <summary>How exactly it is known when something happened. The numbers are stored.</summary>
public enum Precision : short { Instant = 0, Day = 1, Month = 2, Unknown = 3 }

/// <summary>
/// When something was true, as exactly as it is known. A day or a month is a calendar date without a zone
/// (held as that date's midnight UTC); an unknown time is null.
/// </summary>
public readonly record struct Occurred
{
    private Occurred(DateTimeOffset? at, Precision precision) => (At, Precision) = (at, precision);

    public DateTimeOffset? At { get; }

    public Precision Precision { get; }

    public static Occurred Unknown { get; } = new(null, Precision.Unknown);

    /// <summary>A moment, kept to the microsecond, in UTC.</summary>
    public static Occurred Instant(DateTimeOffset at) => new(Micros(at), Precision.Instant);

    public static Occurred OnDay(DateOnly day) => new(Midnight(day), Precision.Day);

    /// <summary>Some day of the month that <paramref name="day"/> lies in.</summary>
    public static Occurred InMonth(DateOnly day) => new(Midnight(new DateOnly(day.Year, day.Month, 1)), Precision.Month);

    /// <summary>Rebuilds the value from its stored columns. Anything that does not fit reads as unknown, since history is never refused.</summary>
    public static Occurred Stored(DateTimeOffset? at, Precision precision) => (at, precision) switch
    {
        (null, _) => Unknown,
        ({ } moment, Precision.Instant) => Instant(moment),
        ({ } moment, Precision.Day) => OnDay(DateOnly.FromDateTime(moment.UtcDateTime)),
        ({ } moment, Precision.Month) => InMonth(DateOnly.FromDateTime(moment.UtcDateTime)),
        _ => Unknown,
    };

    /// <summary>The calendar day in <paramref name="zone"/>; a month counts as its first day; null when unknown.</summary>
    public DateOnly? Day(TimeZoneInfo zone) => At switch
    {
        null => null,
        { } at when Precision == Precision.Instant => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime),
        { } at => DateOnly.FromDateTime(at.UtcDateTime),
    };

    /// <summary>Drops what PostgreSQL cannot keep: a tick is 100 ns, a stored time 1 µs.</summary>
    public static DateTimeOffset Micros(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

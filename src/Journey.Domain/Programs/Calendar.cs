namespace Journey.Domain.Programs;

/// <summary>Where and when a program works: its time zone, its working week, its holidays.</summary>
/// <param name="Zone">IANA id.</param>
/// <param name="Holidays">A rule set of <see cref="Programs.Holidays"/>; null for none.</param>
public sealed record Calendar(string Zone, IReadOnlyList<DayOfWeek> Week, string? Holidays)
{
    // A day outside is reckoned as the nearest one inside, with room for the day before and after in any zone: dates of no end are written as the
    // year 9999, and history is never refused.
    private static readonly DateOnly Earliest = new(1, 1, 3), Latest = new(9999, 12, 29);

    public TimeZoneInfo TimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public bool IsBusinessDay(DateOnly day) => Week.Contains(day.DayOfWeek) && (Holidays is null || !Programs.Holidays.Of(Holidays, day.Year).Contains(day));

    /// <summary>
    /// The day a period later. Months keep the day of the month, or take the month's last (31 January + 1mo = 28 or 29 February);
    /// business days count from the next one on, so Friday + 1bd is Monday, and so is Saturday + 1bd.
    /// </summary>
    public DateOnly Add(DateOnly day, Period period) => Moved(day, period, 1);

    /// <summary>The day a period earlier; business days back as forward, so Monday - 1bd is Friday, and so is Sunday - 1bd.</summary>
    public DateOnly Before(DateOnly day, Period period) => Moved(day, period, -1);

    /// <summary>The day itself, or the nearest one that can be reckoned with.</summary>
    public static DateOnly Within(DateOnly day) => day < Earliest ? Earliest : day > Latest ? Latest : day;

    /// <summary>The moment at which a day begins in the calendar's zone: the first one, where clocks change at midnight.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (TimeZone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(1);
        var offset = TimeZone.IsAmbiguousTime(midnight) ? TimeZone.GetAmbiguousTimeOffsets(midnight).Max() : TimeZone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>All due dates of a follow-up. A recurring one without a reached <c>until</c> milestone has none after its anchor.</summary>
    /// <param name="reached">The day on which a milestone was last reached, or null.</param>
    /// <param name="from">Counts from this day instead of the milestone's; its end does not move.</param>
    public IEnumerable<DueDate> DueDates(FollowUp followUp, Func<Milestone, DateOnly?> reached, DateOnly? from = null)
    {
        if ((from ?? reached(followUp.After)) is not { } anchor) yield break;
        if (followUp.In is { } once) yield return At(followUp, 1, Add(anchor, once));
        if (followUp is not { Every: { Count: > 0 } every, Until: { } until } || reached(until.Milestone) is not { } start) yield break;
        var last = Add(start, until.Plus);
        // Counted from the anchor each time: a month's end that was clamped once does not stay clamped.
        var first = followUp.In is null ? 0 : 1;
        for (var n = 1; Add(anchor, every with { Count = n * every.Count }) is var due && due <= last && due < Latest; n++) yield return At(followUp, first + n, due);
    }

    private DueDate At(FollowUp followUp, int number, DateOnly due) => new(followUp.Id, number, due, Add(due, followUp.Window));

    private DateOnly Moved(DateOnly day, Period period, int step)
    {
        day = Within(day);
        return Within(period.Unit switch
        {
            PeriodUnit.Days => Days(day, step * (long)period.Count),
            PeriodUnit.Weeks => Days(day, step * 7L * period.Count),
            PeriodUnit.Months => (day.Year * 12L + day.Month - 1 + step * (long)period.Count) switch { >= 9999 * 12 + 11 => Latest, <= 1 * 12 => Earliest, _ => day.AddMonths(step * period.Count) },
            _ => AddBusinessDays(day, period.Count, step),
        });
    }

    private static DateOnly Days(DateOnly day, long days) => DateOnly.FromDayNumber((int)Math.Clamp(day.DayNumber + days, Earliest.DayNumber, Latest.DayNumber));

    private DateOnly AddBusinessDays(DateOnly day, int count, int step)
    {
        if (Week.Count == 0) throw new InvalidOperationException($"A calendar without a working week has no business days ({Zone}).");
        for (var left = count; left > 0 && day > Earliest && day < Latest;)
        {
            day = day.AddDays(step);
            if (IsBusinessDay(day)) left--;
        }
        return day;
    }
}

namespace Journey.Domain.Programs;

/// <summary>Where and when a program works: its time zone, its working week, its holidays.</summary>
/// <param name="Zone">IANA id.</param>
/// <param name="Holidays">A rule set of <see cref="Programs.Holidays"/>; null for none.</param>
public sealed record Calendar(string Zone, IReadOnlyList<DayOfWeek> Week, string? Holidays)
{
    public TimeZoneInfo TimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public bool IsBusinessDay(DateOnly day) => Week.Contains(day.DayOfWeek) && (Holidays is null || !Programs.Holidays.Of(Holidays, day.Year).Contains(day));

    /// <summary>
    /// The day a period later. Months keep the day of the month, or take the month's last (31 January + 1mo = 28 or 29 February);
    /// business days count from the next one on, so Friday + 1bd is Monday, and so is Saturday + 1bd.
    /// </summary>
    public DateOnly Add(DateOnly day, Period period) => period.Unit switch
    {
        PeriodUnit.Days => day.AddDays(period.Count),
        PeriodUnit.Weeks => day.AddDays(7 * period.Count),
        PeriodUnit.Months => day.AddMonths(period.Count),
        _ => AddBusinessDays(day, period.Count, 1),
    };

    /// <summary>The day a period earlier; business days back as forward, so Monday - 1bd is Friday, and so is Sunday - 1bd.</summary>
    public DateOnly Before(DateOnly day, Period period) => period.Unit switch
    {
        PeriodUnit.Days => day.AddDays(-period.Count),
        PeriodUnit.Weeks => day.AddDays(-7 * period.Count),
        PeriodUnit.Months => day.AddMonths(-period.Count),
        _ => AddBusinessDays(day, period.Count, -1),
    };

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
        for (var n = 1; Add(anchor, every with { Count = n * every.Count }) is var due && due <= last; n++) yield return At(followUp, first + n, due);
    }

    private DueDate At(FollowUp followUp, int number, DateOnly due) => new(followUp.Id, number, due, Add(due, followUp.Window));

    private DateOnly AddBusinessDays(DateOnly day, int count, int step)
    {
        if (Week.Count == 0) throw new InvalidOperationException($"A calendar without a working week has no business days ({Zone}).");
        for (var left = count; left > 0;)
        {
            day = day.AddDays(step);
            if (IsBusinessDay(day)) left--;
        }
        return day;
    }
}

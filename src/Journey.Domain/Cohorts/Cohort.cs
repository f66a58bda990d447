using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Journey.Domain.Decide;

namespace Journey.Domain.Cohorts;

/// <summary>A group that goes through a program together.</summary>
public sealed record Cohort
{
    public static Cohort None { get; } = new();

    public CohortId? Id { get; init; }

    public string Name { get; init; } = "";

    public string Program { get; init; } = "";

    public int Version { get; init; }

    /// <summary>Which of the program's calendars it follows (sequential, interleaved).</summary>
    public string? Variant { get; init; }

    public string? Site { get; init; }

    public DateOnly? Starts { get; init; }

    /// <summary>Last day, included.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Number of seats; null for no limit.</summary>
    public int? Capacity { get; init; }

    public ImmutableHashSet<EnrollmentId> Seats { get; init; } = [];

    public ImmutableList<Session> Sessions { get; init; } = [];

    /// <summary>What may be spent and what is promised, by category of support.</summary>
    public ImmutableDictionary<string, Budget> Budgets { get; init; } = ImmutableDictionary<string, Budget>.Empty;

    public bool IsClosed { get; init; }

    public bool IsFull => Capacity is { } capacity && Seats.Count >= capacity;

    public static Cohort Fold(IEnumerable<JourneyEvent?> events) =>
        events.OfType<CohortEvent>().Aggregate(None, (cohort, e) => e.Fold(cohort));

    /// <summary>The cohort true on D as known on K. What is left is folded in the order in which it was written.</summary>
    public static Cohort Fold(IEnumerable<Entry> entries, AsOf asOf = default) =>
        Fold(entries.Where(e => !(e.RecordedAt > asOf.KnownOn) && !(DayOf(e) > asOf.TrueOn)).OrderBy(e => e.Version).Select(e => e.Event));

    /// <summary>Of each day on which something counts the cohort at its end, by what was known then, in order.</summary>
    public static IEnumerable<(DateOnly Day, Cohort State)> Days(IEnumerable<Entry> entries, DateTimeOffset? knownOn = null)
    {
        var known = entries.Where(e => !(e.RecordedAt > knownOn)).OrderBy(DayOf).ThenBy(e => e.Version).ToList();
        var inOrder = known.Zip(known.Skip(1), (one, next) => one.Version < next.Version).All(x => x);
        var state = None;
        foreach (var day in known.GroupBy(DayOf))
        {
            state = inOrder ? day.Select(e => e.Event).OfType<CohortEvent>().Aggregate(state, (cohort, e) => e.Fold(cohort)) : Fold(known, new AsOf(day.Key, null));
            yield return (day.Key, state);
        }
    }

    /// <summary>The day an entry of a cohort counts for: the stream names no zone, so a moment's is that of UTC. An undated one counts when it was written down.</summary>
    public static DateOnly DayOf(Entry entry) =>
        entry.Occurred.Day(TimeZoneInfo.Utc) ?? DateOnly.FromDateTime(entry.RecordedAt.UtcDateTime);
}

public sealed record Budget(Money Limit, ImmutableDictionary<SupportId, Money> Committed)
{
    /// <summary>What is left of the limit. A commitment in another currency takes nothing from it.</summary>
    public Money Left => Committed.Values.Where(spent => spent.Currency == Limit.Currency).Aggregate(Limit, (left, spent) => left - spent);
}

/// <summary>One training meeting.</summary>
/// <param name="Stage">The stage it belongs to.</param>
/// <param name="Length">"half-day" or "full-day", as the definition says.</param>
public sealed record Session(SessionId Id, string Stage, DateOnly Date, string? Topic, string? Length, bool Cancelled);

/// <summary>An event on a cohort's stream, folded in stream order.</summary>
public abstract record CohortEvent : JourneyEvent
{
    internal abstract Cohort Fold(Cohort cohort);
}

public sealed record CohortOpened(
    CohortId Cohort, string Name, string Program, int Version, string? Variant, string? Site, DateOnly? Starts, DateOnly? Ends, int? Capacity,
    ImmutableDictionary<string, Money>? Budgets = null) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort with
    {
        Id = Cohort, Name = Name, Program = Program, Version = Version, Variant = Variant, Site = Site, Starts = Starts, Ends = Ends, Capacity = Capacity,
        Budgets = (Budgets ?? ImmutableDictionary<string, Money>.Empty).ToImmutableDictionary(b => b.Key, b => new Budget(b.Value, ImmutableDictionary<SupportId, Money>.Empty)),
    };
}

public sealed record SeatTaken(EnrollmentId Enrollment, ParticipantId Participant) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort with { Seats = cohort.Seats.Add(Enrollment) };
}

public sealed record SeatReleased(EnrollmentId Enrollment) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort with { Seats = cohort.Seats.Remove(Enrollment) };
}

public sealed record SessionScheduled(SessionId Session, string Stage, DateOnly Date, string? Topic = null, string? Length = null) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort with { Sessions = cohort.Sessions.Add(new Session(Session, Stage, Date, Topic, Length, false)) };
}

public sealed record SessionMoved(SessionId Session, DateOnly Date) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort.Change(Session, s => s with { Date = Date });
}

public sealed record SessionCancelled(SessionId Session, string Reason) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort.Change(Session, s => s with { Cancelled = true });
}

/// <param name="Budget">Stored as <c>category</c>, as the first of these events were.</param>
public sealed record BudgetCommitted(SupportId Support, [property: JsonPropertyName("category")] string Budget, Money Amount) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort.Budgets.TryGetValue(Budget, out var budget)
        ? cohort with { Budgets = cohort.Budgets.SetItem(Budget, budget with { Committed = budget.Committed.SetItem(Support, Amount) }) }
        : cohort;
}

/// <param name="Budget">Stored as <c>category</c>, as the first of these events were.</param>
public sealed record BudgetReleased(SupportId Support, [property: JsonPropertyName("category")] string Budget) : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort.Budgets.TryGetValue(Budget, out var budget)
        ? cohort with { Budgets = cohort.Budgets.SetItem(Budget, budget with { Committed = budget.Committed.Remove(Support) }) }
        : cohort;
}

public sealed record CohortClosed : CohortEvent
{
    internal override Cohort Fold(Cohort cohort) => cohort with { IsClosed = true };
}

public static class CohortDecisions
{
    internal static Decision Unknown { get; } = Refuse("cohort.unknown", "There is no such cohort.");

    internal static Decision Closed { get; } = Refuse("cohort.closed", "The cohort is closed.");

    internal static Cohort Change(this Cohort cohort, SessionId session, Func<Session, Session> change) =>
        cohort with { Sessions = cohort.Sessions.ConvertAll(s => s.Id == session ? change(s) : s) };

    public static Decision Open(Cohort cohort, CohortOpened opening)
    {
        if (cohort.Id is not null) return Nothing;
        if (string.IsNullOrWhiteSpace(opening.Name)) return Refuse("cohort.name", "A cohort has a name.");
        if (opening.Capacity is < 1) return Refuse("cohort.capacity", "A cohort has at least one seat.");
        if (opening.Starts > opening.Ends) return Refuse("cohort.dates", "A cohort ends on or after the day it starts.");
        return Accept(opening);
    }

    public static Decision Schedule(Cohort cohort, SessionId id, string stage, DateOnly date, string? topic, string? length)
    {
        if (cohort.Id is null) return Unknown;
        if (cohort.IsClosed) return Closed;
        if (cohort.Starts > date || cohort.Ends < date) return Refuse("session.date", "A session lies between the cohort's first and last day.");
        return cohort.Sessions.Exists(s => s.Id == id) ? Nothing : Accept(new SessionScheduled(id, stage, date, topic, length));
    }

    public static Decision Move(Cohort cohort, SessionId id, DateOnly date)
    {
        if (cohort.Sessions.Find(s => s.Id == id) is not { } session) return UnknownSession;
        if (session.Cancelled) return Refuse("session.cancelled", "The session is cancelled.");
        if (cohort.Starts > date || cohort.Ends < date) return Refuse("session.date", "A session lies between the cohort's first and last day.");
        return session.Date == date ? Nothing : Accept(new SessionMoved(id, date));
    }

    public static Decision Cancel(Cohort cohort, SessionId id, string reason)
    {
        if (cohort.Sessions.Find(s => s.Id == id) is not { } session) return UnknownSession;
        return session.Cancelled ? Nothing : Accept(new SessionCancelled(id, reason));
    }

    public static Decision Close(Cohort cohort) => cohort switch
    {
        { Id: null } => Unknown,
        { IsClosed: true } => Nothing,
        _ => Accept(new CohortClosed()),
    };

    internal static Decision UnknownSession { get; } = Refuse("session.unknown", "The cohort has no such session.");
}

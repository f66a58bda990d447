using Journey.Domain;
using Journey.Domain.Cohorts;

namespace Journey.Projections;

/// <summary>A cohort's own facts, true on D as known on K.</summary>
public sealed record CohortRow
{
    public required CohortId Cohort { get; init; }

    public required string Name { get; init; }

    public required string Program { get; init; }

    public int ProgramVersion { get; init; }

    /// <summary>Which of the program's calendars it follows.</summary>
    public string? Variant { get; init; }

    public string? Site { get; init; }

    public DateOnly? Starts { get; init; }

    /// <summary>Last day, included.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Number of seats; null for no limit.</summary>
    public int? Capacity { get; init; }

    /// <summary>Sessions scheduled and not cancelled.</summary>
    public int Sessions { get; init; }

    public bool Closed { get; init; }

    /// <summary>Null while nobody has opened it.</summary>
    internal static CohortRow? Of(Cohort cohort) => cohort.Id is not { } id ? null : new CohortRow
    {
        Cohort = id, Name = cohort.Name, Program = cohort.Program, ProgramVersion = cohort.Version, Variant = cohort.Variant, Site = cohort.Site,
        Starts = cohort.Starts, Ends = cohort.Ends, Capacity = cohort.Capacity, Sessions = cohort.Sessions.Count(s => !s.Cancelled), Closed = cohort.IsClosed,
    };
}

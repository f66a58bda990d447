namespace Journey.Domain.Programs;

/// <summary>Carries a stage's behaviour; which stages there are is the definition's business.</summary>
public enum StageKind { Intake, Training, Placement, Employment, Plan, Rung }

/// <summary>Events that follow-ups, supports and returns hang on.</summary>
public enum Milestone { Accepted, TrainingStarted, Graduated, PlacementStarted, EmploymentStarted, JobLost, Exited, Completed }

public enum SessionLength { HalfDay, FullDay }

public sealed record Stage
{
    public required string Id { get; init; }

    public required StageKind Kind { get; init; }

    public required Text Title { get; init; }

    /// <summary>The role whose work it is; null where the product is told, not asked (an import).</summary>
    public string? Owner { get; init; }

    /// <summary>Stages that are open at the same time.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>Stages that have to be over before.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public SessionPlan? Sessions { get; init; }

    public AttendanceRule? Attendance { get; init; }

    /// <summary>The credential that finishing it earns.</summary>
    public string? Credential { get; init; }

    public Exit? Exit { get; init; }

    public IReadOnlyList<Choice> Tasks { get; init; } = [];

    public IReadOnlyList<FollowUp> FollowUps { get; init; } = [];

    public IReadOnlyList<Return> Returns { get; init; } = [];
}

public sealed record SessionPlan(SessionLength Length, int Weeks);

/// <param name="Standard">Share of held sessions that must be attended, 0 to 1.</param>
/// <param name="BackOnTrackAfter">This many absences make a back-on-track plan due.</param>
public sealed record AttendanceRule(decimal Standard, int BackOnTrackAfter);

/// <summary>The way out of a stage.</summary>
/// <param name="When">The gate; null when staff decide.</param>
public sealed record Exit(IReadOnlyList<string> To, Guard? When);

/// <summary>A way back, such as a lost job's to placement, and which open follow-ups it cancels.</summary>
public sealed record Return(Milestone On, string To, IReadOnlyList<string> Cancels);

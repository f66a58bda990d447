namespace Journey.Domain.Programs;

/// <summary>Carries a stage's behaviour; which stages there are is the definition's business.</summary>
public enum StageKind { Intake, Training, Placement, Employment, Plan, Rung }

public enum SessionLength { HalfDay, FullDay }

public sealed record Stage
{
    public required string Id { get; init; }

    public required StageKind Kind { get; init; }

    public required Text Title { get; init; }

    /// <summary>The same in every version of the program, whatever its id: what reports group by. Null: the id is.</summary>
    public string? Meaning { get; init; }

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

    /// <summary>What must hold before it is entered; null when its place in the order is enough.</summary>
    public Guard? Entry { get; init; }

    public Exit? Exit { get; init; }

    public IReadOnlyList<StageTask> Tasks { get; init; } = [];

    /// <summary>The work placement that belongs to it: hours at a host employer, not the placement stage.</summary>
    public WorkPlacementPlan? WorkPlacement { get; init; }

    /// <summary>What a rung is, for a stage of that kind.</summary>
    public Rung? Rung { get; init; }

    /// <summary>How partners may work together in it, for a stage of kind plan.</summary>
    public IReadOnlyList<Coordination> Coordination { get; init; } = [];

    public IReadOnlyList<FollowUp> FollowUps { get; init; } = [];

    public IReadOnlyList<Return> Returns { get; init; } = [];
}

public sealed record SessionPlan(SessionLength Length, int Weeks);

/// <param name="Standard">Share of held sessions that must be attended, 0 to 1.</param>
/// <param name="BackOnTrackAfter">This many absences make a back-on-track plan due.</param>
/// <param name="ReviewIn">How long after it was agreed the plan is looked at again, unless the plan says another day; null leaves that to the plan.</param>
public sealed record AttendanceRule(decimal Standard, int BackOnTrackAfter, Period? ReviewIn = null);

/// <summary>A piece of work in a stage.</summary>
/// <param name="Optional">The stage is complete without it.</param>
/// <param name="Repeats">May be done any number of times.</param>
/// <param name="Due">How long after the stage was entered it is due; null for no day of its own.</param>
/// <param name="Owner">The role whose work it is; null: the stage's.</param>
/// <param name="Form">The form that it is done with.</param>
/// <param name="Document">The document that it signs.</param>
public sealed record StageTask(string Id, Text Title, bool Optional = false, bool Repeats = false, Period? Due = null, string? Owner = null, string? Form = null, string? Document = null);

/// <param name="Hours">Hours to be worked.</param>
/// <param name="Evaluation">The host employer's evaluation of the learner is part of it.</param>
public sealed record WorkPlacementPlan(int Hours, bool Evaluation);

/// <summary>How agencies that serve one person work together: each adds its part, one needs another's result first, or back and forth.</summary>
public enum Coordination { Pooled, Sequential, Reciprocal }

/// <summary>The way out of a stage.</summary>
/// <param name="When">The gate; null when staff decide.</param>
public sealed record Exit(IReadOnlyList<string> To, Guard? When);

/// <summary>A way back, such as a lost job's to placement, and which open follow-ups it cancels.</summary>
/// <param name="Max">How many times one enrollment may take it; null for no limit.</param>
public sealed record Return(Milestone On, string To, IReadOnlyList<string> Cancels, int? Max = null);

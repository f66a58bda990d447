namespace Journey.Domain.Programs;

/// <summary>A scheduled contact: once (<see cref="In"/>) or again and again (<see cref="Every"/>) after a milestone.</summary>
public sealed record FollowUp
{
    public required string Id { get; init; }

    public required Text Title { get; init; }

    public required Milestone After { get; init; }

    public Period? In { get; init; }

    public Period? Every { get; init; }

    /// <summary>The last possible due date (included), counted from its own milestone.</summary>
    public Until? Until { get; init; }

    /// <summary>How long after the due date it still counts as on time, last day included.</summary>
    public required Period Window { get; init; }

    /// <summary>The role that makes the contact.</summary>
    public required string Owner { get; init; }

    /// <summary>Who is spoken to: <c>participant</c>, <c>employer</c>.</summary>
    public IReadOnlyList<string> With { get; init; } = [];

    /// <summary>What makes the ones still open void.</summary>
    public IReadOnlyList<Milestone> Cancel { get; init; } = [];

    /// <summary>How long before the due day its owner is reminded; null: on the day.</summary>
    public Period? Remind { get; init; }

    /// <summary>Whose work it becomes when it is late; null: nobody else's.</summary>
    public Escalation? Escalate { get; init; }

    /// <summary>What a second reaching of its milestone does, such as a new job.</summary>
    public ReAnchor ReAnchor { get; init; }
}

/// <param name="To">The role that takes it over.</param>
/// <param name="After">How long after the last day on which it was on time.</param>
public sealed record Escalation(string To, Period After);

/// <summary>Each time it is reached has its own contacts and ends the open ones of the one before; or only the first counts; or only the newest does.</summary>
public enum ReAnchor { Each, First, Newest }

public sealed record Until(Milestone Milestone, Period Plus);

/// <param name="Number">1 for the first; counts on for a recurring follow-up.</param>
/// <param name="LastDay">The last day on which the contact is on time.</param>
public readonly record struct DueDate(string FollowUp, int Number, DateOnly Due, DateOnly LastDay);

namespace Journey.Domain.Programs;

/// <summary>
/// A point of a journey that follow-ups, supports and returns hang on, by its name in a definition: one of <see cref="BuiltIn"/>,
/// a stage's <c>crt.entered</c> or <c>crt.completed</c>, a task's <c>crt.goal</c>, or one that the definition names itself.
/// </summary>
public readonly record struct Milestone(string Id)
{
    public static Milestone Opened { get; } = new("opened");
    public static Milestone Inquired { get; } = new("inquired");
    public static Milestone Applied { get; } = new("applied");
    public static Milestone Accepted { get; } = new("accepted");
    public static Milestone ConsentGiven { get; } = new("consentGiven");
    public static Milestone SeatOffered { get; } = new("seatOffered");
    public static Milestone SeatTaken { get; } = new("seatTaken");
    public static Milestone TrainingStarted { get; } = new("trainingStarted");
    public static Milestone WorkPlacementStarted { get; } = new("workPlacementStarted");
    public static Milestone WorkPlacementEnded { get; } = new("workPlacementEnded");
    public static Milestone Graduated { get; } = new("graduated");
    public static Milestone CredentialAwarded { get; } = new("credentialAwarded");
    public static Milestone PlacementStarted { get; } = new("placementStarted");
    public static Milestone EmploymentStarted { get; } = new("employmentStarted");
    public static Milestone JobLost { get; } = new("jobLost");
    public static Milestone Exited { get; } = new("exited");
    public static Milestone ReEntered { get; } = new("reEntered");
    public static Milestone Completed { get; } = new("completed");

    /// <summary>Those that every program has.</summary>
    public static IReadOnlyList<Milestone> BuiltIn { get; } =
    [
        Opened, Inquired, Applied, Accepted, ConsentGiven, SeatOffered, SeatTaken, TrainingStarted, WorkPlacementStarted, WorkPlacementEnded, Graduated,
        CredentialAwarded, PlacementStarted, EmploymentStarted, JobLost, Exited, ReEntered, Completed,
    ];

    public bool IsBuiltIn => BuiltIn.Contains(this);

    public static Milestone StageEntered(string stage) => new(stage + ".entered");

    public static Milestone StageCompleted(string stage) => new(stage + ".completed");

    public static Milestone TaskDone(string stage, string task) => new($"{stage}.{task}");

    /// <summary>The stage and what of it, where the name has a dot: <c>("crt", "entered")</c>.</summary>
    public (string Stage, string What)? OfStage => Id.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (Id[..dot], Id[(dot + 1)..]) : null;

    public override string ToString() => Id;
}

/// <summary>A milestone that the definition gives a name and words of its own.</summary>
/// <param name="On">What it is: a built-in one, or one of a stage or a task.</param>
public sealed record NamedMilestone(string Id, Text Title, Milestone On);

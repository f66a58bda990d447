namespace Journey.Domain.Programs;

/// <summary>What a program calls the person.</summary>
public enum PersonWord { Participant, Learner, Candidate }

/// <summary>
/// One published version of a program: checked, immutable, and named for ever by (id, version).
/// Every reference inside it resolves; lists keep the order of the definition.
/// </summary>
public sealed record ProgramDefinition
{
    /// <summary>Slug, <c>^[a-z][a-z0-9-]{1,40}$</c>.</summary>
    public required string Id { get; init; }

    /// <summary>From 1 upwards.</summary>
    public required int Version { get; init; }

    public required Text Title { get; init; }

    /// <summary>Slug that its sector variants share; null for a program without any.</summary>
    public string? Family { get; init; }

    /// <summary>Which sector variant of its family it is.</summary>
    public Text? ProgramStream { get; init; }

    /// <summary>How long it is meant to take, from the start of training or of its first stage after intake.</summary>
    public Period? Length { get; init; }

    /// <summary>Where its records come from, when a reader must know: shown on every page of the program.</summary>
    public Text? Label { get; init; }

    public PersonWord Person { get; init; }

    public required Calendar Calendar { get; init; }

    public Validation? ValidatedBy { get; init; }

    public IReadOnlyList<Field> Fields { get; init; } = [];

    public IReadOnlyList<Criterion> Criteria { get; init; } = [];

    public Rubric? Rubric { get; init; }

    public IReadOnlyList<Form> Forms { get; init; } = [];

    public IReadOnlyList<Document> Documents { get; init; } = [];

    public IReadOnlyList<AssessmentPlan> Assessments { get; init; } = [];

    public Capacity? Capacity { get; init; }

    public ConsentForm? Consent { get; init; }

    public required IReadOnlyList<Stage> Stages { get; init; }

    public IReadOnlyList<Variant> Variants { get; init; } = [];

    public IReadOnlyList<NamedMilestone> Milestones { get; init; } = [];

    /// <summary>The training-asset map.</summary>
    public IReadOnlyList<Offering> Offerings { get; init; } = [];

    /// <summary>Follow-ups of the program, whichever stage is open.</summary>
    public IReadOnlyList<FollowUp> FollowUps { get; init; } = [];

    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    public IReadOnlyList<SupportCategory> Supports { get; init; } = [];

    public IReadOnlyList<Credential> Credentials { get; init; } = [];

    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    public IReadOnlyList<DecisionOption> Decisions { get; init; } = [];

    public IReadOnlyList<Choice> ExitReasons { get; init; } = [];

    public IReadOnlyList<Choice> Destinations { get; init; } = [];

    public IReadOnlyList<Choice> JobLossReasons { get; init; } = [];

    public IReadOnlyList<Choice> Barriers { get; init; } = [];

    /// <summary>
    /// Paths of values that no source gives, such as <c>rubric.pass</c> or <c>stages.crt.attendance.standard</c>
    /// (list items by id): a page shows them as example settings.
    /// </summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>True for a path in <see cref="Examples"/> or inside one.</summary>
    public bool IsExample(string path) => Examples.Any(e =>
        path.StartsWith(e, StringComparison.Ordinal) && (path.Length == e.Length || path[e.Length] == '.'));

    public Stage? Stage(string id) => Stages.FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.Ordinal));

    public Field? Field(string id) => Fields.FirstOrDefault(f => string.Equals(f.Id, id, StringComparison.Ordinal));

    public Criterion? Criterion(string id) => Criteria.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal));

    public SupportCategory? Support(string id) => Supports.FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.Ordinal));

    /// <summary>The stages as one variant orders them; null or an unknown id gives the definition's own order.</summary>
    public IReadOnlyList<Stage> StagesIn(string? variant)
    {
        var chosen = Variants.FirstOrDefault(v => string.Equals(v.Id, variant, StringComparison.Ordinal));
        return chosen is null ? Stages : [.. Stages.Select(stage =>
            chosen.Stages.FirstOrDefault(v => string.Equals(v.Id, stage.Id, StringComparison.Ordinal)) is not { } change ? stage : stage with
            {
                With = change.With ?? stage.With,
                After = change.After ?? stage.After,
                Exit = change.ExitTo is null ? stage.Exit : new Exit(change.ExitTo, stage.Exit?.When),
                Sessions = change.Sessions ?? stage.Sessions,
            })];
    }
}

namespace Journey.Domain.Programs;

/// <summary>What a program's own result means to a reader who compares programs.</summary>
public enum OutcomeKind { Completed, NotCompleted, Withdrawn }

public sealed record Outcome(string Id, Text Title, OutcomeKind Kind);

/// <summary>A credential that somebody recognizes.</summary>
/// <param name="RecognizedBy">Names of organizations as the program states them.</param>
public sealed record Credential(string Id, Text Title, string Issuer, IReadOnlyList<Choice> Competencies, IReadOnlyList<string> RecognizedBy);

/// <summary>One calendar of the program; a cohort chooses one. Only what differs is named.</summary>
public sealed record Variant(string Id, Text Title, IReadOnlyList<VariantStage> Stages);

/// <summary>Replaces a stage's order and sessions in one variant; null keeps the stage's own.</summary>
public sealed record VariantStage(string Id, IReadOnlyList<string>? With, IReadOnlyList<string>? After, IReadOnlyList<string>? ExitTo, SessionPlan? Sessions);

namespace Journey.Domain.Programs;

/// <summary>A kind of wraparound support.</summary>
/// <param name="Budget">The budget it draws on; null for what costs nothing, such as a referral.</param>
/// <param name="Amount">The usual amount, or of one payment when it recurs.</param>
/// <param name="Ceiling">The most one person may receive of it; null for no limit.</param>
/// <param name="ApprovedBy">The role that approves it.</param>
public sealed record SupportCategory(string Id, Text Title, string? Budget, Money? Amount, Money? Ceiling, string? ApprovedBy, Recurrence? Recurs);

/// <summary>A payment made again and again, from one milestone until the first of others.</summary>
public sealed record Recurrence(Period Every, Milestone Start, IReadOnlyList<Milestone> Stop);

/// <summary>Money set aside for one cohort's supports.</summary>
public sealed record Budget(string Id, Text Title, Money PerCohort);

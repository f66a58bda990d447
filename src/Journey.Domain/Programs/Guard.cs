namespace Journey.Domain.Programs;

/// <summary>A condition in a definition: an expression of the CEL subset, parsed and checked when the definition is read.</summary>
public sealed record Guard(string Source, IReadOnlyList<string> Reads);

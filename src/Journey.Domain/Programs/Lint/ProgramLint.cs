using Journey.Domain.Confidential;

namespace Journey.Domain.Programs.Lint;

/// <summary>What only the product around a definition knows.</summary>
/// <param name="MayOpen">The classes that a role could open at all.</param>
/// <param name="RolesHeld">The roles that somebody holds at an operator; null where no operator is asked, as on a file.</param>
public sealed record LintSurroundings(Func<string, IReadOnlySet<FieldClass>> MayOpen, IReadOnlySet<string>? RolesHeld = null);

/// <summary>Everything that lint finds in a definition that reads without findings: a pure function of it.</summary>
public static class ProgramLint
{
    public static IReadOnlyList<LintFinding> Of(ProgramDefinition program, LintSurroundings surroundings) => [.. FlowLint.Of(program)];
}

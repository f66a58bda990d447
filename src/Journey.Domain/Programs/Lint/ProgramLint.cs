using Journey.Domain.Confidential;

namespace Journey.Domain.Programs.Lint;

/// <summary>What only the product around a definition knows.</summary>
/// <param name="MayOpen">The classes that a role could open at all.</param>
/// <param name="RolesHeld">The roles that somebody holds at an operator; null where no operator is asked, as on a file.</param>
public sealed record LintSurroundings(Func<string, IReadOnlySet<FieldClass>> MayOpen, IReadOnlySet<string>? RolesHeld = null);

/// <summary>Everything that lint finds in a definition that reads without findings: a pure function of it.</summary>
public static class ProgramLint
{
    public static IReadOnlyList<LintFinding> Of(ProgramDefinition program, LintSurroundings surroundings) => 
        [.. FlowLint.Of(program), .. GuardLint.Of(program), .. DueLint.Of(program), .. FactLint.Of(program, surroundings)];

    /// <summary>For each criterion, pass rule and gate, by path, facts that make it true, in words: <c>n = 23, a = true</c>.</summary>
    public static IEnumerable<(string Path, string Opens)> Openings(ProgramDefinition program) => GuardLint.Openings(program);
}

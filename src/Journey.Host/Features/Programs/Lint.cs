using Journey.Domain.Programs.Lint;
using Journey.Host.Confidential;

namespace Journey.Host.Features.Programs;

/// <param name="RolesHeld">The roles that somebody holds at the operator, by their names in <see cref="SignIn.Roles"/>.</param>
public sealed record OperatorFacts(IReadOnlySet<string> RolesHeld);

/// <summary>Everything wrong with a definition: what reading it found, or else what <see cref="ProgramLint"/> finds, each with its place.</summary>
public static class Lint
{
    /// <param name="facts">At publication what the operator has; null for a file alone.</param>
    /// <returns>In the file's order; empty when there is nothing to say. Errors keep it from being published, warnings do not.</returns>
    public static IReadOnlyList<Finding> Of(ProgramReading reading, OperatorFacts? facts = null) => reading.Definition is not { } definition
        ? reading.Findings
        : [.. ProgramLint.Of(definition, new(role => Readable.Classes([role]), facts?.RolesHeld)).Select(found => Placed(reading, found)).OrderBy(f => f.Line).ThenBy(f => f.Column)];

    private static Finding Placed(ProgramReading reading, LintFinding found)
    {
        var (path, mark) = (found.Path, (Line: 1, Column: 1));
        // What is missing has no place of its own: the next thing around it has.
        while (!reading.Marks.TryGetValue(path, out mark) && path.LastIndexOf('.') is > 0 and var dot) path = path[..dot];
        return new(reading.File, Math.Max(1, mark.Line), Math.Max(1, mark.Column), found.Code, found.Problem, found.Expected);
    }
}

using Journey.Domain.Programs.Lint;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

/// <summary>Everything wrong with a definition: what reading it found, or else what <see cref="ProgramLint"/> and its examples find, each with its place.</summary>
public static class Lint
{
    /// <param name="facts">At publication what the operator has; null for a file alone.</param>
    /// <returns>In the file's order; empty when there is nothing to say. Errors keep it from being published, warnings do not.</returns>
    public static IReadOnlyList<Finding> Of(ProgramReading reading, OperatorFacts? facts = null)
    {
        if (reading.Definition is not { } definition) return reading.Findings;
        var written = new Findings(reading.File);
        var examples = ExampleFile.Read(reading, written);
        var found = ProgramLint.Of(definition, new(role => Domain.Confidential.Grants.Classes([role]), facts?.RolesHeld));
        // Examples are played once there is nothing else to mend: on a definition that cannot work they would fail for that.
        if (written.All.Count == 0 && found.All(f => LintCodes.SeverityOf(f.Code) == Severity.Warning)) found = [.. found, .. ExampleLint.Of(definition, examples)];
        return [.. written.All.Concat(found.Select(f => Placed(reading, written, f))).OrderBy(f => f.Line).ThenBy(f => f.Column)];
    }

    private static Finding Placed(ProgramReading reading, Findings examples, LintFinding found)
    {
        var (path, mark) = (found.Path, (Line: 1, Column: 1));
        // What is missing has no place of its own: the next thing around it has.
        while (!examples.Marks.TryGetValue(path, out mark) && !reading.Marks.TryGetValue(path, out mark) && path.LastIndexOf('.') is > 0 and var dot) path = path[..dot];
        return new(reading.File, Math.Max(1, mark.Line), Math.Max(1, mark.Column), found.Code, found.Problem, found.Expected);
    }
}

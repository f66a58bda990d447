using Journey.Domain.Cel;
using Journey.Domain.Programs;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>Collects what is wrong in one file, and remembers where every value stood.</summary>
internal sealed class Findings(string file)
{
    public List<Finding> All { get; } = [];

    /// <summary>Where a value was read, by its path (list items by id): <c>stages.crt.attendance.standard</c>.</summary>
    public Dictionary<string, YamlTree> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>The line of its key, where a comment about it stands.</summary>
    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Where a finding about a path points to: a word itself, else the key of what stands there.</summary>
    public Dictionary<string, (int Line, int Column)> Marks { get; } = new(StringComparer.Ordinal);

    /// <summary>Every milestone that is named somewhere, and where.</summary>
    public List<(YamlTree At, Milestone Milestone)> Milestones { get; } = [];

    public void Add(YamlTree at, string code, string problem, string expected) => Add(at.Line, at.Column, code, problem, expected);

    public void Add(int line, int column, string code, string problem, string expected) => All.Add(new(file, line, column, code, problem, expected));

    /// <summary>Names that somebody may well try in a gate and that there are not, and why.</summary>
    public Dictionary<string, string> Elsewhere { get; } = new(StringComparer.Ordinal);

    /// <summary>Inside a value where the place is known exactly, else at the value.</summary>
    public void AddInside(YamlTree.Scalar source, int offset, string code, string problem, string expected) =>
        Add(source.Line, source.Exact ? source.ContentColumn + offset : source.Column, code, problem, expected);

    /// <summary>A guard, or null with its findings placed inside the value where the place is known exactly.</summary>
    public Guard? Guard(YamlTree? node, CelEnvironment environment)
    {
        if (node is null) return null;
        if (node is not YamlTree.Scalar source)
        {
            Add(node, FindingCodes.Type, "this is not a condition", "a CEL expression in quotes");
            return null;
        }
        var expression = CelExpression.Compile(source.Value, environment, CelType.Bool, out var wrong);
        foreach (var finding in wrong)
        {
            var expected = finding.Code is FindingCodes.GuardName ? Nearest.Expected(Nearest.NameAt(source.Value, finding.Offset), environment.Names.Keys) : finding.Expected;
            if (finding.Code is FindingCodes.GuardName or FindingCodes.GuardSyntax && Nearest.HyphenatedAt(source.Value, finding.Offset) is { } id) expected += $"; a guard cannot read the hyphen of '{id}': give it an id without one";
            else if (Slips.Hint(source.Value, finding) is { } hint) expected += "; " + hint;
            var problem = finding.Code is FindingCodes.GuardName && Elsewhere.TryGetValue(Nearest.NameAt(source.Value, finding.Offset), out var why) ? $"{finding.Problem} here: {why}" : finding.Problem;
            AddInside(source, finding.Offset, finding.Code, problem, expected);
        }
        return expression is null ? null : new(expression);
    }
}

using System.Collections.Immutable;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Host.Features.Programs.Reading;
using YamlDotNet.Core;

namespace Journey.Host.Features.Programs.Versions;

/// <param name="Mapping">Complete; null when it can't be used.</param>
/// <param name="Findings">Everything worth knowing about it, also of one that can be used: whom it leaves behind.</param>
public sealed record MappingReading(VersionMapping? Mapping, IReadOnlyList<Finding> Findings);

/// <summary>
/// Reads a mapping between two versions, YAML or JSON: <c>mapping</c>, <c>from</c>, <c>to</c>, <c>stages: {old: new, other: leave}</c>,
/// <c>fields: {old: new}</c>, <c>followUps: {id: keep | restart}</c>.
/// </summary>
public static class MappingFile
{
    private const string LeaveWord = "leave";

    /// <param name="text">Null for what follows from the definitions alone.</param>
    public static MappingReading Read(string file, string? text, ProgramDefinition from, ProgramDefinition to)
    {
        var findings = new Findings(file);
        var mapping = VersionMapping.Between(from, to);
        if (text is not null)
        {
            try { mapping = Mapping(findings, new Section(findings, YamlTree.Parse(text), "", "mapping", "from", "to", "stages", "fields", "followUps"), from, to); }
            catch (YamlException wrong) { findings.Add((int)wrong.Start.Line, (int)wrong.Start.Column, FindingCodes.Yaml, wrong.Message, "YAML or JSON"); }
        }
        var stops = findings.All.Count > 0;
        foreach (var found in MappingFindings.Of(mapping, from, to))
        {
            stops |= found.Stops;
            var (line, column) = findings.Places.TryGetValue(found.Path, out var place) ? (place.Line, place.Column) : (1, 1);
            findings.Add(line, column, found.Code, found.Problem, found.Expected);
        }
        return new(stops ? null : mapping, [.. findings.All.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    private static VersionMapping Mapping(Findings findings, Section root, ProgramDefinition from, ProgramDefinition to)
    {
        foreach (var (key, version) in (ReadOnlySpan<(string, int)>)[("from", from.Version), ("to", to.Version)])
        {
            if (root.Int(key, 1, 100_000) is { } said && said != version) root.Wrong(key, FindingCodes.Value, $"it is for version {said}", $"version {version}");
        }
        var between = VersionMapping.Between(from, to);
        var stages = Names(root, "stages");
        var restart = new List<string>();
        foreach (var (followUp, timer) in Names(root, "followUps"))
        {
            if (timer == "restart") restart.Add(followUp);
            else if (timer != "keep") findings.Add(findings.Places["followUps." + followUp], FindingCodes.Value, $"'{timer}' is not one of the choices", "keep or restart");
        }
        return (between with
        {
            Program = root.Word("mapping") ?? from.Id,
            Stages = Sorted(stages.Where(s => s.Value != LeaveWord && s.Value != s.Key)),
            Leave = between.Leave.Union(stages.Where(s => s.Value == LeaveWord).Select(s => s.Key)),
            Fields = Sorted(Names(root, "fields").Where(f => f.Value != f.Key)),
            Restart = between.Restart.Union(restart),
        }).Complete(from, to);
    }

    private static Dictionary<string, string> Names(Section root, string key)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        root.Named(key, (id, node, _) => node is YamlTree.Scalar { Value.Length: > 0 } word ? names[id] = word.Value : "");
        return names;
    }

    private static ImmutableSortedDictionary<string, string> Sorted(IEnumerable<KeyValuePair<string, string>> names) => names.ToImmutableSortedDictionary(StringComparer.Ordinal);
}

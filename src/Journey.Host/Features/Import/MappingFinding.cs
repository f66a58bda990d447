using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Import;

/// <summary>A mapping was refused: everything that is wrong in it, each with its place.</summary>
public sealed class MappingRefused(IReadOnlyList<Finding> findings) : Exception(string.Join('\n', findings))
{
    public IReadOnlyList<Finding> Findings { get; } = findings;
}

/// <summary>What can be wrong in a mapping file. Stable.</summary>
public static class MappingCodes
{
    public const string
        Yaml = "mapping.yaml",
        UnknownKey = "mapping.unknown-key",
        MissingKey = "mapping.missing-key",
        Duplicate = "mapping.duplicate",
        Type = "mapping.type",
        Value = "mapping.value",
        Program = "mapping.program",
        UnknownName = "mapping.unknown-name",
        UnknownColumn = "mapping.unknown-column",
        UnknownEvent = "mapping.unknown-event",
        UnknownField = "mapping.unknown-field",
        MissingField = "mapping.missing-field",
        SealedField = "mapping.sealed-field";
}

/// <summary>What was found wrong so far. Reading goes on, so that one run tells everything.</summary>
internal sealed class MappingFindings(string file)
{
    public List<Finding> All { get; } = [];

    public void Add(YamlTree at, string code, string problem, string expected) => All.Add(new(file, at.Line, at.Column, code, problem, expected));

    /// <summary>The entries of a mapping; keys that aren't among <paramref name="keys"/> (when given) are noted and left out.</summary>
    public Dictionary<string, YamlTree> Entries(YamlTree node, params ReadOnlySpan<string> keys)
    {
        var entries = new Dictionary<string, YamlTree>(StringComparer.Ordinal);
        if (node is not YamlTree.Map map)
        {
            Add(node, MappingCodes.Type, "this is not a mapping", keys.IsEmpty ? "names with values" : "a mapping with " + string.Join(", ", keys));
            return entries;
        }
        foreach (var (key, value) in map.Entries)
        {
            if (!keys.IsEmpty && !keys.Contains(key.Value)) Add(key, MappingCodes.UnknownKey, $"'{key.Value}' is not known here", "one of " + string.Join(", ", keys));
            else if (!entries.TryAdd(key.Value, value)) Add(key, MappingCodes.Duplicate, $"'{key.Value}' is already given above", "each key once");
        }
        return entries;
    }

    public YamlTree? Required(YamlTree node, Dictionary<string, YamlTree> entries, string key)
    {
        if (entries.TryGetValue(key, out var value)) return value;
        if (node is YamlTree.Map) Add(node, MappingCodes.MissingKey, $"'{key}' is missing", $"a '{key}'");
        return null;
    }

    public string Word(YamlTree? node)
    {
        if (node is YamlTree.Scalar { Value.Length: > 0 } scalar) return scalar.Value;
        if (node is not null) Add(node, MappingCodes.Type, "this is not a word", "a single value");
        return "";
    }

    /// <summary>Words in a list, or a single one without brackets.</summary>
    public IReadOnlyList<YamlTree.Scalar> Words(YamlTree? node)
    {
        switch (node)
        {
            case null: return [];
            case YamlTree.Scalar one: return [one];
            case YamlTree.List list when list.Items.All(i => i is YamlTree.Scalar): return [.. list.Items.Cast<YamlTree.Scalar>()];
            default:
                Add(node, MappingCodes.Type, "this is not a list of words", "a word or a list of words");
                return [];
        }
    }

    public IReadOnlyList<YamlTree> Items(YamlTree node)
    {
        if (node is YamlTree.List list) return list.Items;
        Add(node, MappingCodes.Type, "this is not a list", "a list");
        return [];
    }
}

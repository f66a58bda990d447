using System.Globalization;
using System.Text.Json.Nodes;
using Journey.Domain.Programs;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>
/// One mapping of the file, read key by key. A wrong value is noted and stands in as something harmless, so that reading goes on
/// and finds the rest; nothing that was noted ever leaves <see cref="ProgramFile"/>.
/// </summary>
internal sealed partial class Section
{
    private readonly Findings _findings;
    private readonly YamlTree _node;
    private readonly Dictionary<string, (YamlTree.Scalar Key, YamlTree Value)> _entries = new(StringComparer.Ordinal);

    public Section(Findings findings, YamlTree node, string path, params ReadOnlySpan<string> keys)
    {
        (_findings, _node, Path) = (findings, node, path);
        if (node is Sketch sketch) sketch.Mapping(keys);
        if (node is not YamlTree.Map map)
        {
            findings.Add(node, FindingCodes.Type, "this is not a mapping", keys.IsEmpty ? "a mapping" : $"a mapping with {string.Join(", ", keys)}");
            return;
        }
        foreach (var (key, value) in map.Entries)
        {
            if (!keys.IsEmpty && !keys.Contains(key.Value)) findings.Add(key, FindingCodes.UnknownKey, $"'{key.Value}' is not known here", "one of " + string.Join(", ", keys) + (value is YamlTree.Scalar { Value: "", Quoted: false } ? "; or double quotes around a text with a comma" : ""));
            else if (!_entries.TryAdd(key.Value, (key, value))) findings.Add(key, FindingCodes.DuplicateKey, $"'{key.Value}' is already given above", "each key once");
            findings.Places[Under(key.Value)] = value;
            findings.Lines[Under(key.Value)] = key.Line;
            findings.Marks[Under(key.Value)] = value is YamlTree.Scalar ? (value.Line, value.Column) : (key.Line, key.Column);
        }
    }

    public string Path { get; }

    public IEnumerable<(YamlTree.Scalar Key, YamlTree Value)> Entries => _entries.Values;

    public string Under(string key) => Path.Length == 0 ? key : Path + "." + key;

    public YamlTree? Get(string key, bool required = false)
    {
        if (_node is Sketch sketch) return sketch.Inside(key, required);
        if (_entries.TryGetValue(key, out var entry)) return entry.Value;
        if (required && _node is YamlTree.Map) _findings.Add(_node, FindingCodes.MissingKey, $"'{key}' is missing", $"a '{key}'");
        return null;
    }

    public void Wrong(string key, string code, string problem, string expected) => _findings.Add(Get(key) ?? _node, code, problem, expected);

    /// <summary>A finding about the name of an entry of the mapping at <paramref name="key"/>.</summary>
    public void WrongId(string key, string id, string problem, string expected)
    {
        foreach (var (name, _) in (Get(key) as YamlTree.Map)?.Entries.Where(e => string.Equals(e.Key.Value, id, StringComparison.Ordinal)) ?? []) _findings.Add(name, FindingCodes.Id, problem, expected);
    }

    /// <summary>A mapping inside this one; null when it is not there.</summary>
    public Section? Sub(string key, params ReadOnlySpan<string> keys) => Get(key) is { } node ? new(_findings, node, Under(key), keys) : null;

    public string CheckId(YamlTree at, string id) => Slug().IsMatch(id) ? id
        : Note<string>(at, FindingCodes.Id, $"'{id}' is not an id", "a letter a-z, then letters, digits or hyphens, at most 60") ?? "";

    /// <summary>A mapping from ids to words for people.</summary>
    public IReadOnlyList<Choice> Choices(string key) => Named(key, (id, node, path) => new Choice(id, ReadText(_findings, node, path)));

    /// <summary>A mapping from ids to whatever <paramref name="read"/> makes of each, in the file's order.</summary>
    /// <param name="only">The ids there may be; null for any. Only for the schema: <paramref name="read"/> says what is wrong with another.</param>
    public IReadOnlyList<T> Named<T>(string key, Func<string, YamlTree, string, T> read, IReadOnlyList<string>? only = null)
    {
        if (Get(key) is Sketch sketch) return [read("id", sketch.Named(only), Under(key) + ".*")];
        if (Sub(key) is not { } section) return [];
        return [.. section.Entries.Select(e => read(section.CheckId(e.Key, e.Key.Value), e.Value, section.Under(e.Key.Value)))];
    }

    /// <summary>Like <see cref="Named{T}"/>, for things that may be just words: <c>goal: {en, fr}</c> or <c>goal: {title: {en, fr}, optional: true}</c>.</summary>
    /// <param name="keys">Those of the longer form, <c>title</c> among them.</param>
    public IReadOnlyList<T> Titled<T>(string key, string[] keys, Func<string, Text, T> plain, Func<string, Section, T> whole) => Named(key, (id, node, path) =>
        node is Sketch sketch ? whole(id, new Section(_findings, sketch.TextOr(), path, keys)) :
        node is YamlTree.Map map && !map.Entries.Any(e => e.Key.Value is "en" or "fr") ? whole(id, new Section(_findings, node, path, keys)) : plain(id, ReadText(_findings, node, path)));

    /// <summary>The ids of a mapping whose values are read later.</summary>
    public IReadOnlyList<string> Keys(string key) => Get(key) is YamlTree.Map map ? [.. map.Entries.Select(e => e.Key.Value)] : [];

    /// <summary>A list of mappings that each have an <c>id</c>.</summary>
    public IReadOnlyList<T> Listed<T>(string key, Func<YamlTree, string, T> read)
    {
        if (Get(key) is not { } node) return [];
        if (node is Sketch sketch) return [read(sketch.Listed(), Under(key) + ".*")];
        if (node is not YamlTree.List list) return Note<IReadOnlyList<T>>(node, FindingCodes.Type, "this is not a list", "a list") ?? [];
        return [.. list.Items.Select((item, i) => read(item, Placed(item, Under(key) + "." + IdOf(item, i))))];
    }

    /// <summary>There must be one at least, in what was read from <paramref name="key"/>.</summary>
    public IReadOnlyList<T> Some<T>(string key, IReadOnlyList<T> things, string problem, string expected)
    {
        if (Get(key, required: true) is Sketch sketch) sketch.Add(new() { [sketch.Schema.ContainsKey("items") ? "minItems" : "minProperties"] = 1 });
        else if (Get(key) is not null && things.Count == 0) Wrong(key, FindingCodes.Value, problem, expected);
        return things;
    }

    /// <summary>How keys of this mapping depend on each other, for the schema; the reader's own check stands beside the call.</summary>
    public void Rule(string jsonSchema)
    {
        if (_node is Sketch sketch) sketch.Add(JsonNode.Parse(jsonSchema)!.AsObject());
    }

    private string Placed(YamlTree item, string path)
    {
        _findings.Places[path] = item;
        _findings.Lines[path] = item.Line;
        _findings.Marks[path] = (item.Line, item.Column);
        return path;
    }

    private static string IdOf(YamlTree item, int index) =>
        (item as YamlTree.Map)?.Entries.FirstOrDefault(e => e.Key.Value is "id").Value is YamlTree.Scalar id ? id.Value : index.ToString(CultureInfo.InvariantCulture);

    private T? Note<T>(YamlTree at, string code, string problem, string expected) where T : class
    {
        _findings.Add(at, code, problem, expected);
        return null;
    }
}

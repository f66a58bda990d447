using System.Text.Json.Nodes;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>
/// Stands in for a file when the reader is asked what it would accept: every value that is read from it is drawn as JSON Schema.
/// So the schema is what the reader does and cannot differ from it. A value is drawn once; asking for it again adds nothing.
/// </summary>
internal sealed record Sketch(string Path) : YamlTree(1, 1)
{
    private readonly Dictionary<string, Sketch> _inside = new(StringComparer.Ordinal);

    public JsonObject Schema { get; } = [];

    private bool IsDrawn => Schema.Any(p => p.Key is not "description");

    /// <summary>A mapping of these keys and no others; of any keys when there are none.</summary>
    public void Mapping(ReadOnlySpan<string> keys)
    {
        if (IsDrawn) return;
        Schema["type"] = "object";
        if (keys.IsEmpty) return;
        var properties = new JsonObject();
        (Schema["properties"], Schema["additionalProperties"]) = (properties, false);
        foreach (var key in keys)
        {
            _inside[key] = new Sketch(Under(key));
            if (SchemaWords.Of(Under(key)) is { } words) _inside[key].Schema["description"] = words;
            properties[key] = _inside[key].Schema;
        }
    }

    public Sketch? Inside(string key, bool required)
    {
        if (!_inside.TryGetValue(key, out var value)) return null;
        if (required)
        {
            var all = (Schema["required"] ??= new JsonArray()).AsArray();
            if (!all.Any(k => string.Equals(k!.GetValue<string>(), key, StringComparison.Ordinal))) all.Add(key);
        }
        return value;
    }

    /// <summary>A mapping from ids to things of one form.</summary>
    /// <param name="only">The ids there may be; null for any.</param>
    public Sketch Named(IReadOnlyList<string>? only)
    {
        var thing = new Sketch(Under("*"));
        if (IsDrawn) return thing;
        Schema["type"] = "object";
        Schema["propertyNames"] = only is null ? Of("id") : new JsonObject { ["enum"] = Words(only) };
        Schema["additionalProperties"] = thing.Schema;
        return thing;
    }

    public Sketch Listed()
    {
        var item = new Sketch(Under("*"));
        if (IsDrawn) return item;
        (Schema["type"], Schema["items"]) = ("array", item.Schema);
        return item;
    }

    /// <summary>One such value, or a list of them.</summary>
    public void OneOrMore(Action<Sketch> draw)
    {
        if (IsDrawn) return;
        var (one, each) = (new Sketch(Path), new Sketch(Path));
        draw(one);
        draw(each);
        Schema["anyOf"] = new JsonArray(one.Schema, new JsonObject { ["type"] = "array", ["items"] = each.Schema });
    }

    /// <summary>Either words for people or a mapping.</summary>
    public Sketch TextOr()
    {
        var mapping = new Sketch(Path);
        if (!IsDrawn) Schema["anyOf"] = new JsonArray(Of("text"), mapping.Schema);
        return mapping;
    }

    /// <summary>One of <see cref="ProgramSchema"/>'s named kinds of value.</summary>
    public void Is(string kind)
    {
        if (!IsDrawn) Schema["$ref"] = "#/$defs/" + kind;
    }

    public void Is(JsonObject schema)
    {
        if (!IsDrawn) Add(schema);
    }

    public void OneOf(IEnumerable<string> words) => Is(new JsonObject { ["enum"] = Words(words) });

    /// <summary>Something that holds beside what was drawn.</summary>
    public void Add(JsonObject rule)
    {
        foreach (var (key, value) in rule) Schema.TryAdd(key, value?.DeepClone());
    }

    private string Under(string key) => Path.Length == 0 ? key : Path + "." + key;

    private static JsonObject Of(string kind) => new() { ["$ref"] = "#/$defs/" + kind };

    public static JsonArray Words(IEnumerable<string> words) => [.. words.Select(w => JsonValue.Create(w))];
}

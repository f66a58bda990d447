using System.Text.Json.Nodes;

namespace Journey.Host.Features.Events.Published;

/// <summary>The few forms that values of the published language have, as JSON Schema.</summary>
public static class Form
{
    public static JsonObject Ref() => new() { ["type"] = "string", ["format"] = "uuid" };

    public static JsonObject Day() => new() { ["type"] = "string", ["format"] = "date" };

    /// <summary>Letters, digits and signs without a space.</summary>
    public static JsonObject Code() => new() { ["type"] = "string", ["pattern"] = @"^\S{1,200}$" };

    public static JsonObject Text() => new() { ["type"] = "string", ["minLength"] = 1 };

    public static JsonObject Number() => new() { ["type"] = "integer" };

    public static JsonObject Yes() => new() { ["type"] = "boolean" };

    /// <summary>A position of the log or a version of a stream, as text: it may have more digits than a JSON number keeps.</summary>
    public static JsonObject Position() => new() { ["type"] = "string", ["pattern"] = "^[1-9][0-9]{0,18}$" };

    /// <summary>An instant, a day, a month or unknown.</summary>
    public static JsonObject When() => new() { ["type"] = "string", ["pattern"] = @"^([0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9:.]{8,15}Z)?)?|unknown)$" };

    public static JsonObject Type() => new() { ["type"] = "string", ["pattern"] = @"^journey(\.[a-z][a-z-]*)+$" };

    public static JsonObject Subject() => new() { ["type"] = "string", ["pattern"] = @"^(participants|cohorts|organizations|employers)/\S+$|^programs$" };

    public static JsonObject Money() => Object(("amount", new JsonObject { ["type"] = "number" }), ("currency", new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z]{3}$" }));

    public static JsonObject List(JsonObject of) => new() { ["type"] = "array", ["items"] = of };

    /// <summary>A name that ends in ? may be missing.</summary>
    public static JsonObject Object(params (string Name, JsonObject Form)[] fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name.TrimEnd('?'), (JsonNode?)f.Form))),
        ["required"] = new JsonArray([.. fields.Where(f => !f.Name.EndsWith('?')).Select(f => (JsonNode)f.Name)]),
    };
}

/// <summary>The words that a value inside is told by. Each is written down, so that renaming it inside changes nothing outside.</summary>
/// <param name="open">More words may come: a subscriber takes an unknown one. A closed list never grows.</param>
public sealed class PublicWords<T>(bool open, params (T Inside, string Word)[] words) where T : struct, Enum
{
    private readonly Dictionary<T, string> byValue = words.ToDictionary(w => w.Inside, w => w.Word);

    public IReadOnlyDictionary<T, string> All => byValue;

    public string? Of(T? value) => value is { } v ? byValue[v] : null;

    public JsonObject Form()
    {
        var known = new JsonObject { ["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w.Word)]) };
        return open ? new JsonObject { ["anyOf"] = new JsonArray(known, Published.Form.Code()) } : new JsonObject { ["type"] = "string", ["enum"] = known["enum"]!.DeepClone() };
    }
}

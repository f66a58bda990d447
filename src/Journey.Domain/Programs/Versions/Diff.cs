using System.Text.Json.Nodes;

namespace Journey.Domain.Programs.Versions;

/// <summary>
/// What differs between two versions. Read off their canonical forms, so that no property of a definition can be forgotten; only how a
/// difference is judged (narrowed, widened, moved) knows what a property means.
/// </summary>
public static class Diff
{
    public static IReadOnlyList<Change> Of(ProgramDefinition from, ProgramDefinition to) =>
        Of(JsonNode.Parse(Canonical.Write(from))!.AsObject(), JsonNode.Parse(Canonical.Write(to))!.AsObject(), new(from, to));

    /// <param name="from">A canonical form.</param>
    /// <param name="guards">What conditions mean; without it another text is just another text.</param>
    internal static IReadOnlyList<Change> Of(JsonObject from, JsonObject to, GuardDiff? guards = null)
    {
        var changes = new List<Change>();
        // The number is what makes them two; the form is ours.
        Objects(Spot.Root with { Guards = guards }, from, to, changes, "form", "version");
        return changes;
    }

    private static void Objects(Spot at, JsonObject from, JsonObject to, List<Change> changes, params ReadOnlySpan<string> except)
    {
        foreach (var (name, before) in from)
        {
            if (!except.Contains(name)) Values(at.Of(name), before, to[name], changes);
        }
        foreach (var (name, after) in to)
        {
            if (!except.Contains(name) && !from.ContainsKey(name)) Values(at.Of(name), null, after, changes);
        }
    }

    private static void Values(Spot at, JsonNode? before, JsonNode? after, List<Change> changes)
    {
        if (JsonNode.DeepEquals(before, after)) return;
        switch (before, after)
        {
            // A list that is left out is an empty one.
            case (JsonArray or null, JsonArray or null) when Keyed(before) || Keyed(after): Items(at, before as JsonArray ?? [], after as JsonArray ?? [], changes); break;
            case (JsonObject one, JsonObject other) when !IsText(one): Objects(at, one, other, changes); break;
            default: changes.Add(Judging.Judge(at, before, after)); break;
        }
    }

    // Matched by id, else by meaning: a stage that is called something else and means the same is the same stage.
    private static void Items(Spot at, JsonArray from, JsonArray to, List<Change> changes)
    {
        var left = to.OfType<JsonObject>().ToList();
        var pairs = new List<(JsonObject Before, JsonObject After)>();
        foreach (var before in from.OfType<JsonObject>())
        {
            var after = left.Find(o => Key(o) == Key(before)) ?? left.Find(o => Meaning(o) == Meaning(before) && !from.OfType<JsonObject>().Any(f => Key(f) == Key(o)));
            if (after is null) changes.Add(Judging.Judge(at.Item(Key(before), before), before, null));
            else
            {
                left.Remove(after);
                pairs.Add((before, after));
                Objects(at.Item(Key(before), after), before, after, changes);
            }
        }
        foreach (var after in left) changes.Add(Judging.Judge(at.Item(Key(after), after), null, after));
        if (!pairs.Select(p => p.After).SequenceEqual(to.OfType<JsonObject>().Where(o => pairs.Exists(p => p.After == o)))) changes.Add(Judging.Reordered(at, from, to));
    }

    private static bool Keyed(JsonNode? node) => node is JsonArray { Count: > 0 } list && list[0] is JsonObject;

    /// <summary>What an item of a list is known by: its id; a form's field by the field; a return by what it is on.</summary>
    internal static string Key(JsonObject item) => Word(item, "id") ?? Word(item, "field") ?? $"{Word(item, "on")}-{Word(item, "to")}";

    private static string Meaning(JsonObject item) => Word(item, "meaning") ?? Key(item);

    internal static string? Word(JsonObject of, string name) => of[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    internal static bool IsText(JsonObject node) => node.Count is 1 or 2 && node.All(p => p.Key is "en" or "fr");
}

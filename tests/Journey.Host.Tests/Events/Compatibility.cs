using System.Text.Json.Nodes;

namespace Journey.Host.Tests.Events;

/// <summary>
/// Whether who was written against a released schema still understands what is said today: everything that was promised is there, in the
/// same form and in the same words. Whatever is new is fine, but for a word in a list that was closed.
/// </summary>
internal static class Compatibility
{
    /// <summary>What breaks; none when nothing does.</summary>
    public static IEnumerable<string> Breaks(string name, JsonObject released, JsonObject? today)
    {
        if (today is null) return [$"{name} is gone"];
        return Compare(name, released, today);
    }

    private static IEnumerable<string> Compare(string at, JsonObject released, JsonObject today)
    {
        foreach (var key in new[] { "$id", "type", "format", "pattern", "const", "minLength" })
        {
            if (!JsonNode.DeepEquals(released[key], today[key])) yield return $"{at}: {key} was {released[key]?.ToJsonString() ?? "none"} and is {today[key]?.ToJsonString() ?? "none"}";
        }
        foreach (var wrong in Words(at, released, today)) yield return wrong;
        var required = Names(today["required"]);
        foreach (var field in Names(released["required"]).Where(f => !required.Contains(f))) yield return $"{at}.{field} may be missing now";
        foreach (var (field, form) in released["properties"] as JsonObject ?? [])
        {
            if (today["properties"]?[field] is not JsonObject now) yield return $"{at}.{field} is gone";
            else foreach (var wrong in Compare($"{at}.{field}", form!.AsObject(), now)) yield return wrong;
        }
        if (released["items"] is JsonObject items)
        {
            if (today["items"] is not JsonObject now) yield return $"{at}: items are gone";
            else foreach (var wrong in Compare($"{at}[]", items, now)) yield return wrong;
        }
    }

    private static IEnumerable<string> Words(string at, JsonObject released, JsonObject today)
    {
        var (open, stillOpen) = (released["anyOf"] is not null, today["anyOf"] is not null);
        if (open != stillOpen) yield return $"{at}: a list that {(open ? "may grow is closed" : "was closed may grow")} now";
        var (before, now) = (Names((open ? released["anyOf"]![0] : released)!["enum"]), Names((stillOpen ? today["anyOf"]![0] : today)!["enum"]));
        foreach (var word in before.Where(w => !now.Contains(w))) yield return $"{at}: the word {word} is gone";
        if (!open) foreach (var word in now.Where(w => !before.Contains(w))) yield return $"{at}: the word {word} is new in a closed list";
    }

    private static List<string> Names(JsonNode? list) => list is JsonArray names ? [.. names.Select(n => n!.GetValue<string>())] : [];
}

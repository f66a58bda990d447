using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Journey.Domain.Programs.Versions;

/// <summary>A place in two definitions: its path, and what people call it.</summary>
/// <param name="Names">From the outside in: a noun, and the title where there is one.</param>
/// <param name="Guards">What conditions mean; null where that is not asked.</param>
internal sealed record Spot(string Path, ImmutableList<Text> Names, GuardDiff? Guards = null)
{
    public static Spot Root { get; } = new("", []);

    public Spot Of(string property) => this with { Path = Path.Length == 0 ? property : $"{Path}.{property}", Names = Names.Add(Nouns.Of(property)) };

    /// <summary>An item of the list that this place is.</summary>
    public Spot Item(string key, JsonObject item)
    {
        var title = item["title"] is JsonObject text && Diff.IsText(text) ? new Text(Diff.Word(text, "en") ?? key, Diff.Word(text, "fr") ?? key) : new Text(key, key);
        var noun = Nouns.OneOf(Property);
        return this with { Path = $"{Path}.{key}", Names = Names.RemoveAt(Names.Count - 1).Add(new Text($"{noun.En} “{title.En}”", $"{noun.Fr} « {title.Fr} »")) };
    }

    /// <summary>The last part of the path.</summary>
    public string Property => Path[(Path.LastIndexOf('.') + 1)..];

    public Text InWords => new(string.Join(", ", Names.Select(n => n.En)), string.Join(", ", Names.Select(n => n.Fr)));
}

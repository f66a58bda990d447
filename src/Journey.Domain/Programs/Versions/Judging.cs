using System.Globalization;
using System.Text.Json.Nodes;
using Journey.Domain.Programs.Lint;

namespace Journey.Domain.Programs.Versions;

/// <summary>What a difference amounts to, where that can be told; else it is a change.</summary>
internal static class Judging
{
    private static readonly string[] Schedule = ["after", "in", "every", "until", "window", "remind", "due", "reviewIn", "expires", "offerExpires", "reAnchor"];

    // More of it lets more pass, or less of it does.
    private static readonly string[] Wider = ["ceiling", "perCohort", "seats", "max", "backOnTrackAfter", "highest"], Narrower = ["standard", "lowest", "hours"];

    // What any value of the one type is one of the other, too.
    private static readonly (string From, string To)[] Widening = [("Int", "Double"), ("Choice", "Text"), ("Choice", "Choices"), ("Date", "Timestamp")];

    public static Change Judge(Spot at, JsonNode? before, JsonNode? after)
    {
        var (from, to) = (Show(before), Show(after));
        if (at.Property is "when" or "pass" or "entry" && from is not null && to is not null && at.Guards?.Compare(at.Path.Split('.')[0], from, to) is { } guard)
        {
            var judged = guard.Change switch { GuardChange.Narrowed => ChangeKind.Narrowed, GuardChange.Widened => ChangeKind.Widened, _ => ChangeKind.Changed };
            return new Change(judged, at.Path, from, to, Wording.OfGuard(judged, at, from, to, guard));
        }
        var kind = (before, after) switch
        {
            (null, _) => OfNew(at, ChangeKind.Added),
            (_, null) => OfGone(at, ChangeKind.Removed),
            (JsonArray one, JsonArray other) => OfLists(at, [.. one.Select(Show)], [.. other.Select(Show)]),
            _ => OfValues(at, from!, to!),
        };
        return new Change(kind, at.Path, from, to, Wording.Of(kind, at, from, to));
    }

    public static Change Reordered(Spot at, JsonArray from, JsonArray to)
    {
        string Ids(JsonArray list) => string.Join(", ", list.OfType<JsonObject>().Select(Diff.Key));
        return new Change(ChangeKind.Moved, at.Path, Ids(from), Ids(to), Wording.Order(at, Ids(from), Ids(to)));
    }

    // An option more is more to choose from, and a requirement more lets fewer pass.
    private static ChangeKind OfNew(Spot at, ChangeKind otherwise) => IsOption(at) ? ChangeKind.Widened : IsRequirement(at) ? ChangeKind.Narrowed : IsLimit(at) ? ChangeKind.Narrowed : otherwise;

    private static ChangeKind OfGone(Spot at, ChangeKind otherwise) => IsOption(at) ? ChangeKind.Narrowed : IsRequirement(at) ? ChangeKind.Widened : IsLimit(at) ? ChangeKind.Widened : otherwise;

    private static bool IsOption(Spot at) => at.Path.Split('.') is ["fields", _, "options", _];

    private static bool IsRequirement(Spot at) => at.Property == "required" || at.Path.Split('.') is ["stages", _, "entry"] or ["stages", _, "exit", "when"];

    private static bool IsLimit(Spot at) => at.Property is "ceiling" or "seats" or "max";

    private static ChangeKind OfLists(Spot at, IReadOnlyList<string?> before, IReadOnlyList<string?> after)
    {
        var (gone, come) = (before.Except(after).Any(), after.Except(before).Any());
        return (gone, come) switch
        {
            (false, false) => ChangeKind.Moved,
            (false, true) => at.Property is "to" or "purposes" or "classes" ? ChangeKind.Widened : ChangeKind.Changed,
            (true, false) => at.Property is "to" or "purposes" or "classes" ? ChangeKind.Narrowed : ChangeKind.Changed,
            _ => ChangeKind.Changed,
        };
    }

    private static ChangeKind OfValues(Spot at, string from, string to) => at.Property switch
    {
        "type" when Widening.Contains((from, to)) => ChangeKind.Widened,
        "type" when Widening.Contains((to, from)) => ChangeKind.Narrowed,
        var p when Schedule.Contains(p) || at.Path.Contains(".until.", StringComparison.Ordinal) => ChangeKind.Moved,
        var p when Amount(from) is var (few, one) && Amount(to) is var (many, other) && one == other && few != many =>
            Wider.Contains(p) ? many > few ? ChangeKind.Widened : ChangeKind.Narrowed
            : Narrower.Contains(p) ? many > few ? ChangeKind.Narrowed : ChangeKind.Widened
            : ChangeKind.Changed,
        _ => ChangeKind.Changed,
    };

    private static (decimal Value, string Currency)? Amount(string text)
    {
        var parts = text.Split(' ');
        return parts.Length <= 2 && decimal.TryParse(parts[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? (value, parts.Length == 2 ? parts[1] : "") : null;
    }

    // A thing with parts of its own is named by its place alone.
    private static string? Show(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => string.Join(", ", list.Select(Show)),
        JsonObject thing when Diff.IsText(thing) => $"{Diff.Word(thing, "en")} / {Diff.Word(thing, "fr")}",
        JsonObject => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => node.ToJsonString(),
    };
}

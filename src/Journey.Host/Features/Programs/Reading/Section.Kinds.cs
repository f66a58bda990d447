using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Journey.Domain.Programs;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>The forms of values, for reading and for the schema alike.</summary>
internal sealed partial class Section
{
    /// <summary>The kinds of value that the schema names.</summary>
    public static JsonObject Kinds() => new()
    {
        ["text"] = new JsonObject
        {
            ["description"] = "Words for people, in both languages.",
            ["type"] = "object",
            ["properties"] = new JsonObject { ["en"] = Filled(), ["fr"] = Filled() },
            ["required"] = Sketch.Words(["en", "fr"]),
            ["additionalProperties"] = false,
        },
        ["id"] = Form(Slug().ToString()),
        ["period"] = Form(Lasting().ToString()),
        ["money"] = Form(Amount().ToString()),
        ["milestone"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = Sketch.Words(Domain.Programs.Milestone.BuiltIn.Select(m => m.Id)) }, Form(Reached().ToString())) },
        ["condition"] = new JsonObject { ["type"] = Sketch.Words(["string", "boolean"]), ["minLength"] = 1 },
        ["role"] = new JsonObject { ["enum"] = Sketch.Words(Owners) },
    };

    private static JsonObject Kind(string kind) => new() { ["$ref"] = "#/$defs/" + kind };

    private static JsonObject Form(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Filled() => new() { ["type"] = "string", ["minLength"] = 1 };

    // `service` is a machine's role: nobody's work.
    private static readonly IReadOnlyList<string> Owners = [.. Roles.All.Except(Roles.Programs)];

    [GeneratedRegex("^[a-z][a-zA-Z0-9-]{0,59}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Slug();

    // As Period.TryParse reads it, but for its upper bound.
    [GeneratedRegex(@"^\+?[0-9]{1,5}(d|bd|w|mo)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Lasting();

    // One of the definition's own, or one of a stage or a task.
    [GeneratedRegex(@"^[a-z][a-zA-Z0-9-]*(\.[a-z][a-zA-Z0-9-]*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reached();

    [GeneratedRegex(@"^(?<amount>\d{1,12}(?:\.\d{1,2})?) (?<currency>[A-Z]{3})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^(?<from>\d{1,12}(?:\.\d{1,2})?)(?:\.\.(?<to>\d{1,12}(?:\.\d{1,2})?))? (?<currency>[A-Z]{3})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AmountRange();
}

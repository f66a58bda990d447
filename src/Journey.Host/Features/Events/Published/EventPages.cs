using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Journey.Host.Features.Events.Published;

/// <summary>The published language for people: a page for each type and one that lists them, in Markdown (docs/events holds them).</summary>
public static class EventPages
{
    // What stands in examples where the form alone would say nothing.
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["program"] = "aspire-manufacturing", ["stage"] = "crt", ["task"] = "readiness", ["criterion"] = "income", ["followUp"] = "month-1", ["id"] = "month-1", ["service"] = "childcare", ["category"] = "transport",
        ["document"] = "protocol", ["competency"] = "measuring", ["credential"] = "manufacturing-fundamentals", ["outcome"] = "completed", ["to"] = "advancementCoach", ["purposes"] = "service", ["keys"] = "9f86d081884c7d65",
        ["name"] = "Spring 2026", ["type"] = "journey.stage.entered", ["targetType"] = "journey.stage.entered", ["topic"] = "Resumes", ["length"] = "half-day", ["hash"] = "60303ae22b998861bce3b28f33eec1be", ["currency"] = "CAD",
    };

    private const string Intro = $"""
        # Events

        The published language, release {PublicEvents.Release}: what other systems hear of a participant's journey. [Integrating](../integrating.md) says how to read it.

        - Every entry is a [CloudEvent](https://cloudevents.io) 1.0. `data` holds thin facts: codes, days and random references, never a name or a personal value of a participant.
        - A name is never renamed and a field never taken back. Fields and types may be added: leave out what you don't know. A list of words that may grow says so.
        - What has no public form leaves as `journey.withheld`, with its position and nothing else.
        """;

    /// <summary>File names and texts, the list first.</summary>
    public static IEnumerable<(string Name, string Text)> All() => PublicEvents.All.Select(e => (e.Type + ".md", Page(e))).Prepend(("README.md", Index()));

    private static string Index()
    {
        var text = new StringBuilder(Intro.ReplaceLineEndings("\n")).Append("\n\n");
        text.Append("## Around the data\n\n| attribute | | |\n| --- | --- | --- |\n");
        var envelope = EventSchemas.Envelope();
        var required = envelope["required"]!.AsArray().Select(r => r!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, form) in envelope["properties"]!.AsObject()) text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Form(form!.AsObject())}{(required.Contains(name) ? "" : ", may be missing")} | {form["description"]} |\n");
        text.Append("\n## Types\n\n| type | |\n| --- | --- |\n");
        foreach (var type in PublicEvents.All) text.Append(CultureInfo.InvariantCulture, $"| [`{type.Type}`]({type.Type}.md){(PublicEvents.DemandsDeletion.Contains(type.Type) ? " ✱" : "")} | {type.Meaning} |\n");
        return text.Append("\n✱ asks for a deletion, which the subscriber acknowledges.\n").ToString();
    }

    private static string Page(PublicEvent type)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# {type.Title}\n\n`{type.Type}` · [all events](README.md) · schema at `{EventSchemas.Address(type.Type)}`\n\n{type.Meaning}\n\n**When:** {type.When}\n\n");
        if (PublicEvents.DemandsDeletion.Contains(type.Type)) text.Append("**Asks for a deletion.** It reaches every subscription that may hold something of that person, whatever types it has chosen; acknowledge it when you have deleted.\n\n");
        if (PublicEvents.Corrections.Contains(type.Type)) text.Append("**Corrects.** It reaches every subscription that got the entry it is about, whatever types it has chosen.\n\n");
        // Key destruction is not built yet; the event is, so that subscribers can be.
        if (type.Type == "journey.participant.erased") text.Append("No command erases anybody yet: the event is fixed now so that subscribers can prepare for it.\n\n");
        if (type.Fields.Count == 0) text.Append("It has no fields: the envelope says it all.\n\n");
        else
        {
            text.Append("| field | form | meaning |\n| --- | --- | --- |\n");
            foreach (var field in type.Fields) text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {Form(field.Form)}{(field.Required ? "" : ", may be missing")} | {field.Meaning} |\n");
            text.Append('\n');
        }
        var data = new JsonObject(type.Fields.Select(f => KeyValuePair.Create(f.Name, f.Name == "targetType" && type.Inside == typeof(Domain.Intake.ConsentWithdrawn) ? "journey.consent.given" : Example(f.Name, f.Form))));
        return text.Append("```json\n").Append(EventSchemas.Text(new JsonObject { ["type"] = type.Type, ["data"] = data })).Append("```\n").ToString();
    }

    private static string Form(JsonObject form) => form switch
    {
        _ when form["const"] is { } only => $"`{only}`",
        _ when form["anyOf"] is JsonArray open => $"one of {Words(open[0]!.AsObject())}; more may come",
        _ when form["enum"] is not null => $"one of {Words(form)}",
        _ when form["items"] is JsonObject items => $"list: {Form(items)}",
        _ when form["properties"] is JsonObject inside => string.Join(", ", inside.Select(p => $"`{p.Key}`")),
        _ => (form["type"]!.GetValue<string>(), form["format"]?.GetValue<string>(), form["pattern"]?.GetValue<string>()) switch
        {
            (_, "uuid", _) => "reference (UUID)",
            (_, "date", _) => "day",
            (_, "date-time", _) => "instant",
            (_, _, @"^\S{1,200}$") => "code",
            (_, _, { } pattern) when pattern.StartsWith("^[1-9]", StringComparison.Ordinal) => "number as text",
            ("integer", _, _) => "whole number",
            ("boolean", _, _) => "true or false",
            ("object", _, _) => "object",
            _ => "text",
        },
    };

    private static string Words(JsonObject form) => string.Join(", ", form["enum"]!.AsArray().Select(w => $"`{w}`"));

    private static JsonNode? Example(string name, JsonObject form) => form switch
    {
        _ when form["anyOf"] is JsonArray open => open[0]!["enum"]![0]!.DeepClone(),
        _ when form["enum"] is JsonArray words => words[0]!.DeepClone(),
        _ when form["items"] is JsonObject items => new JsonArray(Example(name, items)),
        _ when form["properties"] is JsonObject inside => new JsonObject(inside.Select(p => KeyValuePair.Create(p.Key, p.Key == "data" ? new JsonObject { ["enrollment"] = Reference, ["stage"] = "crt" } : Example(p.Key, p.Value!.AsObject())))),
        _ => (form["type"]!.GetValue<string>(), form["format"]?.GetValue<string>(), form["pattern"]?.GetValue<string>()) switch
        {
            (_, "uuid", _) => Reference,
            (_, "date", _) => "2026-03-04",
            ("integer", _, _) => 1,
            ("number", _, _) => 47.50m,
            ("boolean", _, _) => true,
            (_, _, { } pattern) when pattern.StartsWith("^[1-9]", StringComparison.Ordinal) => "1042",
            (_, _, { } pattern) when pattern.StartsWith("^(part", StringComparison.Ordinal) => "participants/7K3M9QX2AB",
            _ => Examples.GetValueOrDefault(name, name == "occurred" ? "2026-03-03" : name),
        },
    };

    private const string Reference = "0190f3a1-7c00-7000-8000-000000000001";
}

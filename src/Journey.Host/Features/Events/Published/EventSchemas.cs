using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Journey.Host.Features.Events.Published;

/// <summary>JSON Schemas (2020-12): one of each type's data, one of the envelope that all have.</summary>
public static class EventSchemas
{
    public const string Draft = "https://json-schema.org/draft/2020-12/schema";

    // Relaxed: é stays é. Nothing here is put into a page.
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The name of a type's schema: the same for good, since whatever is added to it, what fitted still fits.</summary>
    public static string Id(string type) => $"urn:journey:events:{type}";

    /// <summary>Where a host serves it.</summary>
    public static string Address(string type) => $"/schemas/events/{type}.json";

    public static string Text(JsonNode document) => document.ToJsonString(Layout) + "\n";

    public static JsonObject Of(PublicEvent type) => new()
    {
        ["$schema"] = Draft,
        ["$id"] = Id(type.Type),
        ["title"] = type.Title,
        ["description"] = $"{type.Meaning} {type.When}",
        ["type"] = "object",
        ["properties"] = new JsonObject(type.Fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Described(f)))),
        ["required"] = new JsonArray([.. type.Fields.Where(f => f.Required).Select(f => (JsonNode)f.Name)]),
    };

    /// <summary>Every schema as a file: its name and its text.</summary>
    public static IEnumerable<(string Name, string Text)> Files() => PublicEvents.All.Select(e => (e.Type + ".json", Text(Of(e)))).Prepend(("envelope.json", Text(Envelope())));

    /// <summary>What stands around the data: CloudEvents 1.0 with the extensions that are used here.</summary>
    public static JsonObject Envelope()
    {
        var attributes = new (string Name, string Meaning, JsonObject Form)[]
        {
            ("specversion", "Version of CloudEvents.", new() { ["type"] = "string", ["const"] = "1.0" }),
            ("id", "The event's id: the same entry has the same one however often it is delivered.", Form.Ref()),
            ("source", "The operator whose log it is.", new() { ["type"] = "string", ["pattern"] = "^/operators/" }),
            ("type", "Public type; journey.withheld for what has no public form, and then there is nothing more than a position.", Form.Type()),
            ("position", "1, 2, 3 … along the log, without a gap.", Form.Position()),
            ("sequence", "The position so that it sorts as text (CloudEvents' sequence extension).", new() { ["type"] = "string", ["pattern"] = "^[0-9]{19}$" }),
            ("logorigin", "The history that positions belong to; a restore begins another one.", Form.Ref()),
            ("subject?", "Whom or what it is about; a person by their public reference.", Form.Subject()),
            ("partitionkey?", "The same: entries of one subject are ordered (CloudEvents' partitioning extension).", Form.Subject()),
            ("time?", "When it happened, where that is known as an instant.", new() { ["type"] = "string", ["format"] = "date-time" }),
            ("occurred?", "When it happened: an instant, a day, a month or unknown.", Form.When()),
            ("recorded?", "When it was written down.", new() { ["type"] = "string", ["format"] = "date-time" }),
            ("streamversion?", "1, 2, 3 … of its subject; entries without a public form count, too.", Form.Position()),
            ("cause?", "Event id of the entry that it follows from.", Form.Ref()),
            ("program?", "The program whose enrollment or cohort it is of.", Form.Code()),
            ("programversion?", "The version of its definition in force.", Form.Number()),
            ("cohort?", "The cohort it belongs to.", Form.Ref()),
            ("dataschema?", "Names the schema of data.", new() { ["type"] = "string", ["pattern"] = "^urn:journey:events:" }),
            ("datacontenttype?", "application/json.", new() { ["type"] = "string", ["const"] = "application/json" }),
            ("data?", "The facts, by the type's schema.", new() { ["type"] = "object" }),
        };
        var schema = new JsonObject { ["$schema"] = Draft, ["$id"] = Id("envelope"), ["title"] = "An entry of the log", ["description"] = "A CloudEvent (1.0) with its extensions." };
        foreach (var (_, meaning, form) in attributes) form["description"] = meaning;
        foreach (var (key, value) in Form.Object([.. attributes.Select(a => (a.Name, a.Form))])) schema[key] = value?.DeepClone();
        return schema;
    }

    private static JsonObject Described(PublicField field)
    {
        var form = field.Form.DeepClone().AsObject();
        form["description"] = field.Meaning;
        return form;
    }
}

using System.Text.Json.Nodes;
using Journey.Domain.Programs.Lint;

namespace Journey.Host.Features.Programs;

/// <summary>The JSON Schema of a definition's examples, drawn from <see cref="ExampleSteps.Words"/>.</summary>
internal static class ExampleSchema
{
    private const string Day = @"^(\d{4}-\d{2}-\d{2}|\+\d+(d|bd|w|mo))$", OnDay = @"^\d{4}-\d{2}-\d{2}$";

    public static JsonObject Of(string description) => new()
    {
        ["description"] = description,
        ["type"] = "array",
        ["items"] = Mapping(["given", "expect"], new()
        {
            ["name"] = Said("What it shows.", new() { ["anyOf"] = new JsonArray(Word(), new JsonObject { ["$ref"] = "#/$defs/text" }) }),
            ["variant"] = Said("The variant that the person's cohort follows.", Word()),
            ["given"] = Said("What happens, in order: {2026-01-05: applied}, {+2d: {entered: crt}}. A length counts from the step before.",
                List(new() { ["type"] = "object", ["minProperties"] = 1, ["maxProperties"] = 1, ["propertyNames"] = new JsonObject { ["pattern"] = Day }, ["additionalProperties"] = OneOrMore(Step) })),
            ["at"] = Said("The day that is looked at, or how long after the last step; without it, that step's day.", Text(Day)),
            ["expect"] = Said("What must be so at the end of that day.", Expectation()),
        }),
    };

    private static JsonObject Step() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. ExampleSteps.Words.Where(w => w.Value is ExampleTakes.Nothing or ExampleTakes.WordOrNothing).Select(w => (JsonNode)w.Key)]) },
            Mapping([], [.. ExampleSteps.Words.Where(w => w.Value != ExampleTakes.Nothing).Select(w => KeyValuePair.Create<string, JsonNode?>(w.Key, Said(Told(w.Key, w.Value), w.Value switch
            {
                ExampleTakes.Values => Values(),
                ExampleTakes.WordOrValues => new() { ["anyOf"] = new JsonArray(Word(), Values()) },
                _ => Word(),
            })))])),
    };

    /// <summary>How a word of an example is written.</summary>
    public static string Told(string word, ExampleTakes takes) => takes switch
    {
        ExampleTakes.Nothing => $"{word} alone",
        ExampleTakes.Word => $"{word}: and one word",
        ExampleTakes.WordOrNothing => $"{word} alone or with one word",
        ExampleTakes.Values => $"{word}: and values by name in braces",
        _ => $"{word}: and one word, or values by name in braces",
    };

    private static JsonObject Expectation()
    {
        JsonObject ById(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };
        var expectation = Mapping([], new()
        {
            ["due"] = Said("Everything that is open and whose day has come: follow-ups by id, tasks as STAGE.TASK, plans as STAGE.plan and STAGE.review, seat, consent.", OneOrMore(Word)),
            ["missed"] = Said("The same of what nobody did in time.", OneOrMore(Word)),
            ["days"] = Said("All the days on which one of these falls due.", ById(OneOrMore(() => Text(OnDay)))),
            ["stages"] = Said("The open stages.", OneOrMore(Word)),
            ["gates"] = Said("By stage, whether its way out is open.", ById(new() { ["enum"] = new JsonArray("open", "closed", "unknown") })),
            ["milestones"] = Said("The day each was last reached, or never.", ById(Text(@"^(\d{4}-\d{2}-\d{2}|never)$"))),
            ["criteria"] = Said("By criterion, what it came to.", ById(new() { ["enum"] = new JsonArray("met", "notMet", "unknown") })),
            ["refused"] = Said("The code with which the last step is refused.", Word()),
        });
        expectation["minProperties"] = 1;
        return expectation;
    }

    private static JsonObject Mapping(string[] required, JsonObject properties)
    {
        var mapping = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Length > 0) mapping["required"] = new JsonArray([.. required.Select(r => (JsonNode)r)]);
        return mapping;
    }

    private static JsonObject Said(string words, JsonObject schema)
    {
        schema.Insert(0, "description", words);
        return schema;
    }

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Word() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Values() => new() { ["type"] = "object", ["additionalProperties"] = OneOrMore(Word) };

    private static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    private static JsonObject OneOrMore(Func<JsonObject> one) => new() { ["anyOf"] = new JsonArray(one(), List(one())) };
}

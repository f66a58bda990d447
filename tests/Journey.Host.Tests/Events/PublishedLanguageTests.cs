using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Host.Features.Events;
using Journey.Host.Features.Events.Published;

namespace Journey.Host.Tests.Events;

/// <summary>The published language as such: a contract that is whole, written down, and kept.</summary>
public sealed partial class PublishedLanguageTests
{
    private static readonly string Pages = Path.Combine(Repository.Root, "docs", "events");
    private static readonly string Bodies = Path.Combine(Repository.Root, "tests", "Journey.Domain.Tests", "golden", "events");

    [Fact]
    public void Every_type_says_what_it_means_and_when_it_comes_and_so_does_every_field()
    {
        PublicEvents.All.Select(e => e.Type).ShouldBeUnique();
        foreach (var type in PublicEvents.All)
        {
            TypeName().IsMatch(type.Type).ShouldBeTrue(type.Type);
            new[] { type.Title, type.Meaning, type.When }.Concat(type.Fields.Select(f => f.Meaning)).ShouldAllBe(text => text.Length > 3, type.Type);
            new[] { type.Meaning, type.When }.Concat(type.Fields.Select(f => f.Meaning)).ShouldAllBe(text => text.EndsWith('.'), type.Type);
            type.Fields.Select(f => f.Name).ShouldBeUnique(type.Type);
            type.Fields.ShouldAllBe(f => FieldName().IsMatch(f.Name), type.Type);
        }
        PublicEvents.DemandsDeletion.Concat(PublicEvents.Corrections).ShouldAllBe(t => PublicEvents.OfType(t) != null);
    }

    [Fact]
    public void Every_value_inside_has_a_word_outside_and_no_two_the_same()
    {
        foreach (var field in typeof(Said).GetFields(BindingFlags.Static | BindingFlags.Public))
        {
            var words = (IEnumerable)field.FieldType.GetProperty("All")!.GetValue(field.GetValue(null))!;
            var said = words.Cast<object>().Select(p => (Key: p.GetType().GetProperty("Key")!.GetValue(p)!, Value: (string)p.GetType().GetProperty("Value")!.GetValue(p)!)).ToList();
            said.Select(w => w.Key).ShouldBe(Enum.GetValues(field.FieldType.GetGenericArguments()[0]).Cast<object>(), ignoreOrder: true, field.Name);
            said.Select(w => w.Value).ShouldBeUnique(field.Name);
        }
    }

    [Fact]
    public async Task Every_event_that_was_ever_stored_fits_its_schema_and_takes_nothing_confidential_along()
    {
        var values = new List<(string, JsonNode?)>();
        foreach (var file in Directory.GetFiles(Bodies, "*.json"))
        {
            if (PublicEvents.OfWire(Path.GetFileNameWithoutExtension(file)) is not { } form) continue;
            var stored = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var data = form.Data(Body.Read(Path.GetFileNameWithoutExtension(file), stored)!, new EntryFacts("participants/7K3M9QX2AB", Other: "participants/8K3M9QX2AB"));
            values.Add((form.Type, data));
            // A participant's stream and a ciphertext stay inside, whatever the event.
            foreach (var inside in Inside(JsonNode.Parse(stored)!)) data.ToJsonString().ShouldNotContain(inside, customMessage: form.Type);
        }
        values.Count.ShouldBe(PublicEvents.All.Count);
        (await Ajv.Wrongs(values)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_by_the_schemas() => (await Ajv.Wrongs(
    [
        ("journey.stage.entered", JsonNode.Parse("""{"enrollment":"not a reference","stage":"crt"}""")), ("journey.stage.entered", JsonNode.Parse("""{"stage":"crt"}""")),
        ("journey.stage.left", JsonNode.Parse("""{"enrollment":"0190f3a1-7c00-7000-8000-000000000001","stage":"crt","how":"Somehow"}""")),
        ("journey.stage.entered", JsonNode.Parse("""{"enrollment":"0190f3a1-7c00-7000-8000-000000000001","stage":"two words"}""")),
        ("journey.session.moved", JsonNode.Parse("""{"session":"0190f3a1-7c00-7000-8000-000000000001","date":"2026-02-30"}""")),
        ("journey.stage.entered", JsonNode.Parse("""{"enrollment":"0190f3a1-7c00-7000-8000-000000000001","stage":"crt","name":"Ada"}""")),
    ])).Count.ShouldBe(6);

    [Fact]
    public void What_is_renamed_or_lifted_inside_is_told_the_same_outside()
    {
        var upcasters = new Dictionary<string, Upcaster>(StringComparer.Ordinal)
        {
            ["stage_begun"] = new("stage_entered", body => new JsonObject { ["enrollment"] = body["person"]!.DeepClone(), ["stage"] = $"{body["kind"]}-{body["number"]}" }),
        };
        var id = Guid.NewGuid();
        PublicEvents.OfWire("stage_begun", upcasters)!.Type.ShouldBe("journey.stage.entered");
        var lifted = PublicEvents.Facts(Body.Read("stage_begun", $$"""{"person":"{{id}}","kind":"crt","number":2}""", upcasters)!, new EntryFacts("participants/x"))!;
        lifted.ToJsonString().ShouldBe(PublicEvents.Facts(new StageEntered(new(id), "crt-2"), new EntryFacts("participants/x"))!.ToJsonString());
        lifted.ToJsonString().ShouldBe($$"""{"enrollment":"{{id}}","stage":"crt-2"}""");
    }

    [Fact]
    public void The_pages_of_the_documentation_are_those_of_the_language()
    {
        var drawn = EventPages.All().ToList();
        Directory.GetFiles(Pages, "*.md").Select(f => Path.GetFileName(f)!).ShouldBe(drawn.Select(d => d.Name), ignoreOrder: true, "write them again: ./journey language docs/events");
        foreach (var (name, text) in drawn) File.ReadAllText(Path.Combine(Pages, name)).ShouldBe(text, $"{name}: write it again: ./journey language docs/events");
    }

    [Fact]
    public void Whoever_was_written_against_the_last_release_understands_today()
    {
        var today = EventSchemas.Files().ToDictionary(f => f.Name, f => JsonNode.Parse(f.Text)!.AsObject());
        var released = Directory.GetFiles(Path.Combine(Pages, "released"), "*.json", SearchOption.AllDirectories);
        released.Length.ShouldBeGreaterThan(80);
        released.SelectMany(f => Compatibility.Breaks(Path.GetFileNameWithoutExtension(f), JsonNode.Parse(File.ReadAllText(f))!.AsObject(), today.GetValueOrDefault(Path.GetFileName(f)))).ShouldBeEmpty();
    }

    private const string Released = """
        {"$id":"urn:journey:events:t","type":"object","required":["ref","how"],"properties":{"ref":{"type":"string","format":"uuid"},"code":{"type":"string","pattern":"^a$"},"how":{"type":"string","enum":["A","B"]},
        "why":{"anyOf":[{"enum":["C","D"]},{"type":"string"}]},"many":{"type":"array","items":{"type":"string","format":"date"}},"item":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}}}
        """;

    public static TheoryData<string, string, string> Breakages => new()
    {
        { "\"ref\":{\"type\":\"string\",\"format\":\"uuid\"},", "", "t.ref is gone" },
        { "\"ref\":{", "\"reference\":{", "t.ref is gone" },
        { "[\"ref\",\"how\"]", "[\"how\"]", "t.ref may be missing now" },
        { "\"format\":\"uuid\"", "\"format\":\"date\"", "t.ref: format was \"uuid\" and is \"date\"" },
        { "\"code\":{\"type\":\"string\"", "\"code\":{\"type\":\"integer\"", "t.code: type was \"string\" and is \"integer\"" },
        { "^a$", "^b$", "t.code: pattern was \"^a$\" and is \"^b$\"" },
        { "[\"A\",\"B\"]", "[\"A\"]", "t.how: the word B is gone" },
        { "[\"A\",\"B\"]", "[\"A\",\"B\",\"E\"]", "t.how: the word E is new in a closed list" },
        { "[\"C\",\"D\"]", "[\"C\",\"d\"]", "t.why: the word D is gone" },
        { "\"anyOf\":[{\"enum\":[\"C\",\"D\"]},{\"type\":\"string\"}]", "\"enum\":[\"C\",\"D\"]", "t.why: a list that may grow is closed now" },
        { "\"items\":{\"type\":\"string\",\"format\":\"date\"}", "\"items\":{\"type\":\"string\"}", "t.many[]: format was \"date\" and is none" },
        { "\"required\":[\"id\"],", "", "t.item.id may be missing now" },
        { "urn:journey:events:t", "urn:journey:events:u", "t: $id was \"urn:journey:events:t\" and is \"urn:journey:events:u\"" },
    };

    [Theory, MemberData(nameof(Breakages))]
    public void The_check_of_compatibility_finds_each_kind_of_breakage(string before, string after, string finding)
    {
        Released.ShouldContain(before);
        Compatibility.Breaks("t", JsonNode.Parse(Released)!.AsObject(), JsonNode.Parse(Released.Replace(before, after, StringComparison.Ordinal))!.AsObject()).ShouldBe([finding]);
    }

    [Fact]
    public void A_type_that_is_gone_breaks_and_what_is_added_does_not()
    {
        Compatibility.Breaks("t", JsonNode.Parse(Released)!.AsObject(), null).ShouldBe(["t is gone"]);
        var more = JsonNode.Parse(Released.Replace("\"ref\":{", "\"new\":{\"type\":\"integer\"},\"ref\":{", StringComparison.Ordinal).Replace("[\"C\",\"D\"]", "[\"C\",\"D\",\"E\"]", StringComparison.Ordinal).Replace("[\"ref\",\"how\"]", "[\"ref\",\"how\",\"new\"]", StringComparison.Ordinal))!.AsObject();
        Compatibility.Breaks("t", JsonNode.Parse(Released)!.AsObject(), more).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_official_parser_of_AsyncAPI_finds_nothing_to_say_of_the_document()
    {
        var said = JsonNode.Parse(await Ajv.Node("asyncapi.mjs", EventSchemas.Text(AsyncApi.Document())))!;
        // That there is a 3.1 is no fault of a document of 3.0, which more tools read.
        said["diagnostics"]!.AsArray().Select(d => d!.GetValue<string>()).Where(d => !d.StartsWith("info asyncapi-latest-version", StringComparison.Ordinal)).ShouldBeEmpty();
        said["messages"]!.GetValue<int>().ShouldBe(PublicEvents.All.Count + 4);
        said["operations"]!.GetValue<int>().ShouldBe(4);
        var broken = AsyncApi.Document();
        broken["channels"]!["pull"]!["servers"]![0]!["$ref"] = "#/servers/nowhere";
        JsonNode.Parse(await Ajv.Node("asyncapi.mjs", EventSchemas.Text(broken)))!["diagnostics"]!.AsArray().ShouldContain(d => d!.GetValue<string>().StartsWith("error", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Inside(JsonNode node) => node switch
    {
        JsonObject o when o["v"] is { } sealedValue => [sealedValue.GetValue<string>()],
        JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => p.Key is "participant" or "other" or "into" ? [p.Value!.GetValue<string>()] : Inside(p.Value!)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Inside),
        _ => [],
    };

    [GeneratedRegex(@"^journey(\.[a-z][a-z-]*)+$")]
    private static partial Regex TypeName();

    [GeneratedRegex("^[a-z][a-zA-Z]*$")]
    private static partial Regex FieldName();
}

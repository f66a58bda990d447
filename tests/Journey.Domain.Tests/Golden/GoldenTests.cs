using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.Domain.Tests.Laws;

namespace Journey.Domain.Tests.Golden;

/// <summary>Wire names, stored bodies and refusal codes are contracts: what stands in the golden files is never changed, only added to.</summary>
public sealed partial class GoldenTests
{
    public static TheoryData<string> Bodies => [.. Directory.GetFiles(Path.Combine(Golden, "events")).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string Golden => Path.Combine(Here(), "..", "golden");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [Fact]
    public void A_wire_name_is_added_and_never_changed_or_taken_away() =>
        Wire.Names.Order(StringComparer.Ordinal).ShouldBe(File.ReadLines(Path.Combine(Golden, "wire-names.txt")));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_that_was_ever_stored_reads_and_writes_back_the_same(string wireName)
    {
        var stored = File.ReadAllText(Path.Combine(Golden, "events", wireName + ".json")).TrimEnd();
        var happened = Body.Read(wireName, stored).ShouldNotBeNull();
        Body.Write(happened).ShouldBe(stored);
        Wire.NameOf(happened).ShouldBe(wireName);
    }

    [Fact]
    public void Every_event_has_a_stored_body_to_be_read_for_ever()
    {
        var missing = Wire.Types.Where(t => !File.Exists(Path.Combine(Golden, "events", Sample(t).Name + ".json"))).Select(t => Sample(t)).ToList();
        missing.Select(m => m.Name).ShouldBeEmpty($"add golden/events/<wire name>.json, such as:\n{string.Join("\n", missing.Select(m => $"{m.Name}.json {m.Body}"))}");
    }

    [Fact]
    public void A_refusal_code_is_added_and_never_changed_or_taken_away()
    {
        var source = Path.Combine(Here(), "..", "..", "..", "src", "Journey.Domain");
        var codes = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Refusals().Matches(File.ReadAllText(f))).Select(m => m.Groups["code"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        codes.ShouldAllBe(c => Code().IsMatch(c));
        codes.ShouldBe(File.ReadLines(Path.Combine(Golden, "refusal-codes.txt")));
    }

    [Fact]
    public void An_old_form_is_lifted_to_the_form_of_today_step_by_step()
    {
        var upcasters = new Dictionary<string, Upcaster>
        {
            ["stage_started"] = new("stage_begun", body => new JsonObject { ["enrollment"] = body["person"]!.DeepClone(), ["name"] = body["name"]!.DeepClone() }),
            ["stage_begun"] = new("stage_entered", body => new JsonObject { ["enrollment"] = body["enrollment"]!.DeepClone(), ["stage"] = body["name"]!.DeepClone() }),
        };
        Body.Read("stage_started", $$"""{"person":"{{Story.Manufacturing}}","name":"crt"}""", upcasters).ShouldBe(new StageEntered(Story.Manufacturing, "crt"));
        Body.Read("stage_started", "{}").ShouldBeNull("unless it is registered, an old name is an unknown one");
    }

    [Fact]
    public void An_amendment_that_holds_an_event_of_a_newer_host_is_itself_unknown_and_not_an_error() =>
        Body.Read("entry_amended", $$$"""{"target":"{{{Story.G(1)}}}","replacement":{"type":"invented_later","data":{}},"reason":"WrongValue"}""").ShouldBeNull();

    [Fact]
    public void A_damaged_body_is_an_error() =>
        Should.Throw<System.Text.Json.JsonException>(() => Body.Read("stage_entered", """{"enrollment":5}"""));

    private static (string Name, string Body) Sample(Type type)
    {
        JourneyEvent happened = type == typeof(EntryAmended)
            ? new EntryAmended(Story.G(1), new StageEntered(Story.Manufacturing, "crt"), Occurred.InMonth(new DateOnly(2026, 3, 1)), CorrectionReason.WrongDate, Story.Secret("why"))
            : Enumerable.Range(0, 30).Select(seed => Histories.Invent(type, new Random(seed))).MaxBy(e => Body.Write(e).Length)!;
        return (Wire.NameOf(happened), Body.Write(happened));
    }

    [GeneratedRegex("Refuse\\(\\s*\"(?<code>[^\"]+)\"")]
    private static partial Regex Refusals();

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$")]
    private static partial Regex Code();
}

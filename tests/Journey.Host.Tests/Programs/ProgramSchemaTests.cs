using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Reading;
using Journey.Tests;

namespace Journey.Host.Tests.Programs;

/// <summary>The schema says what the reader does. Validated by Ajv, the validator that editors use.</summary>
public sealed class ProgramSchemaTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "docs", "schema", "program.schema.json");
    private static readonly string Modules = Path.Combine(Repository.Root, "tests", "Journey.Host.Tests", "node_modules");

    [Fact]
    public void The_committed_schema_is_the_one_that_the_reader_draws() =>
        File.ReadAllText(Committed).ShouldBe(ProgramSchema.Json, "write it again: ./journey schema > docs/schema/program.schema.json");

    [Fact]
    public void Every_key_says_what_it_is_and_no_description_is_left_over()
    {
        var said = new List<string>();
        void Walk(JsonNode? node, string path)
        {
            if (node is JsonArray list) foreach (var item in list) Walk(item, path);
            if (node is not JsonObject schema) return;
            foreach (var (key, value) in schema["properties"] as JsonObject ?? [])
            {
                var words = value!["description"]?.GetValue<string>();
                words.ShouldNotBeNullOrEmpty($"{path}.{key}");
                if (words is not null) said.Add(words);
                // A key without a form would take anything: only the examples are somebody else's to check.
                if (value is JsonObject { Count: < 2 } && key is not "tests" && words is not null) throw new ShouldAssertException($"{path}.{key} has no form");
            }
            // Rules say things about keys that stand in "properties" already.
            foreach (var (key, value) in schema.Where(p => p.Key is not ("if" or "then" or "else" or "allOf" or "$defs"))) Walk(value, $"{path}.{key}".TrimStart('.'));
        }
        Walk(JsonNode.Parse(ProgramSchema.Json), "");
        SchemaWords.All.Where(w => !said.Contains(w.Value)).Select(w => w.Key).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_shipped_program_and_one_that_uses_every_key_is_valid()
    {
        string[] files = [.. ShippedProgramsTests.Files.Select(f => File.ReadAllText(Path.Combine(Repository.Root, f.Data)))];
        (await Wrongs([ProgramFileTests.Whole, LintFixtures.Clean, .. files])).ShouldAllBe(wrong => wrong.Length == 0);
    }

    private static readonly string[] Structural =
    [
        FindingCodes.UnknownKey, FindingCodes.DuplicateKey, FindingCodes.MissingKey, FindingCodes.Type, FindingCodes.Value, FindingCodes.Id, FindingCodes.MissingTranslation, FindingCodes.UnknownRole,
        FindingCodes.Options, FindingCodes.Kind, FindingCodes.Schedule,
    ];

    // What a schema cannot say: arithmetic, a calendar, what another key's name forbids.
    private static readonly string[] BeyondSchema = ["on: ¦2023-02-29", "¦20.00..17.00 CAD", "every: ¦0d", "¦entered: {", "[rubric, rubric]"];

    [Fact]
    public async Task Every_mistake_in_the_structure_is_refused_by_the_schema_too()
    {
        var mistakes = ProgramFileTests.Mistakes.Select(m => m.Data).Where(m => Structural.Contains(m.Item1) && !BeyondSchema.Any(b => m.Item3.Contains(b, StringComparison.Ordinal) || m.Item3.Replace("¦", "", StringComparison.Ordinal).Contains(b, StringComparison.Ordinal))).ToList();
        mistakes.Count.ShouldBeGreaterThan(25);
        var wrongs = await Wrongs([.. mistakes.Select(m => ProgramFileTests.Whole.Replace(m.Item2, m.Item3.Replace("¦", "", StringComparison.Ordinal), StringComparison.Ordinal))]);
        mistakes.Zip(wrongs).Where(m => m.Second.Length == 0).Select(m => $"{m.First.Item1}: {m.First.Item3}").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mistake_in_an_example_is_refused_by_the_schema_too()
    {
        (string, string)[] mistakes = [("[applied, {answers", "[aplied, {answers"), ("{+2d: [acc", "{two days later: [acc"), ("{entered: crt}", "{entred: crt}"), ("gates: {intake: closed}", "gates: {intake: shut}"), ("at: +1d", "when: +1d"), ("expect: {due", "expct: {due")];
        (await Wrongs([.. mistakes.Select(m => LintFixtures.Clean.With(m))])).ShouldAllBe(wrong => wrong.Length > 0);
    }

    [Theory]
    [MemberData(nameof(ShippedProgramsTests.Files), MemberType = typeof(ShippedProgramsTests))]
    public void Every_file_leads_an_editor_to_the_schema(string file)
    {
        const string Modeline = "# yaml-language-server: $schema=";
        var first = File.ReadLines(Path.Combine(Repository.Root, file)).First();
        first.ShouldStartWith(Modeline);
        Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, first[Modeline.Length..])).ShouldBe(Committed);
    }

    [Fact]
    public async Task An_editor_takes_a_shipped_program_and_underlines_a_misspelt_word()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "yaml-language-server")), "node's packages are not here");
        using var folder = new TemporaryFolder();
        var shipped = Path.Combine(Repository.Root, "programs/aspire-atlantic/manufacturing.yaml");
        var broken = folder.In("broken.yaml");
        await File.WriteAllTextAsync(broken, File.ReadAllText(shipped).Replace("../../docs/schema/program.schema.json", Committed, StringComparison.Ordinal).Replace("kind: training", "kind: trainnig", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var underlined = JsonSerializer.Deserialize<string[][]>(await Node("editor.mjs", "", Modules, shipped, broken))!;
        underlined[0].ShouldBeEmpty();
        underlined[1].Length.ShouldBe(2);
        underlined[1].ShouldAllBe(u => u.Contains("\"training\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anybody_may_fetch_the_schema()
    {
        await using var host = await HostUnderTest.Start();
        var answer = await host.Client().GetAsync(ProgramSchema.Address, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/schema+json");
        answer.Headers.CacheControl!.ToString().ShouldContain("max-age=3600");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(ProgramSchema.Json);
    }

    private static async Task<string[]> Wrongs(string[] texts)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "ajv")), "node's packages are not here");
        return JsonSerializer.Deserialize<string[]>(await Node("schema.mjs", JsonSerializer.Serialize(texts), Committed, Modules))!;
    }

    private static async Task<string> Node(string script, string input, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/Journey.Host.Tests/Programs", script), .. arguments])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try { await node.WaitForExitAsync(patience.Token); }
        finally { if (!node.HasExited) node.Kill(entireProcessTree: true); }
        node.ExitCode.ShouldBe(0, (await said)[1]);
        return (await said)[0];
    }
}

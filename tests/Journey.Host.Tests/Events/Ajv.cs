using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Host.Features.Events;
using Journey.Host.Features.Events.Published;

namespace Journey.Host.Tests.Events;

/// <summary>Node's validators over the published language, one process for many values.</summary>
internal static class Ajv
{
    private static readonly string Modules = Path.Combine(Repository.Root, "tests", "Journey.Host.Tests", "node_modules");

    /// <summary>Whole entries: each by the envelope's schema, and its data by its type's; nothing but what they name.</summary>
    public static async Task<IReadOnlyList<string>> Entries(IEnumerable<JsonObject> entries)
    {
        var values = new List<(string, JsonNode?)>();
        foreach (var entry in entries)
        {
            values.Add(("envelope", entry));
            var type = entry["type"]!.GetValue<string>();
            if (type == PublicEvents.Withheld) continue;
            values.Add((type, entry["data"]));
            if (entry["data"]!["now"] is JsonObject now) values.Add((now["type"]!.GetValue<string>(), now["data"]));
        }
        return await Wrongs(values);
    }

    public static async Task<IReadOnlyList<string>> Wrongs(IEnumerable<(string Schema, JsonNode? Value)> values)
    {
        // Stricter than what is promised: a field that nobody wrote down must not leave.
        var schemas = PublicEvents.All.Select(e => (e.Type, EventSchemas.Of(e))).Append(("envelope", EventSchemas.Envelope())).ToList();
        foreach (var (_, schema) in schemas) schema["additionalProperties"] = false;
        var input = new JsonObject
        {
            ["schemas"] = new JsonObject(schemas.Select(s => KeyValuePair.Create(s.Item1, (JsonNode?)s.Item2))),
            ["values"] = new JsonArray([.. values.Select(v => (JsonNode)new JsonObject { ["schema"] = v.Schema, ["value"] = v.Value?.DeepClone() })]),
        };
        return [.. JsonSerializer.Deserialize<string[]>(await Node("language.mjs", input.ToJsonString()))!.Where(w => w.Length > 0)];
    }

    public static async Task<string> Node(string script, string input)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "ajv-formats")), "node's packages are not here");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/Journey.Host.Tests/Events", script), Modules]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
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

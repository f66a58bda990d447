using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Journey.EventStore.Proof;
using Journey.Host.Features.Proof.Verify;

namespace Journey.Host.Tests.Proof;

public sealed class LogsOverHttpTests(ProvenHost proven)
{
    [Fact]
    public async Task Strangers_get_checkpoints_tiles_and_keys_that_caches_may_keep()
    {
        await proven.Ready();
        using var anybody = proven.Host.Client();
        var answer = await anybody.GetAsync(proven.Path("events", "checkpoint"));
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(2));
        var note = Note.Parse(await answer.Content.ReadAsStringAsync());
        var checkpoint = Checkpoint.Parse(note.Text);
        checkpoint.Origin.ShouldBe($"journey.invalid/{proven.Host.Operator.Id}/events");
        checkpoint.Size.ShouldBe(ProvenHost.Events);
        var keys = (await anybody.GetFromJsonAsync<JsonNode>(proven.Path("events", "keys")))!["keys"]!.AsArray().Select(k => NoteKey.Parse((string)k!)).ToList();
        note.SignedBy(keys).Select(k => k.Algorithm).ShouldBe([NoteAlgorithm.Ed25519, NoteAlgorithm.Ecdsa]);

        var tile = await anybody.GetAsync(proven.Path("events", "tile/0/000"));
        tile.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        tile.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        (await tile.Content.ReadAsByteArrayAsync()).Length.ShouldBe(8192);
        (await anybody.GetByteArrayAsync(proven.Path("events", $"tile/0/001.p/{ProvenHost.Events - 256}"))).Length.ShouldBe((ProvenHost.Events - 256) * 32);
        foreach (var (path, status) in new[] { ("tile/0/002", 404), ("tile/0/001", 404), ("tile/0/0", 404), ("tile/9/000", 404), ("proof/consistency?from=0&to=5", 400), ("proof/consistency?from=6&to=5", 400), ("proof/consistency?from=1&to=99999", 400), ("tile/entries/000", 401), ("proof/inclusion?id=x", 401) })
            ((int)(await anybody.GetAsync(proven.Path("events", path))).StatusCode).ShouldBe(status, path);
        (await anybody.GetAsync($"/v1/logs/nobody/events/checkpoint")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anybody.GetAsync(proven.Path("others", "checkpoint"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anybody.GetAsync(proven.Path("events", "checkpoint/witnessed"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "no witness is configured");
    }

    [Fact]
    public async Task Entries_and_single_proofs_are_for_auditors_and_on_the_record()
    {
        await proven.Ready();
        using var manager = proven.Host.Client("caseManager");
        (await manager.GetAsync(proven.Path("events", "tile/entries/000"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var officer = proven.Host.Client("privacyOfficer");
        var answer = await officer.GetAsync(proven.Path("events", $"proof/inclusion?id={proven.Id}"));
        var proof = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Merkle.VerifyInclusion(Bytes(proof["leaf"]), (long)proof["index"]!, (long)proof["size"]!, [.. proof["path"]!.AsArray().Select(Bytes)], Checkpoint.Parse(Note.Parse((string)proof["checkpoint"]!).Text).Root).ShouldBeTrue();
        Merkle.Leaf(Bytes(proof["entry"])).ShouldBe(Bytes(proof["leaf"]));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await proven.Count("select count(*) from journey.access where action = 'proof.read'")).ShouldBeGreaterThan(0);

        foreach (var (path, status, code) in new[] { ("proof/inclusion?id=x", 400, "logs.id"), ($"proof/inclusion?id={Guid.NewGuid()}", 404, "logs.no-entry"), ($"proof/inclusion?id={proven.Id}&format=pdf", 400, "logs.format"), ("tile/entries/007", 404, "logs.no-tile") })
        {
            var refused = await officer.GetAsync(proven.Path("events", path));
            ((int)refused.StatusCode, (string?)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["code"]).ShouldBe((status, code), path);
        }
        (await officer.GetAsync("/v1/logs/elsewhere/events/tile/entries/000")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        static byte[] Bytes(JsonNode? node) => Convert.FromBase64String((string)node!);
    }

    [Fact]
    public async Task A_stranger_verifies_the_whole_log_over_http()
    {
        await proven.Ready();
        using var anybody = proven.Host.Client();
        var key = NoteKey.Parse((string)(await anybody.GetFromJsonAsync<JsonNode>(proven.Path("events", "keys")))!["keys"]![0]!);
        var url = new Uri(proven.Host.Address, proven.Path("events", ""));
        var token = $"dev:{proven.Host.Operator.Id}:privacyOfficer";
        foreach (var as_ in new[] { null, token })
        {
            var (wrong, size, _) = await new RemoteVerification(url, as_, (_, _) => { }).Run([key], [], default);
            (wrong, size).ShouldBe((null, ProvenHost.Events));
        }
        (await new RemoteVerification(url, null, (_, _) => { }).Run([key with { Name = "example.org/other" }], [], default)).Wrong!.What.ShouldContain("not signed by the given key");
        var later = new Checkpoint(key.Name, 999, Merkle.EmptyRoot).Text;
        (await new RemoteVerification(url, null, (_, _) => { }).Run([key], [new Note(later, [])], default)).Wrong!.Index.ShouldBe(ProvenHost.Events);
    }

    [Fact]
    public async Task The_command_line_checks_a_downloaded_proof_and_says_no_to_another_entry()
    {
        await proven.Ready();
        var folder = await proven.Export();
        var key = File.ReadAllText(Path.Combine(folder, "vkey"));
        var file = Path.Combine(folder, "proof.tlog-proof");
        (await VerifyCommand.Run(["--proof", file, "--key", key], default)).ShouldBe(0);
        File.WriteAllText(Path.Combine(folder, "other"), "another entry");
        (await VerifyCommand.Run(["--proof", file, "--entry", Path.Combine(folder, "other"), "--key", key], default)).ShouldBe(1);
        await Should.ThrowAsync<EventStore.SetupException>(() => VerifyCommand.Run(["--proof", Path.Combine(folder, "vkey"), "--key", key], default));
    }
}

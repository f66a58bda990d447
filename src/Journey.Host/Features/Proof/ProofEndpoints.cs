using System.Security.Cryptography;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Databases;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Http;
using Journey.Host.Recording;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Journey.Host.Features.Proof;

/// <summary>Whose signatures a log's checkpoints bear.</summary>
/// <param name="Keys">The log's own public keys, as c2sp.org/signed-note writes them.</param>
/// <param name="Pem">The same as PEM, for tools that know no notes.</param>
/// <param name="WitnessesNeeded">As many of the witnesses make a checkpoint a witnessed one.</param>
/// <param name="Problem">Why nothing is signed now, as the answering host sees it.</param>
public sealed record LogAnswer(string Log, string Origin, int Generation, DateTimeOffset BeganAt, string? Reason, IReadOnlyList<string> Keys, IReadOnlyList<string> Pem, IReadOnlyList<string> Witnesses, int WitnessesNeeded, string? Problem);

/// <summary>That the first <paramref name="From"/> entries of a log are the beginning of its first <paramref name="To"/>; RFC 6962, section 2.1.2.</summary>
public sealed record ConsistencyProof(string Log, long From, long To, IReadOnlyList<byte[]> Path);

/// <summary>
/// The logs as c2sp.org/tlog-tiles serves them, under /v1/logs/OPERATOR/LOG. Hashes and checkpoints tell nothing about anybody, so strangers, caches and
/// witnesses get them without signing in; entries and single proofs are for auditors.
/// </summary>
public static class ProofEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable", Text = "text/plain; charset=utf-8";

    public static void MapProof(this WebApplication app)
    {
        var open = app.MapGroup("/v1/logs/{operatorId}/{log}").AllowAnonymous().WithTags("Proof");
        open.MapGet("/checkpoint", (string operatorId, string log, HttpContext http, Operators operators, CancellationToken ct) => Newest(operators, operatorId, log, witnessed: false, http, ct))
            .WithName("readCheckpoint").WithSummary("The newest signed checkpoint of a log, with the cosignatures it has (c2sp.org/tlog-checkpoint).").Produces<string>(200, "text/plain").ProducesProblem(404);
        open.MapGet("/checkpoint/witnessed", (string operatorId, string log, HttpContext http, Operators operators, CancellationToken ct) => Newest(operators, operatorId, log, witnessed: true, http, ct))
            .WithName("readWitnessedCheckpoint").WithSummary("The newest checkpoint that as many witnesses as the policy wants have cosigned.").Produces<string>(200, "text/plain").ProducesProblem(404);
        open.MapGet("/tile/{level:int}/{**path}", Tile).WithName("readTile").WithSummary("Hashes of a log's tree (c2sp.org/tlog-tiles). Never changes.").Produces<byte[]>(200, "application/octet-stream").ProducesProblem(404);
        open.MapGet("/proof/consistency", Consistency).WithName("readConsistencyProof").WithSummary("That the first entries of a log are the beginning of a larger tree of it.").Produces<ConsistencyProof>().ProducesProblem(400).ProducesProblem(404);
        open.MapGet("/keys", Keys).WithName("readLogKeys").WithSummary("The public keys of a log, its name, and its witnesses.").Produces<LogAnswer>().ProducesProblem(404);

        var audit = app.MapGroup("/v1/logs/{operatorId}/{log}").RequireAuthorization(Policies.Audit).Touches(Touch.Record).WithMetadata(new ReadsFromAttribute(Source.Primary)).WithTags("Proof");
        audit.MapGet("/tile/entries/{**path}", Entries).WithName("readEntries").WithSummary("What the leaves are made of (c2sp.org/tlog-tiles); recorded.").Produces<byte[]>(200, "application/octet-stream").ProducesProblem(404);
        audit.MapGet("/proof/inclusion", Inclusion).WithName("readInclusionProof")
            .WithSummary("That an event or a record of access stands in a log, with its entry, under the newest checkpoint; format=tlog-proof gives a file for c2sp.org/tlog-proof. Recorded.")
            .Produces<InclusionProof>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> Newest(Operators operators, string operatorId, string log, bool witnessed, HttpContext http, CancellationToken ct)
    {
        if (Find(operators, operatorId, log) is not var (op, which)) return NoLog();
        if (await CheckpointStore.Newest(op.Primary, which, witnessed, ct) is not { } newest) return NoCheckpoint(witnessed);
        http.Response.Headers.CacheControl = "public, max-age=2";
        return TypedResults.Text(newest.Note, Text);
    }

    private static async Task<IResult> Tile(string operatorId, string log, int level, string path, HttpContext http, Operators operators, CancellationToken ct)
    {
        if (Find(operators, operatorId, log) is not var (op, which)) return NoLog();
        if (!TileId.TryParse(level, path, out var tile) || !await Covered(op, which, tile, ct)) return NoTile();
        var (_, hashes) = (await TileStore.Read(op.Primary, which, [tile], ct))[0];
        if (hashes?.Length != tile.Width * Merkle.HashSize) return NoTile();
        http.Response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(hashes, "application/octet-stream");
    }

    private static async Task<IResult> Entries(string operatorId, string log, string path, HttpContext http, Callers callers, Proofs proofs, CancellationToken ct)
    {
        if (Mine(callers.Of(http), operatorId, log) is not { } which) return NoLog();
        var caller = callers.Of(http);
        if (!TileId.TryParse(0, path, out var tile) || !await Covered(caller.Operator, which, tile, ct)) return NoTile();
        return await proofs.Bundle(caller, which, tile, ct) is { } bundle ? TypedResults.Bytes(bundle, "application/octet-stream")
            : Problems.Of(409, "logs.incomplete", "An entry that was signed is missing from the database: run journey verify.");
    }

    private static async Task<IResult> Inclusion(string operatorId, string log, string? id, string? format, bool? witnessed, HttpContext http, Callers callers, Proofs proofs, CancellationToken ct)
    {
        if (Mine(callers.Of(http), operatorId, log) is not { } which) return NoLog();
        if (!Guid.TryParse(id, out var wanted)) return Problems.Of(400, "logs.id", "id is that of an event, or of a record of access.");
        if (format is not (null or "json" or "tlog-proof")) return Problems.Of(400, "logs.format", "format is json or tlog-proof.");
        if (await proofs.Inclusion(callers.Of(http), which, wanted, witnessed == true, ct) is not var (proof, _)) return Problems.Of(404, "logs.no-entry", $"The log of {which.Name()} has no entry {wanted}.");
        if (proof is null) return Problems.Of(409, "logs.not-yet", "The entry is not under a checkpoint yet: within 30 seconds it is.");
        return format == "tlog-proof" ? TypedResults.Text(Proofs.File(proof), Text) : TypedResults.Ok(proof);
    }

    private static async Task<IResult> Consistency(string operatorId, string log, string? from, string? to, HttpContext http, Operators operators, CancellationToken ct)
    {
        if (Find(operators, operatorId, log) is not var (op, which)) return NoLog();
        if (await CheckpointStore.Newest(op.Primary, which, witnessed: false, ct) is not { } newest) return NoCheckpoint(witnessed: false);
        var larger = newest.Size;
        if (!Checkpoint.TrySize(from ?? "", out var smaller) || to is not null && !Checkpoint.TrySize(to, out larger) || smaller < 1 || smaller > larger || larger > newest.Size)
            return Problems.Of(400, "logs.sizes", $"from and to are sizes of the log, 1 ≤ from ≤ to ≤ {newest.Size}, which is signed.");
        var tree = await TileStore.At(op.Primary, which, larger, t => t.Consistency(smaller), ct);
        http.Response.Headers.CacheControl = Forever;
        return TypedResults.Ok(new ConsistencyProof(which.Name(), smaller, larger, tree.Consistency(smaller)));
    }

    private static async Task<IResult> Keys(string operatorId, string log, Operators operators, ProofSettings settings, Standings standings, CancellationToken ct)
    {
        if (Find(operators, operatorId, log) is not var (op, which)) return NoLog();
        if (await CheckpointStore.Tree(op.Primary, which, ct) is not { } tree) return NoCheckpoint(witnessed: false);
        return TypedResults.Ok(new LogAnswer(which.Name(), tree.Origin, tree.Generation, tree.BeganAt, tree.Reason, [.. tree.Keys.Select(k => k.ToString())], [.. tree.Keys.Select(Pem)],
            [.. settings.Witnesses.Select(w => w.Key.ToString())], settings.Needed, standings.Of(op.Id, which).Problem));
    }

    /// <summary>A public key as PEM.</summary>
    internal static string Pem(NoteKey key) => PemEncoding.WriteString("PUBLIC KEY", key.Algorithm == NoteAlgorithm.Ecdsa ? key.Public.Span : [.. Ed25519Prefix, .. key.Public.Span]);

    // RFC 8410: SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes.
    private static readonly byte[] Ed25519Prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    // What is not under a checkpoint yet is not published.
    private static async Task<bool> Covered(Operator op, ProofLog log, TileId tile, CancellationToken ct) =>
        await CheckpointStore.Newest(op.Primary, log, witnessed: false, ct) is { } newest && tile.Level < 8 && tile.N < newest.Size && (newest.Size >> 8 * tile.Level) - tile.N * TileId.Full >= tile.Width;

    private static (Operator Operator, ProofLog Log)? Find(Operators operators, string operatorId, string log)
    {
        if (!ProofLogs.TryParse(log, out var which) || operators.All.FirstOrDefault(o => o.Id.Value == operatorId) is not { } op) return null;
        return op.Availability.IsAway ? throw new ProblemException(503) : (op, which);
    }

    private static ProofLog? Mine(Caller caller, string operatorId, string log) => caller.Operator.Id.Value == operatorId && ProofLogs.TryParse(log, out var which) ? which : null;

    private static ProblemHttpResult NoLog() => Problems.Of(404, "logs.unknown", "There is no such log: /v1/logs/OPERATOR/events or /v1/logs/OPERATOR/accesses.");

    private static ProblemHttpResult NoTile() => Problems.Of(404, "logs.no-tile", "The checkpoint's tree has no such tile; c2sp.org/tlog-tiles says which ones a size has.");

    private static ProblemHttpResult NoCheckpoint(bool witnessed) => Problems.Of(404, "logs.no-checkpoint", witnessed ? "No checkpoint has enough cosignatures yet." : "Nothing of this log is signed yet.");
}

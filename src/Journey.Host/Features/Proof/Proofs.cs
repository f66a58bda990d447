using System.Text;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Confidential;
using Journey.Host.Recording;

namespace Journey.Host.Features.Proof;

/// <summary>That an entry stands in a log, under the newest checkpoint.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Entry">The bytes that the leaf is the hash of, in base64; for events text.</param>
/// <param name="Path">From the leaf's sibling up, in base64 (RFC 6962, section 2.1.1).</param>
/// <param name="Checkpoint">The signed note, with its cosignatures.</param>
public sealed record InclusionProof(string Log, Guid Id, long Index, long Size, byte[] Leaf, byte[] Entry, IReadOnlyList<byte[]> Path, string Checkpoint);

/// <summary>Finds what proves an event or a record of access. Whoever asks is on the record for it.</summary>
public sealed class Proofs(Vault vault)
{
    /// <summary>Null where there is no such event or record.</summary>
    /// <param name="witnessed">Under the newest witnessed checkpoint, instead of the newest.</param>
    /// <returns>Without a proof where it is not under a checkpoint yet: within 30 s it is.</returns>
    public async Task<(InclusionProof? Proof, StoredCheckpoint? Under)?> Inclusion(Caller caller, ProofLog log, Guid id, bool witnessed, CancellationToken ct)
    {
        var op = caller.Operator;
        await vault.Record(op, caller.Access("proof.read", new Resource(log == ProofLog.Events ? "event" : "access", id.ToString()), new Basis(BasisKind.Law, "audit")), [], [], [], ct);
        if (await EntryStore.Find(op.Primary, log, id, ct) is not { } found) return null;
        var checkpoint = await CheckpointStore.Newest(op.Primary, log, witnessed, ct);
        if (checkpoint is null || found.Index is not { } index || index >= checkpoint.Size) return (null, checkpoint);
        var tree = await TileStore.At(op.Primary, log, checkpoint.Size, t => t.Inclusion(index), ct);
        return (new(log.Name(), id, index, checkpoint.Size, Merkle.Leaf(found.Entry), found.Entry, tree.Inclusion(index), checkpoint.Note), checkpoint);
    }

    /// <summary>The same as a file, for whoever checks it without us.</summary>
    public static string File(InclusionProof proof) => new ProofFile(proof.Entry, proof.Index, proof.Path, Note.Parse(proof.Checkpoint)).ToString();

    /// <summary>Entries as c2sp.org/tlog-tiles bundles them: each after its length in two bytes.</summary>
    public async Task<byte[]?> Bundle(Caller caller, ProofLog log, TileId tile, CancellationToken ct)
    {
        var op = caller.Operator;
        await vault.Record(op, caller.Access("log.entries", new Resource(log == ProofLog.Events ? "event-log" : "access-log", tile.NumberPath), new Basis(BasisKind.Law, "audit"), new Query("log.entries", [], tile.Width)), [], [], [], ct);
        var entries = await EntryStore.Read(op.Primary, log, tile.N * TileId.Full, tile.Width, ct);
        if (entries.Count != tile.Width) return null;
        using var bundle = new MemoryStream();
        foreach (var (_, entry) in entries)
        {
            bundle.WriteByte((byte)(entry.Length >> 8));
            bundle.WriteByte((byte)entry.Length);
            bundle.Write(entry);
        }
        return bundle.ToArray();
    }
}

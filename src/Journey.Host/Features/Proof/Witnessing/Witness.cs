using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof.Witnessing;

/// <summary>What a witness answers; the codes are those of c2sp.org/tlog-witness.</summary>
internal sealed record WitnessReply(int Status, string Body = "", string Type = "text/plain; charset=utf-8");

/// <summary>
/// Cosigns other organizations' checkpoints: each one continues the last, or is refused. Remembers per log the last checkpoint that it cosigned, in a
/// file of its own that is written through before the answer, so no crash makes it cosign two histories.
/// </summary>
/// <param name="folder">This witness's alone.</param>
/// <param name="logs">The keys that are trusted; a key's name is its log's origin.</param>
internal sealed class Witness(string folder, NoteSigner signer, IReadOnlyList<NoteKey> logs, TimeProvider clock)
{
    private const int MostHashes = 63;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.Ordinal);

    public async Task<WitnessReply> Add(string body, CancellationToken ct)
    {
        long old;
        List<byte[]> proof;
        Note note;
        Checkpoint checkpoint;
        try { (old, proof, note, checkpoint) = Parse(body); }
        catch (FormatException e) { return new(400, e.Message + "\n"); }

        var keys = logs.Where(k => k.Name == checkpoint.Origin).ToList();
        if (keys.Count == 0) return new(404, "This log is unknown here.\n");
        if (note.SignedBy(keys).Count == 0) return new(403, "No key of this log that is trusted here signed the checkpoint.\n");
        if (old > checkpoint.Size) return new(400, "The old size is beyond the checkpoint's.\n");

        var turn = turns.GetOrAdd(checkpoint.Origin, _ => new(1));
        await turn.WaitAsync(ct);
        try
        {
            var last = Last(checkpoint.Origin);
            if (old != (last?.Size ?? 0) || last is not null && checkpoint.Size == last.Size && !checkpoint.Root.AsSpan().SequenceEqual(last.Root))
                return new(409, string.Create(CultureInfo.InvariantCulture, $"{last?.Size ?? 0}\n"), "text/x.tlog.size");
            var consistent = last is null || last.Size == 0 ? proof.Count == 0 : Merkle.VerifyConsistency(last.Size, checkpoint.Size, last.Root, checkpoint.Root, proof);
            if (!consistent) return new(422, "The consistency proof does not verify.\n");
            DurableFile.Write(FileOf(checkpoint.Origin), note.ToString());
            return new(200, signer.Line(note.Text, clock.GetUtcNow()));
        }
        finally { turn.Release(); }
    }

    /// <summary>The last checkpoint of that log that this witness cosigned, from its file.</summary>
    /// <exception cref="FormatException">The file was damaged: nothing is cosigned for that log until a person has looked.</exception>
    public Checkpoint? Last(string origin)
    {
        var file = FileOf(origin);
        return File.Exists(file) ? Checkpoint.Parse(Note.Parse(File.ReadAllText(file)).Text) : null;
    }

    private string FileOf(string origin) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin))) + ".checkpoint");

    private static (long Old, List<byte[]> Proof, Note Note, Checkpoint Checkpoint) Parse(string body)
    {
        var end = body.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0) throw new FormatException("A request is an old size, hashes, an empty line, and a checkpoint.");
        var lines = body[..end].Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || !Checkpoint.TrySize(lines[0][4..], out var old)) throw new FormatException("The first line is 'old' and a size, without leading zeros.");
        if (lines.Length - 1 > MostHashes) throw new FormatException($"A consistency proof has {MostHashes} hashes at most.");
        var note = Note.Parse(body[(end + 2)..]);
        return (old, [.. lines.Skip(1).Select(ProofFile.Hash)], note, Checkpoint.Parse(note.Text));
    }
}

using System.Globalization;
using Journey.EventStore.Proof;
using Npgsql;

namespace Journey.Host.Features.Proof.Verify;

/// <summary>A log in its database, against every checkpoint that is kept there and those seen elsewhere.</summary>
public static class DatabaseVerification
{
    /// <param name="keys">The log's public keys, known from elsewhere; none: those that the database names.</param>
    /// <param name="seen">Checkpoints known from elsewhere; those of other logs are left alone.</param>
    public static async Task<(Tampering? Wrong, long Size, string Against)> Run(
        NpgsqlDataSource main, ProofLog log, IReadOnlyList<NoteKey> keys, IReadOnlyList<Note> seen, Action<long, long>? progress, CancellationToken ct)
    {
        var tree = await CheckpointStore.Tree(main, log, ct);
        var trusted = tree is null ? [] : keys.Where(k => k.Name == tree.Origin).ToList() is { Count: > 0 } given ? given : keys.Count == 0 ? tree.Keys : [];
        var stored = await CheckpointStore.All(main, log, ct);
        var roots = new List<SignedRoot>();
        foreach (var checkpoint in stored)
        {
            // Rows are only what the notes say: somebody who changes a row has to sign a note.
            var note = Note.Parse(checkpoint.Note);
            var said = Checkpoint.Parse(note.Text);
            if (said.Size != checkpoint.Size || said.Origin != tree!.Origin || !said.Root.AsSpan().SequenceEqual(checkpoint.Root) || note.SignedBy([.. trusted]).Count == 0)
                return (new(null, string.Create(CultureInfo.InvariantCulture, $"the checkpoint of size {checkpoint.Size} is not signed by the log's key")), 0, "");
            roots.Add(new(said.Size, said.Root, "the checkpoint"));
        }
        var ours = seen.Where(n => ProofLogOf(n) == log && IsOf(n, tree, log)).Select(n => Checkpoint.Parse(n.Text)).ToList();
        roots.AddRange(ours.Select(c => new SignedRoot(c.Size, c.Root, "a checkpoint seen before")));
        var verification = new Verification(main, log, progress);
        var wrong = await verification.Run(roots, ct);
        return (wrong, verification.Size, string.Create(CultureInfo.InvariantCulture, $"{stored.Count} checkpoints, {ours.Count} seen before, {(keys.Count > 0 ? "keys as given" : "keys as the database names them")}"));
    }

    private static bool IsOf(Note note, TreeName? tree, ProofLog log)
    {
        var origin = Checkpoint.Parse(note.Text).Origin;
        // A database from before the first signature has no name: then the log's is taken from what was seen.
        return tree is null ? ProofLogOf(note) == log : origin == tree.Origin;
    }

    // …/events, or …/events.2 for a later generation.
    private static ProofLog? ProofLogOf(Note note) => ProofLogs.TryParse(Checkpoint.Parse(note.Text).Origin.Split('/')[^1].Split('.')[0], out var log) ? log : null;
}

using System.Globalization;
using Journey.EventStore.Proof;
using Npgsql;

namespace Journey.Host.Features.Proof.Verify;

/// <summary>A log in its database, against every checkpoint that is kept there and those seen elsewhere.</summary>
public static class DatabaseVerification
{
    /// <param name="keys">The log's public keys, known from elsewhere; none for this log: those that the database names.</param>
    /// <param name="seen">Checkpoints known from elsewhere; those of other logs are left alone.</param>
    public static async Task<(Tampering? Wrong, long Size, string Against)> Run(
        NpgsqlDataSource main, ProofLog log, IReadOnlyList<NoteKey> keys, IReadOnlyList<Note> seen, Action<long, long>? progress, CancellationToken ct)
    {
        var tree = await CheckpointStore.Tree(main, log, ct);
        var given = keys.Where(k => Parts(k.Name).Log == log).ToList();
        var trusted = tree is null ? [] : given.Count > 0 ? given.Where(k => k.Name == tree.Origin).ToList() : tree.Keys;
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
        var remembered = 0;
        foreach (var checkpoint in seen.Select(n => Checkpoint.Parse(n.Text)))
        {
            var (name, which, generation) = Parts(checkpoint.Origin);
            // A database from before the first signature has no name: then the log's is taken from what was seen.
            if (which != log || tree is not null && name != Parts(tree.Origin).Name) continue;
            if (tree is not null && generation > tree.Generation)
                return (new(null, $"a checkpoint of {checkpoint.Origin} was seen, and the database knows only {tree.Origin}: it was put back to an older state"), 0, "");
            if (tree is not null && generation < tree.Generation) continue; // another history has begun since, as somebody said
            roots.Add(new(checkpoint.Size, checkpoint.Root, "a checkpoint seen before"));
            remembered++;
        }
        var verification = new Verification(main, log, progress);
        var wrong = await verification.Run(roots, ct);
        return (wrong, verification.Size, string.Create(CultureInfo.InvariantCulture, $"{stored.Count} checkpoints, {remembered} seen before, keys as {(given.Count > 0 ? "given" : "the database names them")}"));
    }

    // NAME/OPERATOR/events, or …/events.2 for a later generation.
    private static (string Name, ProofLog? Log, int Generation) Parts(string origin)
    {
        var (at, dot) = (origin.LastIndexOf('/') + 1, origin.LastIndexOf('.'));
        var generation = dot > at && int.TryParse(origin.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var name = generation > 1 ? origin[..dot] : origin;
        return (name, ProofLogs.TryParse(name[at..], out var log) ? log : null, generation);
    }
}

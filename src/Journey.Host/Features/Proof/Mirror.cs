using System.Globalization;
using Journey.EventStore;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof;

/// <summary>
/// This host's memory of what was signed, outside the databases: the newest checkpoint per operator, log and generation, a file each. A database that
/// was put back to an older state, or rewritten, does not fit it.
/// </summary>
/// <param name="folder">Null: there is none, and everything fits.</param>
public sealed class Mirror(string? folder)
{
    private readonly Lock gate = new();

    /// <summary>What was last signed of the newest generation; null: nothing that is remembered here.</summary>
    /// <exception cref="FormatException">The file was damaged.</exception>
    public (int Generation, Checkpoint Checkpoint)? Seen(OperatorId op, ProofLog log) =>
        Newest(op, log) is var (file, generation) ? (generation, Checkpoint.Parse(Note.Parse(System.IO.File.ReadAllText(file)).Text)) : null;

    /// <summary>The file that holds it.</summary>
    public string? File(OperatorId op, ProofLog log) => Newest(op, log)?.File;

    private (string File, int Generation)? Newest(OperatorId op, ProofLog log)
    {
        if (folder is null || !Directory.Exists(folder)) return null;
        var prefix = $"{op}.{log.Name()}.";
        var files = Directory.GetFiles(folder, $"{prefix}*.checkpoint").Select(f => (File: f, Generation: int.Parse(Path.GetFileName(f)[prefix.Length..^".checkpoint".Length], CultureInfo.InvariantCulture))).ToList();
        return files.Count == 0 ? null : files.MaxBy(f => f.Generation);
    }

    /// <summary>Before it is published. An older one than what is remembered changes nothing.</summary>
    public void Remember(OperatorId op, ProofLog log, int generation, string note)
    {
        if (folder is null) return;
        var checkpoint = Checkpoint.Parse(Note.Parse(note).Text);
        lock (gate)
        {
            Directory.CreateDirectory(folder);
            if (Seen(op, log) is { } seen && (seen.Generation > generation || seen.Generation == generation && seen.Checkpoint.Size >= checkpoint.Size)) return;
            DurableFile.Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{op}.{log.Name()}.{generation}.checkpoint")), note);
        }
    }

    /// <summary>Null when the log still begins with all that is remembered; else how it does not. The restore gate asks this before anything is decrypted.</summary>
    /// <exception cref="TreeIncomplete">Leaves are missing in the middle.</exception>
    public async Task<string?> Problem(Operator op, ProofLog log, CancellationToken ct)
    {
        if (Seen(op.Id, log) is not { } seen) return null;
        var generation = (await CheckpointStore.Tree(op.Primary, log, ct))?.Generation ?? 0;
        if (generation > seen.Generation) return null; // somebody has said that another history begins
        if (generation < seen.Generation) return string.Create(CultureInfo.InvariantCulture, $"generation {seen.Generation} of the log was signed, and the database knows only {generation}: it was put back to an older state");
        var size = await TileStore.Size(op.Primary, log, ct);
        if (size < seen.Checkpoint.Size) return string.Create(CultureInfo.InvariantCulture, $"{seen.Checkpoint.Size} entries were signed and the log has {size}: entry {size} is the first that is missing");
        var root = await TileStore.Root(op.Primary, log, seen.Checkpoint.Size, ct);
        return root.AsSpan().SequenceEqual(seen.Checkpoint.Root) ? null : string.Create(CultureInfo.InvariantCulture, $"the first {seen.Checkpoint.Size} entries are not those that were signed");
    }
}

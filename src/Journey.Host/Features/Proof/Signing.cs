using System.Globalization;
using Journey.EventStore;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof;

/// <summary>Signs a log when it has grown: stores its full tiles, computes its root, remembers and publishes the checkpoint.</summary>
internal sealed class Signing(ProofSettings settings, LogKeys keys, Mirror mirror, TimeProvider clock)
{
    /// <summary>The newest checkpoint after the look; null while the log is empty, or another host signs.</summary>
    /// <exception cref="HistoryLost">The log does not continue what was signed before: nothing is.</exception>
    public async Task<StoredCheckpoint?> Look(Operator op, ProofLog log, string owner, long epoch, CancellationToken ct)
    {
        try
        {
            if (await mirror.Problem(op, log, ct) is { } problem) throw new HistoryLost(problem);
            var newest = await CheckpointStore.Newest(op.Primary, log, witnessed: false, ct);
            var size = await TileStore.Size(op.Primary, log, ct);
            if (newest is not null && size < newest.Size) throw new HistoryLost(string.Create(CultureInfo.InvariantCulture, $"{newest.Size} entries were signed and the log has {size}"));
            if (size == (newest?.Size ?? 0)) return newest;
            if (newest is not null && !(await TileStore.Root(op.Primary, log, newest.Size, ct)).AsSpan().SequenceEqual(newest.Root))
                throw new HistoryLost(string.Create(CultureInfo.InvariantCulture, $"the first {newest.Size} entries are not those that were signed"));

            await TileStore.Grow(op.Primary, log, size, ct);
            var root = await TileStore.Root(op.Primary, log, size, ct);
            var tree = await CheckpointStore.Tree(op.Primary, log, ct) ?? await Begin(op, log, 1, null, ct);
            var signed = new StoredCheckpoint(tree.Generation, size, root, await Sign(op, log, new(tree.Origin, size, root), ct), clock.GetUtcNow(), null);
            mirror.Remember(op.Id, log, tree.Generation, signed.Note);
            return await CheckpointStore.Add(op.Primary, log, signed, owner, epoch, ct) ? signed : null;
        }
        catch (TreeIncomplete e) { throw new HistoryLost(e.Message); }
    }

    /// <summary>Another history of the log, under another name.</summary>
    public async Task<TreeName> Begin(Operator op, ProofLog log, int generation, string? reason, CancellationToken ct)
    {
        var origin = string.Create(CultureInfo.InvariantCulture, $"{settings.Name}/{op.Id}/{log.Name()}{(generation == 1 ? "" : $".{generation}")}");
        var signers = await keys.Of(op, log, origin, ct);
        await CheckpointStore.Begin(op.Primary, log, new(generation, origin, [.. signers.Select(s => s.Key)], clock.GetUtcNow(), reason), ct);
        foreach (var signer in signers) signer.Dispose();
        return (await CheckpointStore.Tree(op.Primary, log, ct))!;
    }

    private async Task<string> Sign(Operator op, ProofLog log, Checkpoint checkpoint, CancellationToken ct)
    {
        var signers = await keys.Of(op, log, checkpoint.Origin, ct);
        try { return $"{checkpoint.Text}\n{string.Concat(signers.Select(s => s.Line(checkpoint.Text, clock.GetUtcNow())))}"; }
        finally
        {
            foreach (var signer in signers) signer.Dispose();
        }
    }
}

/// <summary>The log does not continue what was signed before: the database was put back to an older state, or rewritten.</summary>
internal sealed class HistoryLost(string message) : Exception(message);

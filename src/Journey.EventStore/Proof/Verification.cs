using System.Globalization;
using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Proof;

/// <summary>What is wrong with a log.</summary>
/// <param name="Index">The first entry that is not what was signed; null: it can't be said of one.</param>
public sealed record Tampering(long? Index, string What)
{
    public override string ToString() => Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"index {index}: {What}") : What;
}

/// <summary>A root that somebody signed, or remembers.</summary>
/// <param name="By">In words, for a report.</param>
public sealed record SignedRoot(long Size, byte[] Root, string By);

/// <summary>Derives a log's tree anew from what stands in its database, and compares it with every tile and with every root that was signed.</summary>
/// <param name="progress">How many leaves were looked at, and of how many.</param>
public sealed class Verification(NpgsqlDataSource main, ProofLog log, Action<long, long>? progress = null)
{
    private const int AtOnce = 8 * TileId.Full;
    private static readonly string EventsSql = Load("Proof.verify_events"), AccessesSql = Load("Proof.verify_accesses"), TilesSql = Load("Proof.stored_tiles"),
        BesideEventsSql = Load("Proof.beside_events"), BesideAccessesSql = Load("Proof.beside_accesses");

    private readonly CompactRange range = new();

    /// <summary>How many leaves were found right.</summary>
    public long Size => range.Size;

    /// <param name="signed">In any order.</param>
    /// <returns>The first thing that is wrong; null: nothing is.</returns>
    public async Task<Tampering?> Run(IEnumerable<SignedRoot> signed, CancellationToken ct)
    {
        var ladder = new Ladder(signed);
        var total = await TileStore.Size(main, log, ct);
        while (true)
        {
            var (leaves, broken) = await Leaves(ct);
            var first = range.Size;
            var tiles = await Tiles(0, first / TileId.Full, leaves.Count / TileId.Full, ct);
            foreach (var leaf in leaves)
            {
                var (n, at) = (range.Size / TileId.Full, (int)(range.Size % TileId.Full));
                if (tiles.TryGetValue(n, out var tile) && !tile.Hashes.AsSpan(at * Merkle.HashSize, Merkle.HashSize).SequenceEqual(leaf))
                    return new(range.Size, $"the entry is not the one whose hash stands in tile/{new TileId(0, n, TileId.Full).Path}");
                range.Add(leaf);
                if (ladder.Problem(range) is { } wrong) return wrong;
            }
            if (broken is not null) return broken;
            progress?.Invoke(range.Size, total);
            if (leaves.Count < AtOnce) break;
        }
        return ladder.Missing(range.Size) ?? await Above(ct) ?? await Beside(ct);
    }

    // The leaves of the next entries, up to the first that is not what its position says.
    private async Task<(List<byte[]> Leaves, Tampering? Broken)> Leaves(CancellationToken ct)
    {
        var leaves = new List<byte[]>(AtOnce);
        await using var command = main.Command(log == ProofLog.Events ? EventsSql : AccessesSql, P(range.Size), P(AtOnce));
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var index = range.Size + leaves.Count;
            if (reader.GetInt64(0) != index + 1) return (leaves, new(index, "the log has no such position, though later ones"));
            if (await reader.IsDBNullAsync(2, ct)) return (leaves, new(index, "the entry that was logged is gone"));
            var leaf = reader.GetFieldValue<byte[]>(2);
            if (!leaf.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(1))) return (leaves, new(index, "the entry is not the one that was logged"));
            leaves.Add(leaf);
        }
        return (leaves, null);
    }

    private async Task<Dictionary<long, (byte[] Hashes, byte[] Root)>> Tiles(int level, long first, int count, CancellationToken ct)
    {
        await using var command = main.Command(TilesSql, P(log.Name()), P(level), P(first), P(count));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tiles = new Dictionary<long, (byte[], byte[])>();
        while (await reader.ReadAsync(ct)) tiles[reader.GetInt64(0)] = (reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2));
        return tiles;
    }

    // What is served above the leaves follows from what is below.
    private async Task<Tampering?> Above(CancellationToken ct)
    {
        for (var level = 0; ; level++)
        {
            var next = level + 1;
            for (long n = 0; ; n += TileId.Full)
            {
                var tiles = await Tiles(level, n, TileId.Full, ct);
                if (tiles.Count == 0 && n == 0) return null;
                var roots = new List<byte[]>();
                foreach (var (number, tile) in tiles.OrderBy(t => t.Key))
                {
                    roots.Add(Merkle.Complete(tile.Hashes));
                    if (!roots[^1].AsSpan().SequenceEqual(tile.Root)) return new(number << 8 * next, $"the hash kept for tile/{new TileId(level, number, TileId.Full).Path} is not that of its content");
                }
                var above = await Tiles(next, n / TileId.Full, 1, ct);
                if (above.TryGetValue(n / TileId.Full, out var kept) && !kept.Hashes.AsSpan().SequenceEqual(roots.SelectMany(r => r).ToArray()))
                    return new(n << 8 * next, $"tile/{new TileId(next, n / TileId.Full, TileId.Full).Path} is not that of the tiles below");
                if (tiles.Count < TileId.Full) break;
            }
        }
    }

    private async Task<Tampering?> Beside(CancellationToken ct)
    {
        await using var command = main.Command(log == ProofLog.Events ? BesideEventsSql : BesideAccessesSql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt64(0) is var count and > 0
            ? new(null, string.Create(CultureInfo.InvariantCulture, $"{count} rows stand beside the log without a position, the first has number {reader.GetInt64(1)}: no host sequences, or somebody wrote past the store")) : null;
    }
}

/// <summary>Roots that were signed, by size, as a reader of the whole log passes them.</summary>
public sealed class Ladder(IEnumerable<SignedRoot> signed)
{
    private readonly Queue<SignedRoot> ahead = new(signed.Where(s => s.Size > 0).OrderBy(s => s.Size));
    private long passed;

    /// <summary>Null while the tree is what was signed, wherever a size was.</summary>
    public Tampering? Problem(CompactRange range)
    {
        while (ahead.TryPeek(out var next) && next.Size == range.Size)
        {
            ahead.Dequeue();
            if (!range.Root().AsSpan().SequenceEqual(next.Root))
                return new(passed, string.Create(CultureInfo.InvariantCulture, $"the entries from here to {next.Size - 1} are not all those under {next.By} of size {next.Size}"));
            passed = next.Size;
        }
        return null;
    }

    /// <summary>The log ends before a size that was signed.</summary>
    public Tampering? Missing(long size) => ahead.TryPeek(out _) && ahead.Last() is var last
        ? new(size, string.Create(CultureInfo.InvariantCulture, $"the log ends here, and {last.By} is of {last.Size} entries")) : null;
}

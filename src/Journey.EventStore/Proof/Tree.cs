using System.Numerics;

namespace Journey.EventStore.Proof;

/// <summary>The tree of a log at one size, computed from tiles: roots and proofs take a logarithm's worth of them.</summary>
/// <param name="size">How many leaves it has.</param>
/// <param name="tile">The hashes of a tile, joined: its width times 32 bytes.</param>
public sealed class Tree(long size, Func<TileId, ReadOnlyMemory<byte>> tile)
{
    public byte[] Root() => size == 0 ? Merkle.EmptyRoot : Hash(0, size);

    /// <summary>From the leaf's sibling up (RFC 6962, section 2.1.1).</summary>
    /// <param name="index">From 0, below the size.</param>
    public IReadOnlyList<byte[]> Inclusion(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        var (low, high) = (0L, size);
        while (high - low > 1)
        {
            var middle = low + Half(high - low);
            if (index < middle) (path, high) = (Add(Hash(middle, high)), middle);
            else (path, low) = (Add(Hash(low, middle)), middle);
        }
        path.Reverse();
        return path;

        List<byte[]> Add(byte[] hash)
        {
            path.Add(hash);
            return path;
        }
    }

    /// <summary>That the tree of the first <paramref name="from"/> leaves is its beginning (RFC 6962, section 2.1.2). Empty for 0 and for its own size.</summary>
    public IReadOnlyList<byte[]> Consistency(long from)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, size);
        var proof = new List<byte[]>();
        if (from == 0 || from == size) return proof;
        var (low, high, known) = (0L, size, true); // known: the smaller tree's part here is that tree itself, whose root the reader has
        while (from != high)
        {
            var middle = low + Half(high - low);
            if (from <= middle)
            {
                proof.Add(Hash(middle, high));
                high = middle;
            }
            else
            {
                proof.Add(Hash(low, middle));
                (low, known) = (middle, false);
            }
        }
        if (!known) proof.Add(Hash(low, high));
        proof.Reverse();
        return proof;
    }

    /// <summary>Runs a computation once without hashes, to see which tiles it needs.</summary>
    public static IReadOnlyCollection<TileId> Needs(long size, Action<Tree> computation)
    {
        var needed = new HashSet<TileId>();
        var nothing = new byte[TileId.Full * Merkle.HashSize];
        computation(new Tree(size, id =>
        {
            needed.Add(id);
            return nothing;
        }));
        return needed;
    }

    /// <summary>The tiles at the right edge that a tree of this size has, full ones but the last of each level left out.</summary>
    public static IEnumerable<TileId> Edge(long size)
    {
        for (var level = 0; size > 0; level++, size /= TileId.Full)
            if (size % TileId.Full is var width and > 0) yield return new(level, size / TileId.Full, (int)width);
    }

    // The largest power of two below n, n > 1.
    private static long Half(long n) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(n - 1)));

    private byte[] Hash(long low, long high)
    {
        var n = high - low;
        if (BitOperations.IsPow2(n)) return Subtree(BitOperations.Log2((ulong)n), low / n);
        var half = Half(n);
        return Merkle.Node(Hash(low, low + half), Hash(low + half, high));
    }

    // The complete subtree of 2^height leaves: some hashes that stand together in a tile of the level below it.
    private byte[] Subtree(int height, long index)
    {
        var (level, count) = (height / 8, 1 << height % 8);
        var first = index * count;
        var n = first / TileId.Full;
        var width = (int)Math.Min(TileId.Full, (size >> 8 * level) - n * TileId.Full);
        return Merkle.Complete(tile(new(level, n, width)).Span.Slice((int)(first % TileId.Full) * Merkle.HashSize, count * Merkle.HashSize));
    }
}

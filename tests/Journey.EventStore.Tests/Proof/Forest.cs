using System.Globalization;
using System.Text;
using Journey.EventStore.Proof;

namespace Journey.Tests.Proof;

/// <summary>Leaves in memory, and their trees from tiles as a log serves them.</summary>
internal sealed class Forest(IReadOnlyList<byte[]> entries)
{
    private readonly Dictionary<(int, long), byte[]> tiles = [];

    public static Forest Of(int leaves) => new([.. Enumerable.Range(0, leaves).Select(i => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"entry {i}")))]);

    public byte[] Leaf(long index) => Merkle.Leaf(entries[(int)index]);

    public Tree Tree(long size) => new(size, Tile);

    public ReadOnlyMemory<byte> Tile(TileId id) => Hashes(id.Level, id.N * TileId.Full, id.Width);

    /// <summary>As RFC 6962 defines it, without tiles.</summary>
    public byte[] Naive(long from, long to)
    {
        if (to == from) return Merkle.EmptyRoot;
        if (to - from == 1) return Leaf(from);
        long half = 1;
        while (half * 2 < to - from) half *= 2;
        return Merkle.Node(Naive(from, from + half), Naive(from + half, to));
    }

    private byte[] Hashes(int level, long first, int count) => [.. Enumerable.Range(0, count).SelectMany(i => level == 0 ? Leaf(first + i) : Above(level, first + i))];

    private byte[] Above(int level, long n) => tiles.TryGetValue((level, n), out var known) ? known : tiles[(level, n)] = Merkle.Complete(Hashes(level - 1, n * TileId.Full, TileId.Full));
}

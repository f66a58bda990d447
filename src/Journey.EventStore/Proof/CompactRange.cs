namespace Journey.EventStore.Proof;

/// <summary>A tree that only grows, leaf by leaf, in the memory of a few hashes: for those who read a whole log.</summary>
public sealed class CompactRange
{
    // Roots of complete subtrees, the largest first: one for each bit of the size.
    private readonly List<byte[]> subtrees = [];

    public long Size { get; private set; }

    public void Add(byte[] leaf)
    {
        var hash = leaf;
        for (var size = Size; (size & 1) == 1; size >>= 1)
        {
            hash = Merkle.Node(subtrees[^1], hash);
            subtrees.RemoveAt(subtrees.Count - 1);
        }
        subtrees.Add(hash);
        Size++;
    }

    public byte[] Root()
    {
        if (Size == 0) return Merkle.EmptyRoot;
        var root = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--) root = Merkle.Node(subtrees[i], root);
        return root;
    }
}

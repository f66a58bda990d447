using System.Numerics;
using System.Security.Cryptography;

namespace Journey.EventStore.Proof;

/// <summary>The Merkle tree hash of RFC 6962, section 2.1, and the verification of its proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2). A hash has 32 bytes.</summary>
public static class Merkle
{
    public const int HashSize = 32;

    /// <summary>The root of the tree without leaves.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + 2 * HashSize];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashSize)..]);
        return SHA256.HashData(both);
    }

    /// <summary>The root over hashes that stand one after the other, 1, 2, 4 … of them.</summary>
    public static byte[] Complete(ReadOnlySpan<byte> hashes)
    {
        if (!BitOperations.IsPow2(hashes.Length / HashSize) || hashes.Length % HashSize != 0) throw new ArgumentException("Not a complete subtree.", nameof(hashes));
        var level = hashes.ToArray();
        Span<byte> both = stackalloc byte[1 + 2 * HashSize];
        both[0] = 1;
        for (var size = level.Length; size > HashSize; size /= 2)
        {
            for (var i = 0; i < size; i += 2 * HashSize)
            {
                level.AsSpan(i, 2 * HashSize).CopyTo(both[1..]);
                SHA256.HashData(both, level.AsSpan(i / 2, HashSize));
            }
        }
        return level[..HashSize];
    }

    /// <summary>Whether the leaf stands at that index of the tree with that size and root. Never throws: a proof comes from anybody.</summary>
    /// <param name="index">From 0.</param>
    public static bool VerifyInclusion(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leaf.Length != HashSize || proof.Any(p => p.Length != HashSize)) return false;
        var (fn, sn) = (index, size - 1);
        var hash = leaf.ToArray();
        foreach (var p in proof)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                hash = Node(p, hash);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else hash = Node(hash, p);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the smaller tree is a beginning of the larger one. From the empty tree nothing follows: that is never shown. Never throws.</summary>
    public static bool VerifyConsistency(long from, long to, ReadOnlySpan<byte> oldRoot, ReadOnlySpan<byte> newRoot, IReadOnlyList<byte[]> proof)
    {
        if (from < 1 || from > to || proof.Any(p => p.Length != HashSize)) return false;
        if (from == to) return proof.Count == 0 && oldRoot.SequenceEqual(newRoot);
        if (proof.Count == 0) return false;
        var (fn, sn) = (from - 1, to - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var used = fn == 0 ? 0 : 1; // where the smaller tree is complete, its root is the first hash
        var (old, now) = fn == 0 ? (oldRoot.ToArray(), oldRoot.ToArray()) : (proof[0], proof[0]);
        foreach (var c in proof.Skip(used))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (old, now) = (Node(c, old), Node(c, now));
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else now = Node(now, c);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && oldRoot.SequenceEqual(old) && newRoot.SequenceEqual(now);
    }
}

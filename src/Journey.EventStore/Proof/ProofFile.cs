using System.Globalization;

namespace Journey.EventStore.Proof;

/// <summary>That an entry stands in a log, checkable without us: c2sp.org/tlog-proof. Ours carries the entry's bytes as its extra line.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Path">From the leaf's sibling up.</param>
/// <param name="Checkpoint">The signed note, with all its signatures.</param>
public sealed record ProofFile(byte[]? Extra, long Index, IReadOnlyList<byte[]> Path, Note Checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    public override string ToString() => string.Concat(
        Header, "\n", Extra is null ? "" : $"extra {Convert.ToBase64String(Extra)}\n", string.Create(CultureInfo.InvariantCulture, $"index {Index}\n"),
        string.Concat(Path.Select(p => Convert.ToBase64String(p) + "\n")), "\n", Checkpoint.ToString());

    /// <exception cref="FormatException">It is no such file.</exception>
    public static ProofFile Parse(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0) throw new FormatException("A proof is some lines, an empty one, and a checkpoint.");
        var lines = new Queue<string>(text[..end].Split('\n'));
        if (lines.Dequeue() != Header) throw new FormatException($"A proof's first line is {Header}.");
        byte[]? extra = null;
        if (lines.TryPeek(out var second) && second.StartsWith("extra ", StringComparison.Ordinal)) extra = Convert.FromBase64String(lines.Dequeue()[6..]);
        if (!lines.TryDequeue(out var index) || !index.StartsWith("index ", StringComparison.Ordinal) || !Proof.Checkpoint.TrySize(index[6..], out var at)) throw new FormatException("A proof names the entry's index: 'index 0'.");
        return new(extra, at, [.. lines.Select(Hash)], Note.Parse(text[(end + 2)..]));
    }

    /// <summary>Null when the entry stands in the tree that one of these keys signed; else what is wrong.</summary>
    /// <param name="entry">Null: the one that the file carries.</param>
    public string? Problem(byte[]? entry, IReadOnlyCollection<NoteKey> logKeys)
    {
        if ((entry ?? Extra) is not { } bytes) return "the file carries no entry; give its bytes";
        if (Checkpoint.SignedBy(logKeys).Count == 0) return "none of the given keys signed the checkpoint, or one of their signatures is wrong";
        var tree = Proof.Checkpoint.Parse(Checkpoint.Text);
        return logKeys.All(k => k.Name != tree.Origin) ? $"the checkpoint is of {tree.Origin}, not of the log whose key was given"
            : Merkle.VerifyInclusion(Merkle.Leaf(bytes), Index, tree.Size, Path, tree.Root) ? null
            : string.Create(CultureInfo.InvariantCulture, $"the entry does not stand at index {Index} of the tree that was signed");
    }

    /// <summary>A hash as proofs and requests write it: 32 bytes in base64, a line.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static byte[] Hash(string line)
    {
        var hash = new byte[Merkle.HashSize];
        return line.Length == 44 && Convert.TryFromBase64String(line, hash, out var length) && length == Merkle.HashSize ? hash : throw new FormatException("A line of a proof is 32 bytes in base64.");
    }
}

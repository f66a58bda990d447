using System.Buffers.Binary;

namespace Journey.EventStore.Proof;

/// <summary>One line under a note.</summary>
/// <param name="Bytes">What follows the key's id.</param>
public sealed record NoteSignature(string Name, uint Id, ReadOnlyMemory<byte> Bytes, string Line);

/// <summary>A text with signatures under it, as c2sp.org/signed-note writes it.</summary>
/// <param name="Text">With its last newline.</param>
public sealed record Note(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const int Longest = 1_000_000, MostSignatures = 100;

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s.Line))}";

    /// <exception cref="FormatException">It is no signed note.</exception>
    public static Note Parse(string note)
    {
        if (note.Length > Longest) throw new FormatException("The note is too long.");
        if (note.Any(c => c < ' ' && c != '\n')) throw new FormatException("The note holds a control character.");
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n') || end + 2 >= note.Length) throw new FormatException("The note has no signatures: they follow its last empty line, and end in a newline.");
        var lines = note[(end + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures) throw new FormatException($"The note has more than {MostSignatures} signatures.");
        return new(note[..(end + 1)], [.. lines.Select(SignatureOf)]);
    }

    /// <exception cref="FormatException">It is no signature line.</exception>
    public static NoteSignature SignatureOf(string line)
    {
        var parts = line.TrimEnd('\n').Split(' ');
        var bytes = new byte[line.Length];
        if (parts.Length != 3 || parts[0] != "—" || !NoteKey.IsName(parts[1]) || !Convert.TryFromBase64String(parts[2], bytes, out var length) || length < 5)
            throw new FormatException("A signature line is '— name base64(key id, signature)'.");
        return new(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4, length - 4), line.TrimEnd('\n') + "\n");
    }

    /// <summary>Those of these keys that signed it, each once. Lines of others are left alone; a line of one of these that is wrong makes the whole note wrong: then none.</summary>
    public IReadOnlyList<NoteKey> SignedBy(IReadOnlyCollection<NoteKey> keys)
    {
        var signed = new List<NoteKey>();
        foreach (var signature in Signatures)
        {
            if (keys.FirstOrDefault(k => k.Id == signature.Id && string.Equals(k.Name, signature.Name, StringComparison.Ordinal)) is not { } key) continue;
            if (!key.Verify(Text, signature.Bytes.Span)) return [];
            if (!signed.Contains(key)) signed.Add(key);
        }
        return signed;
    }
}

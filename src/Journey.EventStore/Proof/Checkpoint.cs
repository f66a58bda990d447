using System.Globalization;

namespace Journey.EventStore.Proof;

/// <summary>A log's tree at one size, as c2sp.org/tlog-checkpoint writes it. Lines that follow are ignored, and ours have none.</summary>
/// <param name="Origin">The log's name, the same as long as its history is.</param>
/// <param name="Root">32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text to sign.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <param name="text">Of a note.</param>
    /// <exception cref="FormatException">It is no checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        var root = new byte[Merkle.HashSize];
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(l => l.Length == 0)) throw new FormatException("A checkpoint has three lines or more: origin, size, root; none is empty.");
        if (!TrySize(lines[1], out var size)) throw new FormatException("A checkpoint's second line is the tree's size, a decimal number without leading zeros.");
        if (lines[2].Length != 44 || !Convert.TryFromBase64String(lines[2], root, out var length) || length != Merkle.HashSize || Convert.ToBase64String(root) != lines[2]) throw new FormatException("A checkpoint's third line is the root, 32 bytes in base64.");
        return new(lines[0], size, root);
    }

    /// <summary>Digits without a leading zero, below 2^63.</summary>
    public static bool TrySize(string digits, out long size) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size) && (digits.Length == 1 || digits[0] != '0');
}

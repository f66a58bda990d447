using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Journey.Host.Features.Import;

/// <summary>
/// Ids that the same source gives again and again, and that nobody without the import key can tie to the source's own numbers:
/// HMAC-SHA256 over the mapping's id, a kind and the key's parts, as a UUID of version 8 (RFC 9562: custom).
/// </summary>
/// <param name="key">The operator's import key, 32 bytes. It never stands in the main database.</param>
/// <param name="mapping">The mapping's id: two mappings of one operator never meet.</param>
public sealed class DerivedIds(byte[] key, string mapping)
{
    // Crockford's base 32: no I, L, O, U to misread.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int ReferenceLetters = 10;

    public Guid Id(string kind, params ReadOnlySpan<string> parts)
    {
        Span<byte> mac = stackalloc byte[32];
        Mac(mac, kind, parts);
        mac[6] = (byte)(mac[6] & 0x0F | 0x80);
        mac[8] = (byte)(mac[8] & 0x3F | 0x80);
        return new Guid(mac[..16], bigEndian: true);
    }

    /// <summary>A public reference, 50 bits: another value than the id, from which neither leads to the other.</summary>
    public string Reference(Guid id)
    {
        Span<byte> mac = stackalloc byte[32];
        Mac(mac, "reference", id.ToString());
        var letters = new char[ReferenceLetters];
        for (var i = 0; i < letters.Length; i++) letters[i] = Letters[mac[i] & 31];
        return new string(letters);
    }

    // Every part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    private void Mac(Span<byte> mac, string kind, params ReadOnlySpan<string> parts)
    {
        var length = Size(mapping) + Size(kind);
        foreach (var part in parts) length += Size(part);
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        var at = Put(bytes, 0, mapping);
        at = Put(bytes, at, kind);
        foreach (var part in parts) at = Put(bytes, at, part);
        HMACSHA256.HashData(key, bytes, mac);

        static int Size(string text) => 4 + Encoding.UTF8.GetByteCount(text);
    }

    private static int Put(Span<byte> to, int at, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to[(at + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(to[at..], length);
        return at + 4 + length;
    }
}

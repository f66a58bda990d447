using System.Security.Cryptography;
using System.Text;
using Journey.Domain.Confidential;

namespace Journey.Host.Confidential;

/// <summary>An unwrapped data key, of one subject, scope and class. Never leaves the vault, and lives there for a minute at most.</summary>
internal sealed class DataKey
{
    private readonly byte[] encryption;
    private readonly byte[] comparison;

    public DataKey(Guid id, KeyName name, byte[] key)
    {
        (Id, Name) = (id, name);
        encryption = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "journey/sealed/encryption/v1"u8.ToArray());
        comparison = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "journey/sealed/comparison/v1"u8.ToArray());
    }

    public Guid Id { get; }

    public KeyName Name { get; }

    public static byte[] FingerprintOf(ReadOnlySpan<byte> key) => SHA256.HashData([.. "journey/data-key/v1"u8, .. key]);

    public byte[] Mac(string text) => HMACSHA256.HashData(comparison, Encoding.UTF8.GetBytes(text));

    /// <returns>Nonce, ciphertext, tag.</returns>
    public byte[] Encrypt(string text, ReadOnlySpan<byte> associated)
    {
        var padded = Pad(Encoding.UTF8.GetBytes(text));
        var box = new byte[12 + padded.Length + 16];
        RandomNumberGenerator.Fill(box.AsSpan(0, 12));
        using var gcm = new AesGcm(encryption, 16);
        gcm.Encrypt(box.AsSpan(0, 12), padded, box.AsSpan(12, padded.Length), box.AsSpan(12 + padded.Length), associated);
        CryptographicOperations.ZeroMemory(padded);
        return box;
    }

    /// <summary>Null where the ciphertext does not belong here, or was changed.</summary>
    public string? Decrypt(Sealed value, ReadOnlySpan<byte> associated)
    {
        if (value.Box.Length < 12 + 16 + 16) return null;
        var padded = new byte[value.Box.Length - 28];
        using var gcm = new AesGcm(encryption, 16);
        try { gcm.Decrypt(value.Box[..12], value.Box[12..^16], value.Box[^16..], padded, associated); }
        catch (AuthenticationTagMismatchException) { return null; }
        var text = Encoding.UTF8.GetString(padded, 0, padded.AsSpan().LastIndexOf((byte)0x80));
        // The tag does not cover the comparison value: a changed one would make another value "the same again".
        return CryptographicOperations.FixedTimeEquals(Mac(text), value.Mac) ? text : null;
    }

    // To the next multiple of 16 (0x80, then zeros), so that a length tells little: any name of up to 15 letters looks alike.
    private static byte[] Pad(byte[] text)
    {
        var padded = new byte[text.Length / 16 * 16 + 16];
        text.CopyTo(padded, 0);
        padded[text.Length] = 0x80;
        return padded;
    }
}

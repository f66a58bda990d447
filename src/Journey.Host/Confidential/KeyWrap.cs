using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Journey.Host.Confidential;

/// <summary>AES key wrap with padding, RFC 5649: wraps keys without a nonce, and notices a changed or foreign one.</summary>
public static class KeyWrap
{
    private const uint Marker = 0xA65959A6;   // RFC 5649, section 3

    /// <param name="kek">16, 24 or 32 bytes.</param>
    /// <param name="key">1 byte or more.</param>
    public static byte[] Wrap(ReadOnlySpan<byte> kek, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty) throw new ArgumentException("There is no key to wrap.", nameof(key));
        using var aes = Cipher(kek);
        var blocks = (key.Length + 7) / 8;
        var wrapped = new byte[8 + blocks * 8];
        BinaryPrimitives.WriteUInt32BigEndian(wrapped, Marker);
        BinaryPrimitives.WriteInt32BigEndian(wrapped.AsSpan(4), key.Length);
        key.CopyTo(wrapped.AsSpan(8));
        if (blocks == 1) return aes.EncryptEcb(wrapped, PaddingMode.None);

        Span<byte> block = stackalloc byte[16];
        for (var j = 0; j < 6; j++)
        {
            for (var i = 1; i <= blocks; i++)
            {
                wrapped.AsSpan(0, 8).CopyTo(block);
                wrapped.AsSpan(i * 8, 8).CopyTo(block[8..]);
                aes.EncryptEcb(block, block, PaddingMode.None);
                Count(block, blocks * j + i);
                block[..8].CopyTo(wrapped);
                block[8..].CopyTo(wrapped.AsSpan(i * 8));
            }
        }
        return wrapped;
    }

    /// <returns>False where the key was not wrapped under this one, or was changed since.</returns>
    public static bool TryUnwrap(ReadOnlySpan<byte> kek, ReadOnlySpan<byte> wrapped, out byte[] key)
    {
        key = [];
        if (wrapped.Length < 16 || wrapped.Length % 8 != 0) return false;
        using var aes = Cipher(kek);
        var plain = wrapped.ToArray();
        var blocks = wrapped.Length / 8 - 1;
        if (blocks == 1)
        {
            aes.DecryptEcb(wrapped, plain, PaddingMode.None);
        }
        else
        {
            Span<byte> block = stackalloc byte[16];
            for (var j = 5; j >= 0; j--)
            {
                for (var i = blocks; i >= 1; i--)
                {
                    plain.AsSpan(0, 8).CopyTo(block);
                    plain.AsSpan(i * 8, 8).CopyTo(block[8..]);
                    Count(block, blocks * j + i);
                    aes.DecryptEcb(block, block, PaddingMode.None);
                    block[..8].CopyTo(plain);
                    block[8..].CopyTo(plain.AsSpan(i * 8));
                }
            }
        }
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(4));
        var sound = BinaryPrimitives.ReadUInt32BigEndian(plain) == Marker
            && length > (blocks - 1) * 8 && length <= blocks * 8
            && !plain.AsSpan(8 + length).ContainsAnyExcept((byte)0);
        if (sound) key = plain.AsSpan(8, length).ToArray();
        CryptographicOperations.ZeroMemory(plain);
        return sound;
    }

    // The step's number is added (xor) to the left half, 64 bits big-endian.
    private static void Count(Span<byte> block, int step) =>
        BinaryPrimitives.WriteUInt64BigEndian(block, BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)step);

    private static Aes Cipher(ReadOnlySpan<byte> kek)
    {
        var aes = Aes.Create();
        aes.Key = kek.ToArray();
        return aes;
    }
}

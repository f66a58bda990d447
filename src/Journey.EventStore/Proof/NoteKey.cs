using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Journey.EventStore.Proof;

/// <summary>How a signature line of a note is made; the numbers are those of c2sp.org/signed-note.</summary>
public enum NoteAlgorithm : byte
{
    Ed25519 = 1,
    /// <summary>P-256 with SHA-256, in ASN.1. Its key id is of the key alone.</summary>
    Ecdsa = 2,
    /// <summary>A witness's, over the note's text and a time (c2sp.org/tlog-cosignature).</summary>
    Cosignature = 4,
}

/// <summary>A public key that signs notes, written as a <em>vkey</em>: <c>name+id+base64(type, key)</c>.</summary>
/// <param name="Public">32 bytes, or for P-256 the DER of its SubjectPublicKeyInfo.</param>
public sealed record NoteKey(string Name, NoteAlgorithm Algorithm, ReadOnlyMemory<byte> Public)
{
    public uint Id { get; } = IdOf(Name, Algorithm, Public.Span);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Algorithm, .. Public.Span])}");

    /// <summary>Neither empty nor with a space or a plus sign.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');

    /// <exception cref="FormatException">It is no vkey of a kind that is known here.</exception>
    public static NoteKey Parse(string vkey)
    {
        // A key may hold plus signs; a name and an id may not.
        var parts = vkey.Trim().Split('+', 3);
        var material = new byte[200];
        if (parts.Length != 3 || !IsName(parts[0]) || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            || parts[1].Length != 8 || !Convert.TryFromBase64String(parts[2], material, out var length) || length < 2 || !Enum.IsDefined((NoteAlgorithm)material[0]))
            throw new FormatException($"'{vkey}' is no public key of a note: name+id+base64, c2sp.org/signed-note.");
        var key = new NoteKey(parts[0], (NoteAlgorithm)material[0], material.AsMemory(1, length - 1));
        if (key.Algorithm != NoteAlgorithm.Ecdsa && length != 33) throw new FormatException($"The key of {parts[0]} has not 32 bytes.");
        return key.Id == id ? key : throw new FormatException($"The key of {parts[0]} has not the id that it names: {key.Id:x8}, not {id:x8}.");
    }

    /// <summary>Whether this key made that signature of the text. Never throws.</summary>
    /// <param name="signature">What follows the key's id in the line.</param>
    public bool Verify(string text, ReadOnlySpan<byte> signature)
    {
        switch (Algorithm)
        {
            case NoteAlgorithm.Ed25519: return Ed25519.Verify(Public.Span, Encoding.UTF8.GetBytes(text), signature);
            case NoteAlgorithm.Cosignature:
                return signature.Length == 72 && BinaryPrimitives.ReadUInt64BigEndian(signature) is var time and <= long.MaxValue
                    && Ed25519.Verify(Public.Span, Encoding.UTF8.GetBytes(Cosigned(text, (long)time)), signature[8..]);
            default:
                try
                {
                    using var key = ECDsa.Create();
                    key.ImportSubjectPublicKeyInfo(Public.Span, out _);
                    return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                }
                catch (CryptographicException) { return false; }
        }
    }

    /// <summary>What a witness signs of a checkpoint.</summary>
    /// <param name="time">Seconds since 1970.</param>
    internal static string Cosigned(string text, long time) => string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}");

    private static uint IdOf(string name, NoteAlgorithm algorithm, ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32BigEndian(
        algorithm == NoteAlgorithm.Ecdsa ? SHA256.HashData(key) : SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)algorithm, .. key]));
}

/// <summary>Signs notes under a name. Dispose of it when done: it holds a private key.</summary>
public sealed class NoteSigner : IDisposable
{
    private readonly byte[] secret;

    private NoteSigner(NoteKey key, byte[] secret) => (Key, this.secret) = (key, secret);

    public NoteKey Key { get; }

    /// <param name="seed">32 random bytes.</param>
    public static NoteSigner OfEd25519(string name, ReadOnlySpan<byte> seed) => new(new(name, NoteAlgorithm.Ed25519, Ed25519.PublicKey(seed)), seed.ToArray());

    /// <param name="pkcs8">A P-256 key.</param>
    public static NoteSigner OfP256(string name, ReadOnlySpan<byte> pkcs8)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new(new(name, NoteAlgorithm.Ecdsa, key.ExportSubjectPublicKeyInfo()), pkcs8.ToArray());
    }

    /// <param name="seed">32 random bytes of no other key.</param>
    public static NoteSigner OfWitness(string name, ReadOnlySpan<byte> seed) => new(new(name, NoteAlgorithm.Cosignature, Ed25519.PublicKey(seed)), seed.ToArray());

    /// <summary>The line to add to a note of that text, with its newline.</summary>
    /// <param name="now">Stands in a witness's signature; others don't say when.</param>
    public string Line(string text, DateTimeOffset now)
    {
        byte[] signature;
        switch (Key.Algorithm)
        {
            case NoteAlgorithm.Ed25519: signature = Ed25519.Sign(secret, Encoding.UTF8.GetBytes(text)); break;
            case NoteAlgorithm.Cosignature:
                var time = now.ToUnixTimeSeconds();
                signature = new byte[72];
                BinaryPrimitives.WriteInt64BigEndian(signature, time);
                Ed25519.Sign(secret, Encoding.UTF8.GetBytes(NoteKey.Cosigned(text, time))).CopyTo(signature, 8);
                break;
            default:
                using (var key = ECDsa.Create())
                {
                    key.ImportPkcs8PrivateKey(secret, out _);
                    signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
                }
                break;
        }
        var bytes = new byte[4 + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Key.Id);
        signature.CopyTo(bytes, 4);
        return $"— {Key.Name} {Convert.ToBase64String(bytes)}\n";
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);
}

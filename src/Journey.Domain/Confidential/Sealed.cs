using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Journey.Domain.Confidential;

/// <summary>Where a ciphertext belongs, and the only place where it opens.</summary>
/// <param name="Field">JSON path within the event: <c>givenName</c>, <c>name.given</c>, <c>answers[income]</c>, <c>items[0].text</c>.</param>
public readonly record struct Place(Guid Stream, Guid Event, string Field);

/// <summary>
/// A confidential value. It holds ciphertext from its first moment: the vault makes it, and only
/// <c>vault.Open(values, access)</c> answers its content. Immutable.
/// </summary>
[DebuggerDisplay("•••")]
public abstract class Sealed
{
    private readonly byte[] box;
    private readonly byte[] mac;

    private protected Sealed(Guid key, FieldClass @class, byte[] box, byte[] mac, Place? place, bool isPending)
    {
        if (@class == FieldClass.None) throw new ArgumentException("A sealed value has a class.", nameof(@class));
        (Key, Class, this.box, this.mac, Place, IsPending) = (key, @class, box, mac, place, isPending);
    }

    /// <summary>The data key's id; the key's row knows the subject.</summary>
    public Guid Key { get; }

    public FieldClass Class { get; }

    /// <summary>Nonce (12 bytes), ciphertext, tag (16 bytes).</summary>
    public ReadOnlySpan<byte> Box => box;

    /// <summary>HMAC-SHA-256 of the content under a key of the data key's own: equal for equal values of one data key.</summary>
    public ReadOnlySpan<byte> Mac => mac;

    /// <summary>Null while pending, and between deserialization and <see cref="SealedFields.Locate"/>.</summary>
    public Place? Place { get; }

    /// <summary>Not yet bound to an event: never serialized.</summary>
    public bool IsPending { get; }

    /// <summary>The same value, read from <paramref name="place"/>.</summary>
    /// <exception cref="InvalidOperationException">It is pending: it has not been written anywhere.</exception>
    public abstract Sealed At(Place place);

    /// <summary>The same value, its ciphertext bound to <paramref name="place"/>.</summary>
    public abstract Sealed Bind(byte[] box, Place place);

    /// <summary>The same content under the same data key. Says nothing across keys: another enrollment's value is never the same.</summary>
    public bool SameAs([NotNullWhen(true)] Sealed? other) =>
        other is not null && Key == other.Key && CryptographicOperations.FixedTimeEquals(mac, other.mac);

    public override bool Equals(object? obj) => obj is Sealed other && other.GetType() == GetType() && SameAs(other);

    public override int GetHashCode() => HashCode.Combine(Key, BitConverter.ToInt32(mac, 0));

    public override string ToString() => "•••";
}

/// <inheritdoc/>
/// <typeparam name="T">A type that <see cref="SealedText"/> can write.</typeparam>
[JsonConverter(typeof(SealedJson))]
[DebuggerDisplay("•••")]
public sealed class Sealed<T> : Sealed
{
    /// <param name="key">Id of the data key.</param>
    /// <param name="class">Any but none.</param>
    /// <param name="box">Nonce, ciphertext, tag. Bound to no place while pending.</param>
    /// <param name="mac">32 bytes.</param>
    /// <param name="isPending">On its way into an event that a decision has yet to make; else as it is stored.</param>
    public Sealed(Guid key, FieldClass @class, byte[] box, byte[] mac, bool isPending)
        : this(key, @class, box, mac, null, isPending) { }

    private Sealed(Guid key, FieldClass @class, byte[] box, byte[] mac, Place? place, bool isPending)
        : base(key, @class, box, mac, place, isPending) { }

    public override Sealed At(Place place) => IsPending
        ? throw new InvalidOperationException("A pending value has no place yet: the vault seals it into its event.")
        : new Sealed<T>(Key, Class, Box.ToArray(), Mac.ToArray(), place, isPending: false);

    public override Sealed Bind(byte[] box, Place place) => new Sealed<T>(Key, Class, box, Mac.ToArray(), place, isPending: false);
}

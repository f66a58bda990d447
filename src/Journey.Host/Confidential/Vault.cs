using System.Security.Cryptography;
using System.Text;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;

namespace Journey.Host.Confidential;

/// <summary>
/// Where confidential values are made, sealed into their events, and opened. Plaintext leaves it only through
/// <see cref="Open"/>, and only after the record of access has committed.
/// </summary>
public sealed class Vault(RootKey root, TimeProvider clock) : IDisposable
{
    /// <summary>The place of a record's own free text: no stream, the record's id, this field.</summary>
    public const string AccessText = "text";

    private readonly Keyring keyring = new(root, clock);

    internal int HeldKeys => keyring.Held;

    /// <summary>
    /// Finds or makes the keys for many values at once (an import's page, a command's fields): the <see cref="Secret"/> calls
    /// that follow within seconds need no round trip.
    /// </summary>
    /// <exception cref="SubjectErased">One of the keys was destroyed.</exception>
    public async Task Prepare(Operator op, IReadOnlyCollection<KeyName> keys, CancellationToken ct) => await keyring.ByName(op, keys, ct);

    /// <summary>Makes a pending value: ciphertext in memory, to be given to a decision.</summary>
    /// <param name="scope">Where it belongs to one enrollment, that; else the person.</param>
    /// <exception cref="SubjectErased">The key was destroyed.</exception>
    public async ValueTask<Sealed<T>> Secret<T>(Operator op, Subject subject, Scope scope, FieldClass @class, T value, CancellationToken ct)
    {
        var name = new KeyName(subject, scope, @class);
        var key = (await keyring.ByName(op, [name], ct))[name];
        var text = SealedText.Write(value);
        return new(key.Id, @class, key.Encrypt(text, Binding.Of(op.Id, name, key.Id, place: null)), key.Mac(text), isPending: true);
    }

    /// <summary>
    /// The event with each of its values bound to it, ready to be serialized. The given event stays as it is and may be
    /// sealed again under another id when the decision is taken again. Values from other events (an amendment repeats what it
    /// does not change) are bound anew without leaving the vault.
    /// </summary>
    /// <exception cref="SubjectErased">The key of a value was destroyed.</exception>
    /// <exception cref="SealFailed">A value does not open where it comes from.</exception>
    public async ValueTask<T> Seal<T>(Operator op, Guid stream, Guid id, T @event, CancellationToken ct) where T : class
    {
        var values = SealedFields.Of(@event);
        if (values.Count == 0) return @event;
        var keys = await keyring.ById(op, values.Select(v => v.Value.Key), ct);
        return SealedFields.Replace(@event, (field, value) => Bind(op, keys, value, new Place(stream, id, field)));
    }

    /// <summary>
    /// Opens values for one access: first commits one record of it, with everybody whose values they are, then decrypts. A
    /// value whose key is gone, or which does not belong where it stands, answers as unreadable.
    /// </summary>
    /// <param name="values">As read (<see cref="SealedFields.Locate"/>) or pending; none is a list that came out empty, and is recorded too.</param>
    /// <exception cref="AccessNotRecorded">The record could not be written; nothing was opened.</exception>
    public async Task<Opened> Open(Operator op, IReadOnlyCollection<Sealed?> values, Access access, CancellationToken ct)
    {
        var distinct = values.OfType<Sealed>().Distinct<Sealed>(ReferenceEqualityComparer.Instance).ToList();
        if (distinct.Exists(v => v is { Place: null, IsPending: false })) throw new InvalidOperationException("A value was read without being told where: SealedFields.Locate does so.");
        var keys = await keyring.ById(op, distinct.Select(v => v.Key), ct);
        var subjects = distinct.Where(v => keys.ContainsKey(v.Key)).Select(v => keys[v.Key].Name.Subject);
        var record = await Record(op, access, subjects, distinct.Select(v => v.Class), distinct.Select(v => v.Place?.Field ?? "pending"), ct);

        var texts = new Dictionary<Sealed, string?>(ReferenceEqualityComparer.Instance);
        foreach (var value in distinct) texts[value] = Decrypt(op, keys.GetValueOrDefault(value.Key), value);
        return new Opened(record, texts);
    }

    /// <summary>Records an access that opens no sealed value: a search, a delivery, a reading of the record itself.</summary>
    /// <returns>The record's id.</returns>
    /// <exception cref="AccessNotRecorded">It could not be written; nothing may be shown.</exception>
    public async Task<Guid> Record(Operator op, Access access, IEnumerable<Subject> subjects, IEnumerable<FieldClass> classes, IEnumerable<string> fields, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await AccessBook.Write(op, AccessRecord.Allow(id, Nonce(), clock.GetUtcNow(), await Seal(op, id, access, ct), subjects, classes, fields), ct);
        return id;
    }

    /// <summary>Records that somebody was refused.</summary>
    /// <param name="reason">Stable code: <c>role</c>, <c>relationship</c>, <c>purpose</c>, <c>basis</c>, <c>field</c>.</param>
    /// <returns>The record's id.</returns>
    /// <exception cref="AccessNotRecorded">It could not be written.</exception>
    public async Task<Guid> Deny(Operator op, Access access, string reason, IEnumerable<Subject> subjects, IEnumerable<FieldClass> classes, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await AccessBook.Write(op, AccessRecord.Deny(id, Nonce(), clock.GetUtcNow(), await Seal(op, id, access, ct), reason, subjects, classes), ct);
        return id;
    }

    /// <summary>Blind-index tokens of a name, for <c>NameIndex.Replace</c>.</summary>
    public Task<IReadOnlyList<byte[]>> NameTokens(Operator op, string name, CancellationToken ct) => Tokens(op, NameParts.Of(name), ct);

    /// <summary>The same of a name that is sealed: it is read and hashed inside, and nobody sees it, so there is no access to record.</summary>
    /// <returns>Nothing where the value is missing or unreadable.</returns>
    public async Task<IReadOnlyList<byte[]>> NameTokens(Operator op, Sealed<string>? name, CancellationToken ct) =>
        name is not null && Decrypt(op, (await keyring.ById(op, [name.Key], ct)).GetValueOrDefault(name.Key), name) is { } text
            ? await NameTokens(op, SealedText.Read<string>(text), ct) : [];

    /// <summary>The tokens that a person must all have to be found by what was typed.</summary>
    public Task<IReadOnlyList<byte[]>> SoughtTokens(Operator op, string typed, CancellationToken ct) => Tokens(op, NameParts.Sought(typed), ct);

    /// <summary>
    /// A keyed hash that stays the same for an operator through all key rotations, and tells nothing without the key: the
    /// body of a command, the row of an import.
    /// </summary>
    /// <param name="purpose">Hashes of different purposes have nothing in common. A contract.</param>
    /// <returns>32 bytes.</returns>
    public async ValueTask<byte[]> KeyedHash(Operator op, string purpose, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        Hash(await keyring.IndexKey(op, ct), purpose, content.Span);

    /// <summary>For secrets that are no person's, such as a webhook's: wrapped under the operator's key, to lie in the key database.</summary>
    internal ValueTask<(Guid Under, byte[] Wrapped)> Wrap(Operator op, byte[] secret, CancellationToken ct) => keyring.Wrap(op, secret, ct);

    /// <returns>Null where it was changed, or its operator key is gone.</returns>
    internal ValueTask<byte[]?> Unwrap(Operator op, Guid under, byte[] wrapped, CancellationToken ct) => keyring.Unwrap(op, under, wrapped, ct);

    public void Dispose() => keyring.Dispose();

    private static Guid Nonce() => new(RandomNumberGenerator.GetBytes(16));

    private async ValueTask<Access> Seal(Operator op, Guid record, Access access, CancellationToken ct)
    {
        if (access.Text is not { } text) return access;
        var keys = await keyring.ById(op, [text.Key], ct);
        return access with { Text = (Sealed<string>)Bind(op, keys, text, new Place(Guid.Empty, record, AccessText)) };
    }

    private static Sealed Bind(Operator op, IReadOnlyDictionary<Guid, KnownKey> keys, Sealed value, Place place)
    {
        if (value.Place == place) return value;
        if (value is { Place: null, IsPending: false } || !keys.TryGetValue(value.Key, out var known)) throw new SealFailed(place.Field);
        var key = known.Usable;
        var text = Decrypt(op, known, value) ?? throw new SealFailed(place.Field);
        return value.Bind(key.Encrypt(text, Binding.Of(op.Id, known.Name, key.Id, place)), place);
    }

    private static string? Decrypt(Operator op, KnownKey? known, Sealed value) =>
        known?.Key is { } key && known.Name.Class == value.Class ? key.Decrypt(value, Binding.Of(op.Id, known.Name, key.Id, value.Place)) : null;

    private async Task<IReadOnlyList<byte[]>> Tokens(Operator op, IReadOnlyCollection<string> terms, CancellationToken ct)
    {
        if (terms.Count == 0) return [];
        var key = await keyring.IndexKey(op, ct);
        return [.. terms.Select(t => Hash(key, "name", Encoding.UTF8.GetBytes(t))[..16])];
    }

    private static byte[] Hash(byte[] key, string purpose, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"journey/{purpose}/v1\0"));
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}

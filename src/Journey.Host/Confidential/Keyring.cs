using System.Security.Cryptography;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.EventStore.Keys;

namespace Journey.Host.Confidential;

/// <summary>A data key as its database knows it.</summary>
/// <param name="Key">Null where it was destroyed, or does not unwrap.</param>
internal sealed record KnownKey(Guid Id, KeyName Name, DataKey? Key, bool Destroyed)
{
    /// <exception cref="SubjectErased">It was destroyed.</exception>
    /// <exception cref="CryptographicException">It was changed in its database, or its operator key is gone.</exception>
    public DataKey Usable => Key ?? throw (Destroyed ? new SubjectErased(Name) : new CryptographicException($"The data key {Id} does not unwrap."));
}

/// <summary>Root key → operator keys → data keys: finds, makes and unwraps them. Data keys are made at their first use, whoever is first.</summary>
internal sealed class Keyring : IDisposable
{
    public const int MostKeys = 100_000;

    private readonly TimeProvider clock;
    private readonly OperatorKeyring operatorKeys;
    private readonly KeyCache<(OperatorId, Guid), KnownKey> byId;
    private readonly KeyCache<(OperatorId, KeyName), KnownKey> byName;
    private readonly ITimer sweeper;

    public Keyring(RootKey root, TimeProvider clock)
    {
        this.clock = clock;
        operatorKeys = new OperatorKeyring(root, clock);
        byId = new(clock, MostKeys);
        byName = new(clock, MostKeys);
        sweeper = clock.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15));
    }

    /// <summary>How many unwrapped keys are in memory.</summary>
    public int Held => byId.Count + byName.Count + operatorKeys.Held;

    /// <summary>The operator's key for keyed hashes that outlast rotations.</summary>
    public async ValueTask<byte[]> IndexKey(Operator op, CancellationToken ct) => (await operatorKeys.Current(op, "index", ct)).Key;

    /// <summary>Wraps another kind of key under the operator's.</summary>
    public async ValueTask<(Guid Under, byte[] Wrapped)> Wrap(Operator op, byte[] key, CancellationToken ct)
    {
        var under = await operatorKeys.Current(op, "data", ct);
        return (under.Id, KeyWrap.Wrap(under.Key, key));
    }

    /// <summary>Null where it was changed, or its operator key is gone.</summary>
    public async ValueTask<byte[]?> Unwrap(Operator op, Guid under, byte[] wrapped, CancellationToken ct) =>
        await operatorKeys.ById(op, under, ct) is { } key && KeyWrap.TryUnwrap(key.Key, wrapped, out var plain) ? plain : null;

    /// <summary>The keys that these ids name; one that never was is absent.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, KnownKey>> ById(Operator op, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var known = new Dictionary<Guid, KnownKey>();
        var missing = new HashSet<Guid>();
        foreach (var id in ids)
        {
            if (byId.TryGet((op.Id, id), out var key)) known[id] = key;
            else missing.Add(id);
        }
        if (missing.Count > 0)
        {
            var since = clock.GetTimestamp();
            foreach (var key in await Unwrap(op, await DataKeys.ById(op.Keys, missing, ct), since, ct)) known[key.Id] = key;
        }
        return known;
    }

    /// <summary>The keys for these names, made where there are none: at most two round trips for thousands.</summary>
    /// <exception cref="SubjectErased">One of them was destroyed.</exception>
    public async ValueTask<IReadOnlyDictionary<KeyName, DataKey>> ByName(Operator op, IReadOnlyCollection<KeyName> names, CancellationToken ct)
    {
        var known = new Dictionary<KeyName, DataKey>();
        var missing = new HashSet<KeyName>();
        foreach (var name in names)
        {
            if (byName.TryGet((op.Id, name), out var held)) known[name] = held.Usable;
            else missing.Add(name);
        }
        if (missing.Count == 0) return known;

        var since = clock.GetTimestamp();
        var rows = await DataKeys.ByName(op.Keys, [.. missing.Select(Columns)], ct);
        await Take(rows);
        if (missing.Count > 0) await Take(await DataKeys.Make(op.Keys, await New(op, missing, ct), ct));
        return known;

        async Task Take(IReadOnlyList<DataKeyRow> found)
        {
            foreach (var key in await Unwrap(op, found, since, ct))
            {
                missing.Remove(key.Name);
                known[key.Name] = key.Usable;
            }
        }
    }

    public void Clear()
    {
        byId.Clear();
        byName.Clear();
        operatorKeys.Clear();
    }

    public void Dispose()
    {
        sweeper.Dispose();
        Clear();
    }

    private static (Guid, Guid?, string) Columns(KeyName name) => (name.Subject.Id, name.Scope.Enrollment, name.Class.Name());

    private async Task<List<DataKeyRow>> New(Operator op, HashSet<KeyName> names, CancellationToken ct)
    {
        var under = await operatorKeys.Current(op, "data", ct);
        var rows = new List<DataKeyRow>(names.Count);
        foreach (var name in names)
        {
            var key = RandomNumberGenerator.GetBytes(32);
            rows.Add(new(Guid.CreateVersion7(clock.GetUtcNow()), name.Subject.Id, name.Scope.Enrollment, name.Class.Name(), under.Id, KeyWrap.Wrap(under.Key, key), DataKey.FingerprintOf(key)));
            CryptographicOperations.ZeroMemory(key);
        }
        return rows;
    }

    private async Task<List<KnownKey>> Unwrap(Operator op, IReadOnlyList<DataKeyRow> rows, long since, CancellationToken ct)
    {
        var known = new List<KnownKey>(rows.Count);
        foreach (var row in rows)
        {
            if (!FieldClasses.TryParse(row.Class, out var @class)) continue;
            var name = new KeyName(new Subject(row.Subject), row.Enrollment is { } enrollment ? Scope.Of(enrollment) : Scope.Person, @class);
            var key = new KnownKey(row.Id, name, await Unwrap(op, row, name, ct), row.Wrapped is null);
            known.Add(key);
            byId.Keep((op.Id, key.Id), key, since);
            byName.Keep((op.Id, key.Name), key, since);
        }
        return known;
    }

    private async ValueTask<DataKey?> Unwrap(Operator op, DataKeyRow row, KeyName name, CancellationToken ct)
    {
        if (row.Wrapped is null || await operatorKeys.ById(op, row.OperatorKey, ct) is not { } under) return null;
        if (!KeyWrap.TryUnwrap(under.Key, row.Wrapped, out var key)) return null;
        try { return DataKey.FingerprintOf(key).AsSpan().SequenceEqual(row.Fingerprint) ? new DataKey(row.Id, name, key) : null; }
        finally { CryptographicOperations.ZeroMemory(key); }
    }

    private void Sweep()
    {
        byId.Sweep();
        byName.Sweep();
        operatorKeys.Sweep();
    }
}

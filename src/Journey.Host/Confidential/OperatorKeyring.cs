using System.Security.Cryptography;
using Journey.EventStore;
using Journey.EventStore.Keys;

namespace Journey.Host.Confidential;

/// <summary>An unwrapped operator key.</summary>
internal sealed record OperatorKey(Guid Id, string Purpose, byte[] Key, bool Current);

/// <summary>The keys between the root and the data keys. The index key is never replaced, only wrapped anew: its hashes can't be made again without what was hashed.</summary>
internal sealed class OperatorKeyring(RootKey root, TimeProvider clock)
{
    private readonly KeyCache<OperatorId, IReadOnlyList<OperatorKey>> held = new(clock, 1_000);

    public int Held => held.Count;

    public async ValueTask<OperatorKey?> ById(Operator op, Guid id, CancellationToken ct) => (await All(op, ct)).FirstOrDefault(k => k.Id == id);

    /// <summary>Makes it at its first use. Two hosts may do so at once: one key stands.</summary>
    public async ValueTask<OperatorKey> Current(Operator op, string purpose, CancellationToken ct)
    {
        if (Find(await All(op, ct)) is { } known) return known;
        var key = RandomNumberGenerator.GetBytes(32);
        await OperatorKeys.Make(op.Keys, new(Guid.CreateVersion7(clock.GetUtcNow()), op.Id.Value, purpose, root.Fingerprint, root.Wrap(key), true), ct);
        return Find(await Load(op, ct))!;

        OperatorKey? Find(IReadOnlyList<OperatorKey> keys) => keys.FirstOrDefault(k => k.Current && string.Equals(k.Purpose, purpose, StringComparison.Ordinal));
    }

    public void Sweep() => held.Sweep();

    public void Clear() => held.Clear();

    private async ValueTask<IReadOnlyList<OperatorKey>> All(Operator op, CancellationToken ct) => held.TryGet(op.Id, out var keys) ? keys : await Load(op, ct);

    private async Task<IReadOnlyList<OperatorKey>> Load(Operator op, CancellationToken ct)
    {
        var since = clock.GetTimestamp();
        var keys = new List<OperatorKey>();
        foreach (var row in await OperatorKeys.All(op.Keys, ct))
        {
            if (!string.Equals(row.Operator, op.Id.Value, StringComparison.Ordinal))
                throw new SetupException($"The key database of {op.Id} holds the keys of {row.Operator}: the registry points to the wrong database.");
            if (!root.TryUnwrap(row.Wrapped, out var key))
                throw new SetupException($"The root key {root.Origin} is not the one that the keys of {op.Id} are wrapped under.");
            keys.Add(new(row.Id, row.Purpose, key, row.Current));
        }
        if (keys.Count > 0) held.Keep(op.Id, keys, since);
        return keys;
    }
}

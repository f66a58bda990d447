using System.Collections.Concurrent;
using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;

namespace Journey.Host.Features.Subscriptions;

/// <summary>
/// Every operator's subscriptions, folded from their streams. What was read once is kept, and only what was added since is read again:
/// a subscription that has acknowledged thousands of deletions costs no more than a new one.
/// </summary>
public sealed class Subscriptions
{
    public const string StreamType = "subscription";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<OperatorId, Known> read = new();
    private readonly ConcurrentDictionary<OperatorId, SemaphoreSlim> turns = new();

    /// <summary>Those that are active, as of at most a second ago: deliveries ask all the time.</summary>
    public async Task<IReadOnlyList<Subscription>> Active(Operator op, CancellationToken ct) =>
        [.. (read.TryGetValue(op.Id, out var known) && Stopwatch.GetElapsedTime(known.Since) < Fresh ? known : await Read(op, ct))
            .Streams.Values.Select(s => s.Subscription).Where(s => s.Status == SubscriptionStatus.Active)];

    /// <summary>All of them as they are now, the oldest first; also those that have ended.</summary>
    public async Task<IReadOnlyList<Subscription>> All(Operator op, CancellationToken ct) => [.. (await Read(op, ct)).Streams.Values.Select(s => s.Subscription)];

    /// <summary>One as it is now; null where there is none of that id.</summary>
    public async Task<Subscription?> Find(Operator op, SubscriptionId id, CancellationToken ct) => (await Read(op, ct)).Streams.GetValueOrDefault(id.Value)?.Subscription;

    // One reads at a time, and whoever asked before that reading began shares it: hundreds of streams ask before every answer.
    private async Task<Known> Read(Operator op, CancellationToken ct)
    {
        var asked = Stopwatch.GetTimestamp();
        var turn = turns.GetOrAdd(op.Id, _ => new(1));
        await turn.WaitAsync(ct);
        try { return read.TryGetValue(op.Id, out var known) && known.Since >= asked ? known : await ReadNow(op, ct); }
        finally { turn.Release(); }
    }

    private async Task<Known> ReadNow(Operator op, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        var before = read.GetValueOrDefault(op.Id)?.Streams ?? [];
        var after = new OrderedDictionary<Guid, Kept>();
        foreach (var (id, version) in await Store.StreamsOf(op, StreamType, ct))
        {
            // A lower version than is known: the database was restored, and this stream is another one than before.
            var kept = before.GetValueOrDefault(id) is { } earlier && earlier.Version <= version ? earlier : new Kept(Subscription.None, 0);
            if (kept.Version < version)
            {
                var added = await Store.ReadStream(op, id, kept.Version + 1, version, ct);
                kept = new(kept.Subscription.Then(added.Select(e => Body.Read(e.Type, e.Data))), version);
            }
            after[id] = kept;
        }
        return read[op.Id] = new(after, since);
    }

    private sealed record Kept(Subscription Subscription, long Version);

    private sealed record Known(OrderedDictionary<Guid, Kept> Streams, long Since);
}

using System.Globalization;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Subscriptions;

/// <summary>How far a subscription's delivery is.</summary>
/// <param name="Position">Up to and with it everything was taken; null where the subscriber asks, and so knows for themself.</param>
/// <param name="Head">The log's last position.</param>
/// <param name="Behind">Entries of the log that it has not taken yet.</param>
/// <param name="Seconds">For how long the first of them has been in the log.</param>
/// <param name="Work"><c>asked</c> where the subscriber asks; <c>running</c>; <c>failing</c> (see <paramref name="Error"/>); <c>waiting</c> while no host works on it; <c>paused</c>; <c>ended</c>.</param>
public sealed record Standing(long? Position, long Head, long? Behind, double? Seconds, string Work, string? Error)
{
    public static string NameOf(Subscription subscription) => $"subscription:{subscription.Id}";

    /// <summary>One for each, in their order.</summary>
    public static async Task<IReadOnlyList<Standing>> Of(Operator op, IReadOnlyCollection<Subscription> subscriptions, CancellationToken ct)
    {
        var head = await Store.Head(op, ct);
        var rows = (await ShardLag.Read(op, ct)).ToDictionary(r => (r.Shard, r.Version));
        return [.. subscriptions.Select(s => Of(s, rows.GetValueOrDefault((NameOf(s), s.Replays + 1)), head))];
    }

    private static Standing Of(Subscription s, ShardLag? row, long head)
    {
        var work = s.Status switch { SubscriptionStatus.Paused => "paused", SubscriptionStatus.Ended => "ended", _ => null };
        if (s.Delivery == Delivery.Pull) return new(null, head, null, null, work ?? "asked", null);
        // Before any host has begun, nothing is taken yet.
        if (row is null) return new(s.ReplayFrom ?? s.From, head, Math.Max(0, head - (s.ReplayFrom ?? s.From)), null, work ?? "waiting", null);
        return new(row.Position, head, Math.Max(0, head - row.Position), row.Position >= head ? 0 : row.Seconds, work ?? (row.Status is "running" or "failing" ? row.Status : "waiting"), row.Error);
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;

namespace Journey.Host.Features.Subscriptions;

/// <summary>An entry of the log after which a subscriber has something to delete.</summary>
/// <param name="Subject">Such as <c>participants/7K3M9QX2AB</c>.</param>
/// <param name="Since">When it came into the log.</param>
public sealed record Demanded(long Position, Guid Event, string Type, string? Subject, DateTimeOffset Since, bool Acknowledged);

/// <summary>
/// What subscribers were asked to delete, and which of them have not said that they did: every demanding entry since a subscription began (or after where it was
/// ever replayed from), in any scope that it ever had, also after its end, since what was received has to be deleted then as well. Which types the subscriber chose does not matter here.
/// </summary>
public sealed class Deletions(Feed feed)
{
    private const int Page = 1_000;

    private static readonly string[] Wires = [.. PublicEvents.DemandsDeletion.SelectMany(PublicEvents.WiresOf)];

    private readonly ConcurrentDictionary<OperatorId, Known> known = new();

    /// <summary>Of one subscription, oldest first.</summary>
    public async Task<IReadOnlyList<Demanded>> Of(Operator op, Subscription subscription, CancellationToken ct)
    {
        var entries = (await Demanding(op, ct)).Where(e => e.Position > subscription.Earliest).ToList();
        var scoped = await feed.Scoped(op, entries, subscription, ct);
        return [.. entries.Zip(scoped).Where(e => e.Second.InScope).Select(e => new Demanded(e.First.Position, e.First.Event.Id, e.Second.Body["type"]!.GetValue<string>(), e.Second.Body["subject"]?.GetValue<string>(),
            e.First.SequencedAt, subscription.Deleted.Contains(e.First.Event.Id)))];
    }

    /// <summary>Who has not acknowledged what, oldest first.</summary>
    public async Task<IReadOnlyList<(Subscription Subscription, Demanded Deletion)>> Outstanding(Operator op, IEnumerable<Subscription> subscriptions, CancellationToken ct)
    {
        var open = new List<(Subscription, Demanded Deletion)>();
        foreach (var s in subscriptions) open.AddRange((await Of(op, s, ct)).Where(d => !d.Acknowledged).Select(d => (s, d)));
        return [.. open.OrderBy(o => o.Deletion.Position)];
    }

    // There are few among very many, and the log only grows: what was found once is kept, and only what came since is looked through.
    private async Task<ImmutableList<LoggedEvent>> Demanding(Operator op, CancellationToken ct)
    {
        var origin = await Store.LogOrigin(op, ct);
        var head = await Store.Head(op, ct);
        var (found, through) = known.TryGetValue(op.Id, out var k) && k.Origin == origin ? (k.Found, k.Through) : ([], 0);
        while (through < head)
        {
            var page = await Store.ReadLog(op, through, Page, Wires, ct);
            found = found.AddRange(page);
            through = page.Count == Page ? page[^1].Position : Math.Max(head, page.Count > 0 ? page[^1].Position : 0);
        }
        known[op.Id] = new(origin, through, found);
        return found;
    }

    private sealed record Known(string Origin, long Through, ImmutableList<LoggedEvent> Found);
}

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

    private static readonly string DemandingSql = Sql.Load("Features.Subscriptions.demanding");

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

    // There are few among very many, and the log only grows: what was found once is kept, and only what came since is asked for, by an index of its own.
    private async Task<ImmutableList<LoggedEvent>> Demanding(Operator op, CancellationToken ct)
    {
        var origin = await Store.LogOrigin(op, ct);
        var head = await Store.Head(op, ct);
        var (found, through) = known.TryGetValue(op.Id, out var k) && k.Origin == origin ? (k.Found, k.Through) : ([], 0);
        if (through >= head) return found;
        foreach (var page in (await After(op, through, ct)).Chunk(Page)) found = found.AddRange(await Store.ReadLogged(op, page, ct));
        known[op.Id] = new(origin, Math.Max(head, found.IsEmpty ? 0 : found[^1].Position), found);
        return found;
    }

    private static async Task<IReadOnlyList<Guid>> After(Operator op, long position, CancellationToken ct)
    {
        await using var read = op.Main.CreateCommand(DemandingSql);
        read.Parameters.Add(new() { Value = position });
        var ids = new List<Guid>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        return ids;
    }

    private sealed record Known(string Origin, long Through, ImmutableList<LoggedEvent> Found);
}

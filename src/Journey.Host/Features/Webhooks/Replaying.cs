using System.Globalization;
using System.Text.Json.Nodes;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Http;

namespace Journey.Host.Features.Webhooks;

/// <summary>What a person makes a webhook do: post a test, or something once more. Who did it is in the host's log.</summary>
internal sealed class Replaying(WebhookFollowers followers, WebhookSender sender, Feed feed, TimeProvider clock, ILogger<Replaying> log)
{
    /// <summary>Positions in one request.</summary>
    public const int Most = 10_000;

    /// <summary>Of what is sent by hand to see whether an address takes it.</summary>
    public const string TestType = "journey.test";

    private const int Page = 500;

    /// <summary>One entry; 0: it is pending already, or a test.</summary>
    public async Task<int> One(Operator op, Subscription subscription, Guid delivery, Guid by, CancellationToken ct) =>
        Said(op, subscription, $"delivery {delivery}", by, await DeliveryLog.Replay(op, subscription.Id!.Value, delivery, clock.GetUtcNow(), ct) ? 1 : 0);

    /// <summary>Every dead letter; how many.</summary>
    public async Task<int> Dead(Operator op, Subscription subscription, Guid by, CancellationToken ct) =>
        Said(op, subscription, "every dead letter", by, await DeliveryLog.ReplayDead(op, subscription.Id!.Value, clock.GetUtcNow(), ct));

    /// <summary>Every entry in scope between two positions, both included, in a new round. What is pending already stays; what was not taken yet goes out anyway.</summary>
    /// <returns>How many entries.</returns>
    /// <exception cref="ProblemException">It is no stretch of a log, or longer than <see cref="Most"/>.</exception>
    public async Task<int> Range(Operator op, Subscription subscription, long from, long to, Guid by, CancellationToken ct)
    {
        if (from < 1 || to < from || to - from >= Most) throw new ProblemException(400, "delivery.range", "From is 1 or more, to is not before it, and both are at most 10,000 positions apart.");
        var (last, entries) = (Math.Min(to, await WebhookFollowers.Taken(op, subscription, ct)), 0);
        for (var at = from - 1; at < last;)
        {
            var page = await Store.ReadLog(op, at, (int)Math.Min(Page, last - at), ct: ct);
            if (page.Count == 0) break;
            var wanted = (await feed.Scoped(op, page, subscription, ct)).Where(e => e.InScope).ToList();
            if (wanted.Count > 0)
            {
                await using var batch = op.Main.CreateBatch();
                batch.BatchCommands.Add(DeliveryTable.WritePending(subscription.Id!.Value, wanted, clock.GetUtcNow()));
                entries += await batch.ExecuteNonQueryAsync(ct);
            }
            at = page[^1].Position;
        }
        return Said(op, subscription, string.Create(CultureInfo.InvariantCulture, $"positions {from} to {last}"), by, entries);
    }

    /// <summary>Posts an invented entry now, once, and keeps what came of it. A success closes the circuit. It is no entry of the log: it has no position.</summary>
    public async Task<(Guid Delivery, Attempt Attempt)> Test(Operator op, Subscription subscription, CancellationToken ct)
    {
        var id = subscription.Id!.Value;
        var (delivery, @event) = (Guid.CreateVersion7(clock.GetUtcNow()), Guid.CreateVersion7(clock.GetUtcNow()));
        var body = new JsonObject
        {
            ["specversion"] = "1.0", ["id"] = @event.ToString(), ["source"] = $"/operators/{op.Id}", ["type"] = TestType, ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject { ["test"] = true, ["subscription"] = id.ToString() },
        }.ToJsonString();
        var attempt = await sender.Post(subscription.Address ?? "", @event, 1, body, await followers.Keys(op, id, ct), ct);
        await using var batch = op.Main.CreateBatch();
        foreach (var row in DeliveryTable.WriteTest(delivery, id, @event, body, attempt)) batch.BatchCommands.Add(row);
        if (attempt.Succeeded && (await DeliveryTable.ReadEndpoint(op.Main, id, ct)).Circuit is { FailingSince: { } since })
        {
            batch.BatchCommands.Add(DeliveryTable.WriteEndpoint(id, Circuit.Closed));
            batch.BatchCommands.Add(DeliveryTable.WriteDue(id, clock.GetUtcNow(), since));
        }
        await batch.ExecuteNonQueryAsync(ct);
        return (delivery, attempt);
    }

    private int Said(Operator op, Subscription subscription, string what, Guid by, int entries)
    {
        log.LogInformation("{User} sends {What} of subscription {Subscription} of {Operator} again: {Entries} entries", by, what, subscription.Id, op.Id.Value, entries);
        return entries;
    }
}

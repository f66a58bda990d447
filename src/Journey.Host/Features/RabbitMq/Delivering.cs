using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;

namespace Journey.Host.Features.RabbitMq;

/// <summary>One subscription over one connection, for as long as nothing goes wrong.</summary>
internal sealed class Delivering(Operator op, SubscriptionId id, Lease lease, Line line, Feed feed, Subscriptions.Subscriptions subscriptions, TimeSpan seenEvery, TimeProvider clock)
{
    private long sent; // the last message that counts
    private long told = lease.Position; // up to here the consumer knows that it has everything
    private long toldAt = clock.GetTimestamp();

    /// <summary>Ends when the subscription is not active any more.</summary>
    public async Task Run(CancellationToken stop)
    {
        sent = await Sent.Read(op, id, lease.Version, stop) ?? lease.Position;
        while ((await subscriptions.Active(op, stop)).FirstOrDefault(s => s.Id == id) is { } subscription && subscription.Replays + 1 == lease.Version)
        {
            await lease.While(ct => line.To(Message.Exchange(op, subscription), ct), line.Waits, stop);
            var page = await lease.Read(Publisher.Window, stop);
            Publishing.Lag(op, lease, page.Head - lease.Position);
            var known = page.Events.TakeWhile(Feed.Knows).ToList();
            if (known.Count > 0) await Send(subscription, known, page.Origin, stop);
            else if (page.Events.Count > 0)
            {
                await lease.CannotRead(page.Events[0].Event.Type, stop);
                await lease.Renew(NewerEvent.Waits(page.Events[0].Position), stop);
                await Task.Delay(lease.Length / 4, stop);
            }
            else
            {
                await lease.Renew(line.Waits(), stop);
                await Store.WaitForHead(op, lease.Position, lease.Length / 4, stop);
            }
            await Tell(subscription, page.Origin, stop);
        }
    }

    private async Task Send(Subscription subscription, IReadOnlyList<LoggedEvent> log, string origin, CancellationToken stop)
    {
        var entries = (await feed.Scoped(op, log, subscription, stop)).Where(e => e.InScope).ToList();
        using var span = Publishing.Span(op, lease, [.. entries.Select(e => e.Event)]);
        var messages = new List<Message>(entries.Count);
        try
        {
            await lease.While(async ct =>
            {
                var after = sent;
                foreach (var entry in entries)
                {
                    if (lease.IsSpent) throw new LeaseLost(lease.Name);
                    var message = Message.Of(op, subscription, origin, after, entry);
                    messages.Add(message);
                    await line.Publish(message, ct);
                    if (Failed(message)) break;
                    if (message.Counts) after = message.Position;
                }
                await line.Settled(ct);
            }, line.Waits, stop);
        }
        finally { Publishing.Outcomes(op, lease, messages); }

        var failed = messages.Find(Failed);
        var reached = failed?.Position - 1 ?? log[^1].Position;
        var taken = messages.Where(m => m.Position <= reached && m.Outcome == Outcome.Confirmed).ToList();
        if (reached > lease.Position)
        {
            sent = taken.FindLast(m => m.Counts)?.Position ?? sent;
            await lease.Advance([Sent.Write(id, lease.Version, sent)], reached, stop);
            told = taken.Count > 0 ? taken[^1].Position : told;
        }
        if (failed is not null) span?.SetStatus(ActivityStatusCode.Error);
        if (failed is not null) throw new Publisher.NotTaken(failed, Message.Exchange(op, subscription));
    }

    // Whether a queue takes it is the consumer's affair: those who count want it.
    private async Task Tell(Subscription subscription, string origin, CancellationToken stop)
    {
        if (told >= lease.Position || clock.GetElapsedTime(toldAt) < seenEvery) return;
        var message = Message.SeenUpTo(op, subscription, origin, sent, lease.Position);
        await lease.While(async ct => { await line.Publish(message, ct); await line.Settled(ct); }, line.Waits, stop);
        (told, toldAt) = (lease.Position, clock.GetTimestamp());
    }

    private static bool Failed(Message message) => message.Outcome == Outcome.Refused || (message.Outcome == Outcome.Returned && message.Counts);
}

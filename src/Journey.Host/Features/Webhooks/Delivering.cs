using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Npgsql;

namespace Journey.Host.Features.Webhooks;

/// <summary>What a delivery needs of the rest of the host.</summary>
/// <param name="Current">The subscription as it is now; null when it is not delivered any more.</param>
/// <param name="Keys">Its signing keys, the newest first.</param>
/// <param name="Pause">Pauses it, for a reason from <see cref="PauseReasons"/>.</param>
/// <param name="Random">0 to 1.</param>
internal sealed record Needs(Func<Subscription?> Current, Func<CancellationToken, Task<IReadOnlyList<ReadOnlyMemory<byte>>>> Keys, Func<string, CancellationToken, Task> Pause, Func<double> Random);

/// <summary>Why a host paused a subscription: codes, in the event and on the page.</summary>
public static class PauseReasons
{
    public const string Gone = "endpoint-gone", Failing = "endpoint-failing";
}

/// <summary>
/// One subscription's delivery on the host that holds its lease. One loop: what came back is recorded and what is new in the log is added, in
/// one transaction with the lease; then the oldest pending entry of each participant is posted, several participants at once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Run disposes of it, and is run once.")]
internal sealed class Delivering(Operator op, SubscriptionId id, Lease lease, Needs needs, Feed feed, WebhookSender sender, WebhookSettings settings, TimeProvider clock, ILogger log)
{
    private const int Page = 500, Fetched = 64;

    // A host that stops gives posts that are under way so long to come back, so that they need not be repeated.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Guid, Flight> flights = [];
    private readonly Queue<PendingDelivery> ready = new();
    private readonly CancellationTokenSource cut = new();
    private Circuit circuit = Circuit.Closed;
    private IReadOnlyList<ReadOnlyMemory<byte>> keys = [];
    private Task<long>? head;
    private string? newer;
    private long pending, looked, keyed, written = Stopwatch.GetTimestamp();
    private bool stale = true, failed;

    private sealed record Flight(PendingDelivery Delivery, bool Probe, Task<Attempt> Post);

    public async Task Run(CancellationToken stop)
    {
        try
        {
            try
            {
                while (!stop.IsCancellationRequested && needs.Current() is { } subscription) await Round(subscription, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            await Task.WhenAny(Task.WhenAll(flights.Values.Select(f => f.Post)), Task.Delay(Farewell, CancellationToken.None));
            if (!lease.IsSpent && Landed().Rows is { Count: > 0 } last) await lease.Advance(last, lease.Position, CancellationToken.None);
        }
        finally
        {
            await cut.CancelAsync();
            await Task.WhenAll(flights.Values.Select(f => f.Post)).ContinueWith(_ => { }, TaskScheduler.Default);
            cut.Dispose();
        }
    }

    private async Task Round(Subscription subscription, CancellationToken stop)
    {
        if (looked == 0 || Stopwatch.GetElapsedTime(looked) >= settings.Look) await Look(stop);

        var (rows, pause) = Landed();
        var reached = await Take(subscription, rows, stop);
        if (rows.Count > 0 || reached > lease.Position) await Write(rows, reached);
        else if (Stopwatch.GetElapsedTime(written) > lease.Length / 4)
        {
            await lease.Renew(newer ?? (circuit.IsOpen ? "the endpoint keeps failing; one entry is tried now and then" : null), stop);
            written = Stopwatch.GetTimestamp();
        }

        if ((pause ?? Overdue()) is { } reason) await Pause(reason, stop);
        else await Start(subscription.Address ?? "", stop);
        await Wait(stop);
    }

    // What another host, a person or a test changed.
    private async Task Look(CancellationToken stop)
    {
        (circuit, pending) = await DeliveryTable.ReadEndpoint(op.Main, id, stop);
        if (keys.Count == 0 || Stopwatch.GetElapsedTime(keyed) >= 5 * settings.Look) (keys, keyed) = (await needs.Keys(stop), Stopwatch.GetTimestamp());
        ready.Clear();
        (looked, stale) = (Stopwatch.GetTimestamp(), true);
    }

    // The posts that have come back.
    private (List<NpgsqlBatchCommand> Rows, string? Pause) Landed()
    {
        var (rows, now, before) = (new List<NpgsqlBatchCommand>(), clock.GetUtcNow(), circuit);
        string? pause = null;
        foreach (var flight in flights.Values.Where(f => f.Post.IsCompleted).ToList())
        {
            var attempt = flight.Post.GetAwaiter().GetResult();
            flights.Remove(flight.Delivery.Stream);
            var wait = attempt.Succeeded ? null : RetrySchedule.After(attempt.Number, attempt.RetryAfter, needs.Random());
            if (wait is null) pending--;
            rows.AddRange(DeliveryTable.WriteOutcome(flight.Delivery, attempt, now + wait, now));
            circuit = circuit.After(attempt, flight.Probe, now);
            (stale, failed) = (true, !attempt.Succeeded);
            if (attempt.Outcome == Outcomes.Gone) pause = PauseReasons.Gone;
            WebhookMeter.Tell(op, id, attempt, dead: !attempt.Succeeded && wait is null);
        }
        if (circuit == before) return (rows, pause);
        rows.Add(DeliveryTable.WriteEndpoint(id, circuit));
        if (before is { IsOpen: true, FailingSince: { } since } && !circuit.IsOpen) rows.Add(DeliveryTable.WriteDue(id, now, since));
        if (before.IsOpen != circuit.IsOpen) log.LogWarning("The endpoint of subscription {Subscription} of {Operator} {How}", id, op.Id.Value, circuit.IsOpen ? "keeps failing: it is left alone but for one entry now and then" : "answers again");
        return (rows, pause);
    }

    /// <returns>The position up to which the log is in the table.</returns>
    private async Task<long> Take(Subscription subscription, List<NpgsqlBatchCommand> rows, CancellationToken stop)
    {
        if (pending >= settings.Backlog) return lease.Position;
        head ??= Store.WaitForHead(op, lease.Position, settings.Look, stop);
        if (!head.IsCompleted) return lease.Position;
        var last = await head;
        head = null;
        if (last <= lease.Position) return lease.Position;
        var page = (await lease.Read((int)Math.Min(Page, settings.Backlog - pending), stop)).Events;
        var entries = page.TakeWhile(Feed.Knows).ToList();
        // What is pending goes out meanwhile.
        if (entries.Count < page.Count) await lease.CannotRead(page[entries.Count].Event.Type, stop);
        newer = entries.Count < page.Count ? NewerEvent.Waits(page[entries.Count].Position) : null;
        if (entries.Count == 0) return lease.Position;
        var wanted = (await feed.Scoped(op, entries, subscription, stop)).Where(e => e.InScope).ToList();
        if (wanted.Count > 0) rows.Add(DeliveryTable.WritePending(id, wanted, clock.GetUtcNow()));
        (pending, stale) = (pending + wanted.Count, true);
        return entries[^1].Position;
    }

    // Never cut short: whether a cancelled commit was kept cannot be known.
    private async Task Write(IEnumerable<NpgsqlBatchCommand> rows, long position)
    {
        await lease.Advance(rows, position, CancellationToken.None);
        written = Stopwatch.GetTimestamp();
    }

    // After a host change it gets one more try first: somebody may just have resumed it.
    private string? Overdue() => failed && circuit.FailingSince is { } since && clock.GetUtcNow() - since >= settings.PauseAfter ? PauseReasons.Failing : null;

    private async Task Pause(string reason, CancellationToken stop)
    {
        log.LogError("Subscription {Subscription} of {Operator} is paused: {Reason}", id, op.Id.Value, reason);
        await needs.Pause(reason, stop);
        WebhookMeter.Paused(op, id, reason);
        // Whoever resumes it wants to see at once whether it works.
        await Write([DeliveryTable.WriteEndpoint(id, Circuit.Closed), DeliveryTable.WriteDue(id, clock.GetUtcNow(), DateTimeOffset.UnixEpoch)], lease.Position);
        (circuit, failed) = (Circuit.Closed, false);
        for (var since = Stopwatch.GetTimestamp(); needs.Current() is not null && Stopwatch.GetElapsedTime(since) < lease.Length / 2;) await Task.Delay(50, stop);
    }

    private async Task Start(string address, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var room = circuit.IsOpen ? circuit.MayTry(now) && flights.Count == 0 ? 1 : 0 : settings.Parallel - flights.Count;
        if (room <= 0) return;
        if (ready.Count == 0 && stale && pending > flights.Count)
        {
            foreach (var next in await DeliveryTable.ReadNext(op.Main, id, now, flights.Keys, Fetched, stop)) ready.Enqueue(next);
            stale = ready.Count == Fetched;
        }
        for (; room > 0 && !lease.IsSpent && ready.TryDequeue(out var delivery); room--)
            flights[delivery.Stream] = new(delivery, circuit.IsOpen, Post(address, delivery));
    }

    private Task<Attempt> Post(string address, PendingDelivery delivery)
    {
        var signing = keys;
        return WebhookMeter.Traced(op, id, delivery.Event, () => sender.Post(address, delivery.Event, delivery.Attempts + 1, delivery.Body, signing, cut.Token));
    }

    private async Task Wait(CancellationToken stop)
    {
        var waits = flights.Values.Select(f => (Task)f.Post).Concat(head is null ? [] : [head]).ToList();
        if (waits.Count == 0) waits.Add(Task.Delay(settings.Look, stop));
        await ((Task)Task.WhenAny(waits).WaitAsync(Least(settings.Look, lease.Length / 4), stop)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

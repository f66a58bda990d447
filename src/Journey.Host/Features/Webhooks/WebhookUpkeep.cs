using System.Diagnostics.Metrics;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.EventStore.Keys;

namespace Journey.Host.Features.Webhooks;

/// <summary>On every host: looks up how deliveries stand, whoever does them, for metrics; and takes away, once an hour, what has been kept long enough.</summary>
internal sealed class WebhookUpkeep(Operators operators, Subscriptions.Subscriptions subscriptions, WebhookSettings settings, TimeProvider clock, ILogger<WebhookUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Pruned = TimeSpan.FromHours(1);
    private readonly Meter meter = new(WebhookMeter.Name);
    private IReadOnlyList<Measurement<long>> pending = [], dead = [], open = [];
    private IReadOnlyList<Measurement<double>> oldest = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.CreateObservableGauge("journey.webhook.pending", () => pending, "{entry}", "Entries taken from the log that are not delivered yet.");
        meter.CreateObservableGauge("journey.webhook.pending.age", () => oldest, "s", "For how long the oldest of them has waited.");
        meter.CreateObservableGauge("journey.webhook.dead_letters", () => dead, "{entry}", "Entries that were given up and not sent back.");
        meter.CreateObservableGauge("journey.webhook.circuit", () => open, "{state}", "0: closed; 1: open, the endpoint is left alone but for a probe.");
        var prunedAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Every);
        do
        {
            var now = clock.GetUtcNow();
            var due = now - prunedAt >= Pruned;
            await Look(now, due, stoppingToken);
            if (due) prunedAt = now;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Look(DateTimeOffset now, bool prune, CancellationToken ct)
    {
        List<Measurement<long>> waiting = [], letters = [], circuits = [];
        List<Measurement<double>> ages = [];
        foreach (var op in operators.All)
        {
            // Of one whose database is away no figures are given, since the last ones would be untrue; the others' are.
            try { await Look(op, now, prune, waiting, letters, circuits, ages, ct); }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or InvalidOperationException) { log.LogWarning("How webhooks of {Operator} stand can't be read: {Why}", op.Id.Value, e.GetType().Name); }
        }
        (pending, dead, open, oldest) = (waiting, letters, circuits, ages);
    }

    private async Task Look(Operator op, DateTimeOffset now, bool prune, List<Measurement<long>> waiting, List<Measurement<long>> letters, List<Measurement<long>> circuits, List<Measurement<double>> ages, CancellationToken ct)
    {
        var webhooks = (await subscriptions.All(op, ct)).Where(s => s.Delivery == Delivery.Webhook).ToList();
        if (prune) await Prune(op, [.. webhooks.Where(s => s.Status == SubscriptionStatus.Ended)], now, ct);
        foreach (var state in await DeliveryLog.Endpoints(op, webhooks.Where(s => s.Status != SubscriptionStatus.Ended).Select(s => s.Id!.Value), ct))
        {
            KeyValuePair<string, object?>[] tags = [new("journey.operator", op.Id.Value), new("journey.subscription", state.Subscription.ToString())];
            waiting.Add(new(state.Pending, tags));
            letters.Add(new(state.Dead, tags));
            circuits.Add(new(state.Circuit.IsOpen ? 1 : 0, tags));
            ages.Add(new(state.Oldest is { } since ? (now - since).TotalSeconds : 0, tags));
        }
    }

    private async Task Prune(Operator op, IReadOnlyList<Subscription> ended, DateTimeOffset now, CancellationToken ct)
    {
        await SigningSecretRows.Expire(op.Keys, now, ct);
        while (await DeliveryLog.Prune(op, now - settings.Kept, now - settings.DeadKept, ended.Select(s => s.Id!.Value), ct) > 0) { }
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}

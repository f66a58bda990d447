using System.Diagnostics.Metrics;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Telemetry;

/// <summary>
/// How far logs and due work are behind, whoever does the work: looked up every few seconds, so that a collector also sees the lag that grows
/// while nobody works. What follows the log: <see cref="Operations.Watches"/>.
/// </summary>
internal sealed class Lags(Operators operators, TimeProvider clock, ILogger<Lags> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Meter meter = new("Journey.Host");
    private IReadOnlyList<Measurement<long>> backlog = [], due = [], left = [];
    private IReadOnlyList<Measurement<double>> backlogAge = [], dueAge = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.CreateObservableGauge("journey.sequencer.backlog", () => backlog, "{event}", "Events stored that have no position yet.");
        meter.CreateObservableGauge("journey.sequencer.backlog.age", () => backlogAge, "s", "For how long the oldest of them has been stored.");
        meter.CreateObservableGauge("journey.due.behind", () => due, "{item}", "Work whose moment has come and that no host has taken up.");
        meter.CreateObservableGauge("journey.due.behind.age", () => dueAge, "s", "For how long the first of it has waited.");
        meter.CreateObservableGauge("journey.due.waiting", () => left, "{item}", "Due work that hosts leave alone for now, for a reason that its row says.");
        meter.CreateObservableGauge("journey.operator.up", Up, "{operator}", "1 while this host can reach the operator's databases, else 0.");
        using var timer = new PeriodicTimer(Every);
        do
        {
            var looks = await Task.WhenAll(operators.All.Select(op => Try(op, stoppingToken)));
            IReadOnlyList<Measurement<long>> Longs(Func<Figures, Measurement<long>> of) => [.. looks.OfType<Figures>().Select(of)];
            IReadOnlyList<Measurement<double>> Doubles(Func<Figures, Measurement<double>> of) => [.. looks.OfType<Figures>().Select(of)];
            (backlog, due, left) = (Longs(f => f.Backlog), Longs(f => f.Due), Longs(f => f.Left));
            (backlogAge, dueAge) = (Doubles(f => f.BacklogAge), Doubles(f => f.DueAge));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<long>> Up() =>
        [.. operators.All.Select(o => new Measurement<long>(o.Availability.IsAway ? 0 : 1, Tag(o.Id))), .. operators.Missing.Select(m => new Measurement<long>(0, Tag(m.Id)))];

    private static KeyValuePair<string, object?> Tag(OperatorId id) => new("journey.operator", id.Value);

    // One operator's figures; none where they would be untrue. Others do not wait for them.
    private async Task<Figures?> Try(Operator op, CancellationToken stop)
    {
        if (op.Availability.IsAway) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, op.Availability.Gone);
        limit.CancelAfter(Every);
        try { return await Look(op, limit.Token).WaitAsync(limit.Token); }
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException || e is OperationCanceledException && !stop.IsCancellationRequested)
        {
            log.LogWarning("The lag of the log and of due work of {Operator} can't be read: {Why}", op.Id.Value, e.GetType().Name);
            return null;
        }
    }

    private async Task<Figures> Look(Operator op, CancellationToken ct)
    {
        var tag = Tag(op.Id);
        var (events, age) = await Store.Backlog(op, ct);
        var work = await DueTable.Lag(op, clock.GetUtcNow(), ct);
        return new(new(events, tag), new(age.TotalSeconds, tag), new(work.Behind, tag), new(work.Seconds, tag), new(work.Waiting.Sum(w => w.Items), tag));
    }

    private sealed record Figures(Measurement<long> Backlog, Measurement<double> BacklogAge, Measurement<long> Due, Measurement<double> DueAge, Measurement<long> Left);

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}

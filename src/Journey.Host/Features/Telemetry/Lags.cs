using System.Diagnostics.Metrics;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Telemetry;

/// <summary>
/// How far logs, projections and due work are behind, whoever does the work: looked up every few seconds, so that a collector also sees the lag
/// that grows while nobody works. Shards that run here tell theirs more closely (journey.projection.lag).
/// </summary>
internal sealed class Lags(Operators operators, TimeProvider clock, ILogger<Lags> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Meter meter = new("Journey.Host");
    private IReadOnlyList<Measurement<long>> backlog = [], behind = [], waiting = [], due = [], left = [];
    private IReadOnlyList<Measurement<double>> backlogAge = [], behindAge = [], dueAge = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.CreateObservableGauge("journey.sequencer.backlog", () => backlog, "{event}", "Events stored that have no position yet.");
        meter.CreateObservableGauge("journey.sequencer.backlog.age", () => backlogAge, "s", "For how long the oldest of them has been stored.");
        meter.CreateObservableGauge("journey.projection.behind", () => behind, "{event}", "Events of the log that a shard has not taken yet.");
        meter.CreateObservableGauge("journey.projection.behind.age", () => behindAge, "s", "For how long the first of them has been in the log.");
        meter.CreateObservableGauge("journey.projection.waiting", () => waiting, "{stream}", "Streams that a shard leaves alone since no host could read them.");
        meter.CreateObservableGauge("journey.due.behind", () => due, "{item}", "Work whose moment has come and that no host has taken up.");
        meter.CreateObservableGauge("journey.due.behind.age", () => dueAge, "s", "For how long the first of it has waited.");
        meter.CreateObservableGauge("journey.due.waiting", () => left, "{item}", "Due work that hosts leave alone for now, for a reason that its row says.");
        using var timer = new PeriodicTimer(Every);
        do
        {
            try { await Look(stoppingToken); }
            // The last figures would be untrue: none are given.
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
            {
                (backlog, behind, waiting, backlogAge, behindAge, due, left, dueAge) = ([], [], [], [], [], [], [], []);
                log.LogWarning("The lag of logs and projections can't be read: {Why}", e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Look(CancellationToken ct)
    {
        List<Measurement<long>> logs = [], shards = [], streams = [], works = [], alone = [];
        List<Measurement<double>> logAges = [], shardAges = [], workAges = [];
        foreach (var op in operators.All)
        {
            var tag = new KeyValuePair<string, object?>("journey.operator", op.Id.Value);
            var (events, age) = await Store.Backlog(op, ct);
            logs.Add(new(events, tag));
            logAges.Add(new(age.TotalSeconds, tag));
            var work = await DueTable.Lag(op, clock.GetUtcNow(), ct);
            works.Add(new(work.Behind, tag));
            workAges.Add(new(work.Seconds, tag));
            alone.Add(new(work.Waiting.Sum(w => w.Items), tag));
            foreach (var lag in await ShardLag.Read(op, ct))
            {
                KeyValuePair<string, object?>[] tags = [tag, new("journey.shard", $"{lag.Shard}-{lag.Version}")];
                shards.Add(new(lag.Events, tags));
                shardAges.Add(new(lag.Seconds, tags));
                streams.Add(new(lag.Waiting.Count, tags));
            }
        }
        (backlog, backlogAge, behind, behindAge, waiting, due, dueAge, left) = (logs, logAges, shards, shardAges, streams, works, workAges, alone);
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}

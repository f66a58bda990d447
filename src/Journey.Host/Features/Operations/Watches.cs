using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Projections;

namespace Journey.Host.Features.Operations;

/// <summary>
/// Looks every few seconds at why anything of an operator is behind: says once that a cause began and once that it ended, and tells a collector
/// of all shards, whoever holds them or nobody. Each operator by itself, so that one whose database is away hides no other.
/// </summary>
internal sealed class Watches(Operators operators, ILogger<Watches> log) : ForEachOperator(operators)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<OperatorId, Watch> seen = new();
    private readonly Meter meter = new("Journey.Host");

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge("journey.shard.behind", () => Shards((s, tags) => new Measurement<long>(s.Events, tags)), "{event}", "Events of the log that what follows it has not taken yet.");
        meter.CreateObservableGauge("journey.shard.behind.age", () => Shards((s, tags) => new Measurement<double>(s.Seconds, tags)), "s", "For how long the first of them has been in the log.");
        meter.CreateObservableGauge("journey.shard.parked", () => Shards((s, tags) => new Measurement<long>(s.Parked.Count, tags)), "{stream}", "Streams left alone since they could not be taken.");
        meter.CreateObservableGauge("journey.shard.skipped", () => Shards((s, tags) => new Measurement<long>(s.Skipped.Count, tags)), "{event}", "Events that somebody let it leave out.");
        meter.CreateObservableGauge("journey.shard.held", () => Shards((s, tags) => new Measurement<long>(s.Status == "unclaimed" ? 0 : 1, [.. tags, new("journey.owner", s.Owner ?? "")])), "{host}", "1 while a host (journey.owner) holds it, 0 while nobody does.");
        meter.CreateObservableGauge("journey.watchdog.causes", () => seen.SelectMany(o => o.Value.Causes.GroupBy(c => c.Kind).Select(g => new Measurement<long>(g.Count(), new("journey.operator", o.Key.Value), new("journey.cause", g.Key)))), "{cause}", "Why anything is behind, by kind.");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task Run(Operator op, string owner, CancellationToken stop)
    {
        var known = new Dictionary<(string, string?, int?), (Cause Cause, bool Told)>();
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                var watch = seen[op.Id] = await Watchdog.Look(op, ct: stop);
                var now = watch.Causes.Where(c => c.Kind != "catching-up").ToLookup(c => (c.Kind, c.Shard, c.Pid));
                foreach (var ended in known.Keys.Where(k => !now.Contains(k)).ToList())
                {
                    if (known.Remove(ended, out var was) && was.Told) log.LogWarning("{Operator}: over: {Cause}", op.Id.Value, CauseWords.Plain(was.Cause));
                }
                foreach (var began in now)
                {
                    // Told at its second sight: what a change of hosts leaves behind for a moment is none.
                    var told = known.TryGetValue(began.Key, out var was);
                    if (told && !was.Told) log.LogWarning("{Operator}: behind, since {Cause}", op.Id.Value, CauseWords.Plain(began.First()));
                    known[began.Key] = (began.First(), told);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        finally { seen.TryRemove(op.Id, out _); }
    }

    private IEnumerable<Measurement<T>> Shards<T>(Func<ShardLag, KeyValuePair<string, object?>[], Measurement<T>> measure) where T : struct =>
        seen.SelectMany(o => o.Value.Shards.Where(s => s.Followed).Select(s => measure(s, [new("journey.operator", o.Key.Value), new("journey.shard", $"{s.Shard}-{s.Version}")])));

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}

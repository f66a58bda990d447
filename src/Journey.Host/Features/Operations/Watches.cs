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
        meter.CreateObservableGauge("journey.shard.held", () => Shards((s, tags) => new Measurement<long>(s.Status == "unclaimed" ? 0 : 1, [.. tags, new("journey.owner", s.Status == "unclaimed" ? "" : s.Owner)])), "{host}", "1 while a host (journey.owner) holds it, 0 while nobody does.");
        meter.CreateObservableGauge("journey.shard.parked.age", () => Shards((s, tags) => new Measurement<double>(s.ParkedFor ?? 0, tags)), "s", "For how long the first of its parked streams has been.");
        meter.CreateObservableGauge("journey.shard.silent", () => Shards((s, tags) => new Measurement<double>(s.SilentFor ?? 0, tags)), "s", "For how long the host that holds it has let its lease run out; 0 while it does not, or has let go.");
        meter.CreateObservableGauge("journey.sequencer.held", () => Seen((op, w) => w.Sequencer is { } s ? [new Measurement<long>(s.Held ? 1 : 0, op, new("journey.owner", s.Held ? s.Owner : ""))] : []), "{host}", "1 while a host (journey.owner) gives positions, 0 while nobody does.");
        meter.CreateObservableGauge("journey.log.position", () => Seen((op, w) => w.Sequencer is { } s ? [new Measurement<long>(s.Position, op)] : []), "{event}", "The newest position of the log: how many events have one.");
        meter.CreateObservableGauge("journey.hosts", () => Seen((op, w) => w.Sequencer is null ? [] : [new Measurement<long>(w.Hosts.Count(h => h.Lives), op)]), "{host}", "Hosts that say that they serve the operator.");
        meter.CreateObservableGauge("journey.watchdog.causes", () => Seen((op, w) => w.Causes.GroupBy(c => c.Kind).Select(g => new Measurement<long>(g.Count(), op, new("journey.cause", g.Key)))), "{cause}", "Why anything is behind, by kind.");
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

    // What a database that is away was last seen with would be untrue: then only the cause is told.
    private IEnumerable<Measurement<long>> Seen(Func<KeyValuePair<string, object?>, Watch, IEnumerable<Measurement<long>>> measure) => seen.SelectMany(o => measure(new("journey.operator", o.Key.Value), o.Value));

    private IEnumerable<Measurement<T>> Shards<T>(Func<ShardLag, KeyValuePair<string, object?>[], Measurement<T>> measure) where T : struct =>
        seen.SelectMany(o => o.Value.Shards.Where(s => s.Followed).Select(s => measure(s, [new("journey.operator", o.Key.Value), new("journey.shard", $"{s.Shard}-{s.Version}")])));

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}

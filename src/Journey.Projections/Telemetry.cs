using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Journey.Projections;

/// <summary>What projections tell an observer: a source of activities and a meter, both named <see cref="Name"/>.</summary>
public static class Telemetry
{
    public const string Name = "Journey.Projections";

    internal static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    internal static readonly Gauge<long> Lag = Meter.CreateGauge<long>("journey.projection.lag", "{event}", "Events of the log that a shard held here has not taken yet.");
    internal static readonly Counter<long> Events = Meter.CreateCounter<long>("journey.projection.events", "{event}", "Events taken by shards.");
    internal static readonly Counter<long> Faults = Meter.CreateCounter<long>("journey.projection.faults", "{fault}", "Batches that could not be written.");
    internal static readonly Counter<long> Attempts = Meter.CreateCounter<long>("journey.shard.attempts", "{attempt}", "Times a history could not be taken.");
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("journey.projection.duration", "s", "One batch: reading, folding, writing.");
}

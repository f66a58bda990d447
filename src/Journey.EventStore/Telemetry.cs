using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Journey.EventStore;

/// <summary>What the store tells an observer: a source of activities and a meter, both named <see cref="Name"/>.</summary>
public static class Telemetry
{
    public const string Name = "Journey.EventStore";

    internal static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Appended = Meter.CreateCounter<long>("journey.append.events", "{event}", "Events appended.");
    internal static readonly Histogram<double> AppendDuration = Meter.CreateHistogram<double>("journey.append.duration", "s", "Appends, by outcome.");
    internal static readonly Counter<long> Sequenced = Meter.CreateCounter<long>("journey.sequencer.events", "{event}", "Events given a position.");
    internal static readonly Counter<long> SequencedAccesses = Meter.CreateCounter<long>("journey.sequencer.accesses", "{record}", "Records of access given a position.");
    internal static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("journey.sequencer.lag", "s", "How long the event of a batch that waited longest was stored before it got its position.");
    internal static readonly Counter<long> Foreign = Meter.CreateCounter<long>("journey.sequencer.foreign", "{event}", "Events and records of access found by reconciliation: somebody writes past the store.");
    internal static readonly Counter<long> Pages = Meter.CreateCounter<long>("journey.log.pages", "{page}", "Pages of the log given to those who follow it, by where they came from: memory, the shared query, or one of their own.");
    internal static readonly Counter<long> Claims = Meter.CreateCounter<long>("journey.shard.claims", "{claim}", "Times this host took up work that follows the log.");
    internal static readonly Counter<long> TakeOvers = Meter.CreateCounter<long>("journey.shard.takeovers", "{claim}", "Those of them where another host had not let go: it was killed, or hangs.");
    internal static readonly Counter<long> Faults = Meter.CreateCounter<long>("journey.sequencer.faults", "{fault}", "Times a sequencer had to let go and start again.");
}

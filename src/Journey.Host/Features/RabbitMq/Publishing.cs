using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Journey.EventStore;

namespace Journey.Host.Features.RabbitMq;

/// <summary>What an observer sees of messages; docs/metrics.md explains the names.</summary>
internal static class Publishing
{
    private static readonly ActivitySource Activities = new("Journey.RabbitMq");
    private static readonly Meter Meter = new("Journey.RabbitMq");
    private static readonly Counter<long> Published = Meter.CreateCounter<long>("journey.rabbitmq.published", "{message}", "Messages sent to the broker, repeats included.");
    private static readonly Counter<long> Confirmed = Meter.CreateCounter<long>("journey.rabbitmq.confirmed", "{message}", "Messages that the broker took on.");
    private static readonly Counter<long> Returned = Meter.CreateCounter<long>("journey.rabbitmq.returned", "{message}", "Messages that no queue takes, or that the broker refused.");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("journey.rabbitmq.faults", "{fault}", "Times a publisher had to begin again from its position.");
    private static readonly ConcurrentDictionary<(OperatorId, string), long> Behind = new();

    static Publishing() => Meter.CreateObservableGauge("journey.rabbitmq.behind", () => Behind.Select(b => new Measurement<long>(b.Value, Tags(b.Key))), "{event}", "Entries of the log that the broker has not taken on yet, of the subscriptions that this host publishes.");

    /// <summary>A window of messages as a span; null where there are none.</summary>
    public static Activity? Span(Operator op, Lease lease, IReadOnlyCollection<Guid> events) => events.Count == 0 ? null : Activities.StartActivity("journey.rabbitmq.publish", ActivityKind.Producer)?
        .SetTag("journey.operator", op.Id.Value).SetTag("journey.subscription", lease.Name[(lease.Name.IndexOf(':') + 1)..]).SetTag("journey.count", events.Count)
        .SetTag("journey.events", events.Take(16).Select(e => e.ToString()).ToArray());

    public static void Outcomes(Operator op, Lease lease, IReadOnlyCollection<Message> messages)
    {
        var tags = Tags((op.Id, lease.Name));
        Published.Add(messages.Count, tags);
        Confirmed.Add(messages.Count(m => m.Outcome == Outcome.Confirmed), tags);
        Returned.Add(messages.Count(m => m.Outcome is Outcome.Returned or Outcome.Refused), tags);
    }

    public static void Fault(Operator op, Lease lease) => Faults.Add(1, Tags((op.Id, lease.Name)));

    /// <param name="events">Null: this host publishes it no more.</param>
    public static void Lag(Operator op, Lease lease, long? events)
    {
        if (events is { } behind) Behind[(op.Id, lease.Name)] = behind;
        else Behind.TryRemove((op.Id, lease.Name), out _);
    }

    private static KeyValuePair<string, object?>[] Tags((OperatorId Operator, string Subscription) of) => [new("journey.operator", of.Operator.Value), new("journey.subscription", of.Subscription[(of.Subscription.IndexOf(':') + 1)..])];
}

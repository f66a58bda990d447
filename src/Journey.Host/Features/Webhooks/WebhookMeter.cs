using System.Diagnostics;
using System.Diagnostics.Metrics;
using Journey.Domain;
using Journey.EventStore;

namespace Journey.Host.Features.Webhooks;

/// <summary>What deliveries that run here tell an observer; docs/operating.md explains each name.</summary>
internal static class WebhookMeter
{
    public const string Name = "Journey.Webhooks";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("journey.webhook.attempts", "{attempt}", "Posts, by outcome.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("journey.webhook.duration", "s", "One post, from looking up the name to the end of the answer.");
    private static readonly Counter<long> Dead = Meter.CreateCounter<long>("journey.webhook.dead", "{entry}", "Entries given up after the last attempt.");
    private static readonly Counter<long> Pauses = Meter.CreateCounter<long>("journey.webhook.paused", "{pause}", "Subscriptions that a host paused, by reason.");

    public static void Tell(Operator op, SubscriptionId subscription, Attempt attempt, bool dead)
    {
        var tags = Tags(op, subscription);
        tags.Add("journey.outcome", attempt.Outcome);
        Attempts.Add(1, tags);
        Duration.Record(attempt.Timings.Total / 1000, tags);
        if (dead) Dead.Add(1, Tags(op, subscription));
    }

    public static void Paused(Operator op, SubscriptionId subscription, string reason)
    {
        var tags = Tags(op, subscription);
        tags.Add("journey.reason", reason);
        Pauses.Add(1, tags);
    }

    private static TagList Tags(Operator op, SubscriptionId subscription) => new() { { "journey.operator", op.Id.Value }, { "journey.subscription", subscription.ToString() } };
}

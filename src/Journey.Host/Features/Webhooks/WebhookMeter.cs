using System.Diagnostics;
using System.Diagnostics.Metrics;
using Journey.Domain;
using Journey.EventStore;

namespace Journey.Host.Features.Webhooks;

/// <summary>What deliveries that run here tell an observer; docs/metrics.md explains each name.</summary>
internal static class WebhookMeter
{
    public const string Name = "Journey.Webhooks";

    private static readonly ActivitySource Activities = new(Name);
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

    /// <summary>One post as a span; the append of the same event names it too.</summary>
    public static async Task<Attempt> Traced(Operator op, SubscriptionId subscription, Guid @event, Func<Task<Attempt>> post)
    {
        using var span = Activities.StartActivity("journey.webhook.attempt")?.SetTag("journey.operator", op.Id.Value).SetTag("journey.subscription", subscription.ToString()).SetTag("journey.event", @event.ToString());
        var attempt = await post();
        span?.SetTag("journey.outcome", attempt.Outcome).SetTag("journey.attempt", attempt.Number).SetTag("http.response.status_code", attempt.Status);
        if (!attempt.Succeeded) span?.SetStatus(ActivityStatusCode.Error);
        return attempt;
    }

    private static TagList Tags(Operator op, SubscriptionId subscription) => new() { { "journey.operator", op.Id.Value }, { "journey.subscription", subscription.ToString() } };
}

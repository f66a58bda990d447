using System.Text;
using System.Text.Json.Nodes;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using RabbitMQ.Client;

namespace Journey.Host.Features.RabbitMq;

internal enum Outcome { UnderWay, Confirmed, Returned, Refused }

/// <summary>One message on its way, and what became of it.</summary>
/// <param name="Counts">Whether the next one names it as the one it follows. What says nothing (a withheld entry, how far we are) needs no queue that takes it.</param>
internal sealed record Message(long Position, string Key, bool Counts, BasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    public Outcome Outcome { get; set; }

    /// <summary>The exchange on the broker. The operator stands in front, so that nobody's subscription reaches into another operator's exchange, or another program's.</summary>
    public static string Exchange(Operator op, Subscription subscription) => $"{op.Id}.{subscription.Address ?? "journey"}";

    /// <param name="after">The position of the message before: between the two there was nothing for this subscription.</param>
    public static Message Of(Operator op, Subscription subscription, string origin, long after, PublicEntry entry)
    {
        var subject = entry.Type == PublicEvents.Withheld ? null : entry.Body["subject"]?.GetValue<string>();
        return Make(op, subscription, origin, after, entry.Position, entry.Event.ToString(), entry.Type, entry.Text, subject, entry.Type != PublicEvents.Withheld);
    }

    /// <summary>Says that everything up to a position was looked at.</summary>
    public static Message SeenUpTo(Operator op, Subscription subscription, string origin, long after, long position)
    {
        var id = $"{subscription.Id}-{origin}-{position}";
        var body = new JsonObject { ["specversion"] = "1.0", ["id"] = id, ["source"] = $"/operators/{op.Id}", ["type"] = StreamEvents.SeenType, ["position"] = $"{position}" };
        return Make(op, subscription, origin, after, position, id, StreamEvents.SeenType, body.ToJsonString(), null, false);
    }

    private static Message Make(Operator op, Subscription subscription, string origin, long after, long position, string id, string type, string body, string? subject, bool counts)
    {
        var headers = new Dictionary<string, object?>
        {
            ["journey-position"] = position, ["journey-after"] = after, ["journey-origin"] = origin,
            ["journey-subscription"] = subscription.Id.ToString(), ["journey-replay"] = subscription.Replays,
        };
        if (subject is not null) headers["journey-partition"] = subject;
        var properties = new BasicProperties { MessageId = id, Type = type, AppId = "journey", Persistent = true, ContentType = "application/cloudevents+json; charset=utf-8", Headers = headers };
        return new(position, $"{op.Id}.{type}", counts, properties, Encoding.UTF8.GetBytes(body));
    }
}

using System.Net.Sockets;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.Subscriptions;
using RabbitMQ.Client.Exceptions;

namespace Journey.Host.Features.RabbitMq;

/// <summary>
/// Publishes what RabbitMQ subscriptions ask for. The position moves only over what the broker took on; whatever goes wrong, sending begins again
/// with the first message that it did not, and everything behind that one is sent again too, in order.
/// </summary>
internal sealed class Publisher(Broker broker, Feed feed, Subscriptions.Subscriptions subscriptions, TimeProvider clock, ILogger<Publisher> log)
{
    /// <summary>At most so many messages are under way at a time.</summary>
    internal const int Window = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Follower>> Followers(Operator op, CancellationToken ct)
    {
        var active = (await subscriptions.Active(op, ct)).Where(s => s.Delivery == Delivery.RabbitMq).ToList();
        var beginning = active.Any(s => s.Replays > 0) ? await Beginning.Read(op, ct) : null;
        return [.. active.Select(s => new Follower(Standing.NameOf(s), s.Replays + 1, (lease, stop) => Follow(op, s.Id!.Value, lease, stop), beginning?.Of(s) ?? s.From))];
    }

    private async Task Follow(Operator op, SubscriptionId id, Lease lease, CancellationToken stop)
    {
        var pause = FirstPause;
        string? why = null;
        try
        {
            while (true)
            {
                var before = lease.Position;
                try
                {
                    await using var line = await lease.While(ct => Line.Open(broker, $"journey {op.Id} {lease.Name}", clock, ct), () => why, stop);
                    await new Delivering(op, id, lease, line, feed, subscriptions, broker.SeenEvery, clock).Run(stop);
                    return;
                }
                catch (Exception e) when (!stop.IsCancellationRequested && Said(e) is { } said)
                {
                    if (lease.Position > before) pause = FirstPause;
                    if (said != why) log.LogWarning("{Follower} of {Operator} waits: {Why}", lease.Name, op.Id.Value, said);
                    why = said;
                }
                Publishing.Fault(op, lease);
                await lease.Renew(why, stop);
                await lease.While(ct => Task.Delay(pause, clock, ct), () => why, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        finally { Publishing.Lag(op, lease, null); }
    }

    // Never the exception's own text: it may repeat the broker's address, which holds a password.
    private static string? Said(Exception e) => e switch
    {
        NotTaken n => n.Message,
        AuthenticationFailureException or BrokerUnreachableException { InnerException: AuthenticationFailureException } => "rabbitmq.refused: the broker does not let us in",
        OperationInterruptedException { ShutdownReason.ReplyCode: var code and (403 or 404 or 406) } => $"rabbitmq.exchange: the broker does not let us declare or use the exchange ({code})",
        SetupException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => "rabbitmq.settings: the broker's address can't be read",
        TimeoutException or OperationCanceledException => "rabbitmq.silent: the broker does not answer",
        RabbitMQClientException or IOException or SocketException or ObjectDisposedException => "rabbitmq.unreachable: no connection to the broker",
        _ => null,
    };

    /// <summary>The broker has a message back: no queue takes it, or the one that should refused it.</summary>
    internal sealed class NotTaken(Message message, string exchange) : Exception(message.Outcome == Outcome.Returned
        ? $"rabbitmq.unroutable: position {message.Position} waits, no queue is bound to {exchange} for {message.Key}"
        : $"rabbitmq.refused: position {message.Position} waits, a queue of {exchange} refuses {message.Key}");
}

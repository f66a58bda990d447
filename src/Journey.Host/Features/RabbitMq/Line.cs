using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Journey.Host.Features.RabbitMq;

/// <summary>
/// A connection with one channel: messages go out in order, many at a time, and each one's outcome is known. After an error it is of no more use.
/// </summary>
internal sealed class Line : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly SortedDictionary<ulong, Message> open = [];
    private readonly HashSet<string> proven = new(StringComparer.Ordinal);
    private TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? blocked, exchange;
    private long progress;

    private Line(IConnection connection, IChannel channel, TimeProvider clock)
    {
        (this.connection, this.channel, this.clock, progress) = (connection, channel, clock, clock.GetTimestamp());
        channel.BasicAcksAsync += (_, e) => Answered(e.DeliveryTag, e.Multiple, Outcome.Confirmed);
        channel.BasicNacksAsync += (_, e) => Answered(e.DeliveryTag, e.Multiple, Outcome.Refused);
        channel.BasicReturnAsync += (_, e) => Returned(e.BasicProperties.MessageId);
        channel.ChannelShutdownAsync += (_, e) => Broken(e);
        connection.ConnectionBlockedAsync += (_, e) => { blocked = e.Reason; return Task.CompletedTask; };
        connection.ConnectionUnblockedAsync += (_, _) => { (blocked, progress) = (null, clock.GetTimestamp()); return Task.CompletedTask; };
    }

    public static async Task<Line> Open(Broker broker, string name, TimeProvider clock, CancellationToken ct)
    {
        var connection = await broker.Connect(name, ct);
        try { return new Line(connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), ct), clock); }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it waits for, for people; null: all is well.</summary>
    /// <exception cref="TimeoutException">The broker is silent though it does not say that it is blocked.</exception>
    public string? Waits()
    {
        if (blocked is { } why) return $"rabbitmq.blocked: the broker takes nothing at the moment ({why})";
        lock (gate) return open.Count == 0 || clock.GetElapsedTime(progress) < Patience ? null : throw new TimeoutException();
    }

    /// <summary>Messages go to this topic exchange from now on; it is made, durable, where there is none.</summary>
    public async Task To(string name, CancellationToken ct)
    {
        if (exchange == name) return;
        await channel.ExchangeDeclareAsync(name, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
        exchange = name;
        proven.Clear();
    }

    /// <summary>
    /// Sends, and does not wait for the answer, but for the first message of each routing key: before a queue was seen to take that key,
    /// nothing may be under way behind a message that may come back.
    /// </summary>
    public async Task Publish(Message message, CancellationToken ct)
    {
        var number = await channel.GetNextPublishSequenceNumberAsync(ct);
        lock (gate)
        {
            if (open.Count == 0) (settled, progress) = (new(TaskCreationOptions.RunContinuationsAsynchronously), clock.GetTimestamp());
            open.Add(number, message);
        }
        if (!channel.IsOpen) await Broken(channel.CloseReason);
        await channel.BasicPublishAsync(exchange!, message.Key, mandatory: true, message.Properties, message.Body, ct);
        if (proven.Contains(message.Key)) return;
        await Settled(ct);
        if (message.Outcome == Outcome.Confirmed) proven.Add(message.Key);
    }

    /// <summary>Until every message has its outcome.</summary>
    public Task Settled(CancellationToken ct)
    {
        lock (gate) return open.Count == 0 ? Task.CompletedTask : settled.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        // The broker may be gone, or read nothing: no farewell is waited for.
        try { await connection.CloseAsync(Constants.ReplySuccess, "", TimeSpan.FromMilliseconds(500), abort: true, CancellationToken.None); }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or IOException or ObjectDisposedException) { }
        await connection.DisposeAsync();
    }

    private Task Answered(ulong number, bool multiple, Outcome outcome)
    {
        lock (gate)
        {
            foreach (var one in multiple ? [.. open.Keys.TakeWhile(n => n <= number)] : (ulong[])[number])
            {
                // What came back is confirmed as well: that says only that nobody is going to take it.
                if (open.Remove(one, out var message) && message.Outcome == Outcome.UnderWay) message.Outcome = outcome;
            }
            progress = clock.GetTimestamp();
            if (open.Count == 0) settled.TrySetResult();
        }
        return Task.CompletedTask;
    }

    private Task Returned(string? id)
    {
        lock (gate)
        {
            foreach (var message in open.Values.Where(m => m.Properties.MessageId == id)) message.Outcome = Outcome.Returned;
        }
        return Task.CompletedTask;
    }

    private Task Broken(ShutdownEventArgs? why)
    {
        lock (gate) settled.TrySetException(new IOException(why?.ReplyText));
        return Task.CompletedTask;
    }
}

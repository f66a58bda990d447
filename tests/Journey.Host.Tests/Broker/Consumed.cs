using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Journey.Host.Tests.Broker;

/// <summary>What a consumer sees of a message.</summary>
internal sealed record Got(string Id, string Type, string Key, long Position, long After, string Origin, string? Partition, bool Persistent, string? ContentType, string Body);

/// <summary>A consumer by the guide: it takes over what follows what it has, lets repeats go, and what comes too early, since that comes again.</summary>
internal sealed class Consumed
{
    private readonly List<Got> all = [];

    public long Last { get; private set; }

    /// <summary>Everything that arrived, repeats included.</summary>
    public IReadOnlyList<Got> All { get { lock (all) return [.. all]; } }

    /// <summary>What it took over, in order.</summary>
    public List<Got> Kept { get; } = [];

    public int Repeats { get; private set; }

    public int Early { get; private set; }

    /// <summary>Reads the queue until it is told to stop, over as many connections as it takes.</summary>
    public async Task Run(Uri broker, string queue, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(stop);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
                await channel.BasicQosAsync(0, 100, false, stop);
                var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                channel.ChannelShutdownAsync += (_, _) => { gone.TrySetResult(); return Task.CompletedTask; };
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, e) =>
                {
                    Take(Of(e.BasicProperties, e.RoutingKey, e.Body));
                    await channel.BasicAckAsync(e.DeliveryTag, false, stop);
                };
                await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stop);
                await gone.Task.WaitAsync(stop);
            }
            catch (Exception e) when (e is RabbitMQClientException or IOException or OperationCanceledException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    public static Got Of(IReadOnlyBasicProperties properties, string key, ReadOnlyMemory<byte> body)
    {
        var headers = properties.Headers!;
        string? Text(string name) => headers.TryGetValue(name, out var value) ? Encoding.UTF8.GetString((byte[])value!) : null;
        return new(properties.MessageId!, properties.Type!, key, (long)headers["journey-position"]!, (long)headers["journey-after"]!, Text("journey-origin")!, Text("journey-partition"), properties.Persistent, properties.ContentType, Encoding.UTF8.GetString(body.Span));
    }

    private void Take(Got got)
    {
        lock (all)
        {
            all.Add(got);
            if (got.Position <= Last) Repeats++;
            else if (got.After > Last) Early++;
            else
            {
                Kept.Add(got);
                Last = got.Position;
            }
        }
    }
}

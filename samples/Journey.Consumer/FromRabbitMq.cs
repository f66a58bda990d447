using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Journey.Consumer;

/// <summary>Takes the same entries out of a queue. Redelivered and repeated ones do no harm.</summary>
public static class FromRabbitMq
{
    /// <summary>Until the connection is lost or <paramref name="ct"/> ends it.</summary>
    /// <param name="exchange">Operator and the subscription's address, such as <c>aspire-demo.journey</c>.</param>
    public static async Task Take(Uri broker, string exchange, string queue, Outcomes outcomes, CancellationToken ct)
    {
        // docs: queue
        await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: ct);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: ct);
        await channel.QueueBindAsync(queue, exchange, "#", cancellationToken: ct);
        await channel.BasicQosAsync(0, prefetchCount: 100, global: false, ct);
        // docs: end
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) => Task.FromResult(gone.TrySetResult());
        // docs: message
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            try
            {
                var headers = message.BasicProperties.Headers!;
                var incoming = new Incoming((long)headers["journey-after"]!, (long)headers["journey-position"]!, JsonElement.Parse(message.Body.Span));
                try { await outcomes.Take(Encoding.UTF8.GetString((byte[])headers["journey-origin"]!), [incoming], ct); }
                catch (GapException e) { Console.Error.WriteLine($"Too early, it comes again: {e.Message}"); }
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct); // after our commit
            }
            catch (Exception e) { gone.TrySetException(e); } // not acknowledged: the broker keeps it
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, ct);
        // docs: end
        await gone.Task.WaitAsync(ct);
    }
}

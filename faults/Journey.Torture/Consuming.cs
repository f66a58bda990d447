using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Journey.Torture;

/// <summary>A subscriber behind the broker: a durable queue, acknowledged by hand, for as long as there is a broker.</summary>
internal static class Consuming
{
    private const string Queue = "torture";

    /// <summary>The queue has to be there before something is published.</summary>
    public static async Task Declare(Uri broker, string exchange)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, exchange, "#");
    }

    public static async Task Run(Uri broker, Sink sink, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(stop);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
                var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                channel.ChannelShutdownAsync += (_, _) => Task.FromResult(gone.TrySetResult());
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, message) =>
                {
                    using var entry = JsonDocument.Parse(message.Body);
                    // What only says how far the log was looked at is no entry of it.
                    if (message.BasicProperties.Type != "journey.log.seen") sink.Take(entry.RootElement);
                    try { await channel.BasicAckAsync(message.DeliveryTag, multiple: false); }
                    catch (Exception e) when (e is RabbitMQ.Client.Exceptions.AlreadyClosedException or ObjectDisposedException) { } // it comes again
                };
                await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stop);
                await gone.Task.WaitAsync(stop);
            }
            catch (Exception e) when (e is OperationCanceledException or RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or System.Net.Sockets.SocketException)
            {
                await Task.Delay(200, CancellationToken.None);
            }
        }
    }
}

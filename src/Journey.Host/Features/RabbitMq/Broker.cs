using System.Globalization;
using Journey.EventStore;
using RabbitMQ.Client;

namespace Journey.Host.Features.RabbitMq;

/// <summary>
/// The broker that this host publishes to: <c>Journey:RabbitMq:Uri</c>, or <c>Journey:RabbitMq:UriFile</c>, a file that holds it and is read again
/// for each connection, so that a password can change. It stands in no database, log or page.
/// </summary>
internal sealed class Broker
{
    private readonly string? uri, file;

    /// <exception cref="SetupException">What is set is not an address, or a number out of range.</exception>
    public Broker(IConfiguration configuration)
    {
        (uri, file) = (configuration["Journey:RabbitMq:Uri"], configuration["Journey:RabbitMq:UriFile"]);
        if (uri is { Length: > 0 }) Parse(uri, "Journey:RabbitMq:Uri");
        if (configuration["Journey:RabbitMq:SeenSeconds"] is not { Length: > 0 } text) return;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 3600) throw new SetupException("Journey:RabbitMq:SeenSeconds is a number of seconds from 1 to 3600.");
        SeenEvery = TimeSpan.FromSeconds(seconds);
    }

    public bool IsGiven => uri is { Length: > 0 } || file is { Length: > 0 };

    /// <summary>A consumer that gets little is told this often, at most, up to where everything was looked at. 30 seconds unless set.</summary>
    public TimeSpan SeenEvery { get; } = TimeSpan.FromSeconds(30);

    /// <param name="name">What the broker's own pages show for the connection.</param>
    public async Task<IConnection> Connect(string name, CancellationToken ct)
    {
        var address = uri is { Length: > 0 } ? Parse(uri, "Journey:RabbitMq:Uri") : Parse((await File.ReadAllTextAsync(file!, ct)).Trim(), "The file of Journey:RabbitMq:UriFile");
        var factory = new ConnectionFactory
        {
            Uri = address, ClientProvidedName = name,
            // A connection that comes back by itself would not know what of the lost one was confirmed: the publisher begins again from its position.
            AutomaticRecoveryEnabled = false, TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10), RequestedConnectionTimeout = TimeSpan.FromSeconds(10), ContinuationTimeout = TimeSpan.FromSeconds(10),
        };
        return await factory.CreateConnectionAsync(ct);
    }

    private static Uri Parse(string text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" ? address : throw new SetupException($"{what} is no address such as amqps://user:password@host/vhost.");
}

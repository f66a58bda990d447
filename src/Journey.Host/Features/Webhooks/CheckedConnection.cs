using System.Net;
using System.Net.Sockets;

namespace Journey.Host.Features.Webhooks;

/// <summary>Looks a name up. Tests give answers that change.</summary>
public delegate Task<IPAddress[]> Resolver(string host, CancellationToken ct);

/// <summary>A name led to an address that no webhook may reach.</summary>
public sealed class AddressRefused(string message) : Exception(message);

/// <summary>Opens one attempt's connection: to an address that has just been checked, and not to a name that could by then mean another one.</summary>
internal sealed class CheckedConnection(Resolver resolver, bool anywhere, Timing timing)
{
    /// <exception cref="AddressRefused">One of the addresses is not public: a name that leads inside and outside is refused as a whole.</exception>
    public async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver(host, ct);
        timing.Resolved();
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            if (PublicAddress.IsMetadata(address) || (!anywhere && !PublicAddress.Is(address))) throw new AddressRefused($"{host} leads to {address}, which is not on the open internet.");
        }
        var stream = await Connect(addresses, port, ct);
        timing.Connected();
        return stream;
    }

    private static async Task<Stream> Connect(IPAddress[] addresses, int port, CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException || i == addresses.Length - 1) throw;
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Journey.Host.Tests.Broker;

/// <summary>Stands between a client and a broker, so that connections can be cut in the middle of whatever goes over them.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> pairs = new();
    private readonly Uri to;
    private readonly Task accepting;

    public Relay(Uri to)
    {
        this.to = to;
        listener.Start();
        accepting = Accept();
    }

    public Uri Uri => new UriBuilder(to) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;

    /// <summary>Resets every connection there is.</summary>
    /// <returns>How many.</returns>
    public int Cut()
    {
        var cut = 0;
        foreach (var (client, server) in pairs)
        {
            if (!pairs.TryRemove(client, out _)) continue;
            foreach (var socket in new[] { client, server }) socket.Close(0); // no farewell, and what was not sent yet is lost
            cut++;
        }
        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await accepting;
        listener.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try { await server.ConnectAsync(to.Host, to.Port); }
                catch (SocketException)
                {
                    client.Close(0);
                    server.Dispose();
                    continue;
                }
                pairs[client] = server;
                _ = Copy(client, server);
                _ = Copy(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
    }

    private async Task Copy(Socket from, Socket into)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read) await into.SendAsync(buffer.AsMemory(0, read));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
        foreach (var socket in new[] { from, into })
        {
            pairs.TryRemove(socket, out _);
            socket.Close(0);
        }
    }
}

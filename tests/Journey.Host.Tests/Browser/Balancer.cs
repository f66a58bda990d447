using System.Net;
using System.Net.Sockets;

namespace Journey.Host.Tests.Browser;

/// <summary>What stands in front of several hosts: each connection goes to the first that takes it, and breaks with it.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<Uri> hosts;
    private readonly Task accepting;

    public Balancer(params IReadOnlyList<Uri> hosts)
    {
        this.hosts = hosts;
        listener.Start();
        accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>How many connections each host took.</summary>
    public int[] Taken { get; } = new int[8];

    private async Task Accept()
    {
        try
        {
            while (true) _ = Relay(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
    }

    private async Task Relay(TcpClient client)
    {
        using (client)
        {
            for (var i = 0; i < hosts.Count; i++)
            {
                using var there = new TcpClient();
                try
                {
                    await there.ConnectAsync(hosts[i].Host, hosts[i].Port);
                    Interlocked.Increment(ref Taken[i]);
                    await Task.WhenAny(client.GetStream().CopyToAsync(there.GetStream()), there.GetStream().CopyToAsync(client.GetStream()));
                    return;
                }
                catch (SocketException) { }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
    }
}

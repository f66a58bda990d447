using System.Net;
using System.Net.Sockets;

namespace Journey.Torture;

/// <summary>A wire between a host and PostgreSQL that can be cut, slowed down, or go dead without a word.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint server;
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<(Socket Client, Socket Server)> wires = [];
    private readonly Task accepting;
    private int cuts;
    private volatile int delay;
    private volatile TaskCompletionSource? dead;

    public Proxy(EndPoint server)
    {
        this.server = server;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Every connection breaks now.</summary>
    public int CutAll()
    {
        lock (wires)
        {
            foreach (var (client, there) in wires) { client.Close(0); there.Close(0); }
            return wires.Count;
        }
    }

    /// <summary>The next so many requests reach the server, and their answers nobody: whoever asked cannot know what became of a commit.</summary>
    public void SwallowAnswers(int count) => Interlocked.Exchange(ref cuts, count);

    /// <summary>Every request takes so much longer.</summary>
    public void Slow(TimeSpan by) => delay = (int)by.TotalMilliseconds;

    /// <summary>Nothing goes through and nothing breaks, until <see cref="Heal"/>.</summary>
    public void Die() => dead ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal()
    {
        (delay, cuts) = (0, 0);
        var waiting = dead;
        dead = null;
        waiting?.TrySetResult();
    }

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            Socket client;
            try { client = await listener.AcceptSocketAsync(stop.Token); }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { return; }
            _ = Relay(client);
        }
    }

    private async Task Relay(Socket client)
    {
        var there = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        var wire = (client, there);
        lock (wires) wires.Add(wire);
        try
        {
            if (dead is { } waiting) await waiting.Task;
            await there.ConnectAsync(server);
            await Task.WhenAny(Pump(client, there, asks: true), Pump(there, client, asks: false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
        finally
        {
            lock (wires) wires.Remove(wire);
            client.Dispose();
            there.Dispose();
        }
    }

    private async Task Pump(Socket from, Socket to, bool asks)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer);
                if (read == 0) return;
                if (dead is { } waiting) await waiting.Task;
                if (asks && delay > 0) await Task.Delay(delay);
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                // Long enough for the server to have done it.
                if (asks && cuts > 0 && Interlocked.Decrement(ref cuts) >= 0) { await Task.Delay(20); return; }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Heal();
        listener.Dispose();
        CutAll();
        await accepting;
        stop.Dispose();
    }
}

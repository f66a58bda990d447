using System.Net;
using System.Net.Sockets;
using System.Text;
using Journey.EventStore;
using Npgsql;

namespace Journey.Tests.Followers;

/// <summary>A host that is stopped, or cut off without a farewell, in the middle of a transaction: its session at the server lives on.</summary>
public sealed class StandingStillTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Who_stands_still_before_the_commit_is_taken_over_from_all_the_same()
    {
        var op = await Postgres.NewOperator();
        await using var cut = new CutBeforeCommit(new NpgsqlConnectionStringBuilder((await Postgres.Server()).ConnectionString) { Database = $"journey_{op.Id}" });
        await using var main = Operator.Source(cut.ConnectionString);
        await using var behind = new Operator(op.Id, "Behind", null, main, op.Keys);
        var zombie = (await Lease.Claim(behind, "work", 1, "zombie", Length, default))!;

        _ = zombie.Advance([], 5, default);
        await cut.Seen.WaitAsync(TimeSpan.FromSeconds(20));
        (await Lease.Claim(op, "work", 1, "next", Length, default)).ShouldBeNull("the lease still runs");
        Lease? next = null;
        await Given.Eventually(async () => (next = await Lease.Claim(op, "work", 1, "next", Length, default)) is not null, "the next host has it", 10);
        next!.Position.ShouldBe(0, "nothing of it was kept");
        await Should.ThrowAsync<LeaseLost>(zombie.Renew(null, default));
    }

    /// <summary>Lets everything through, but no commit.</summary>
    private sealed class CutBeforeCommit : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly EndPoint to;
        private readonly Task accepting;

        public CutBeforeCommit(NpgsqlConnectionStringBuilder server)
        {
            to = server.Host!.StartsWith('/') ? new UnixDomainSocketEndPoint($"{server.Host}/.s.PGSQL.{server.Port}") : new DnsEndPoint(server.Host, server.Port);
            listener.Start();
            (server.Host, server.Port) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
            ConnectionString = server.ConnectionString;
            accepting = Accept();
        }

        public string ConnectionString { get; }

        public Task Seen => seen.Task;

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
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
                    var server = to is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await server.ConnectAsync(to);
                    _ = Copy(client, server, cuts: true);
                    _ = Copy(server, client, cuts: false);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
        }

        private async Task Copy(Socket from, Socket into, bool cuts)
        {
            var bytes = new byte[64 * 1024];
            try
            {
                while (await from.ReceiveAsync(bytes) is > 0 and var count)
                {
                    if (cuts && Encoding.ASCII.GetString(bytes, 0, count).Contains("COMMIT", StringComparison.Ordinal))
                    {
                        seen.TrySetResult();
                        return;
                    }
                    await into.SendAsync(bytes.AsMemory(0, count));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException) { }
            into.Dispose();
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Journey.Tests;

/// <summary>Debian's pgbouncer in transaction mode in front of a cluster: one session serves whoever comes next, so nothing may rely on one.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string Bouncer = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer" }.First(File.Exists);

    private readonly TemporaryFolder folder = new();
    private readonly int port = Helper.FreePort();
    private Process? keeper;

    private PgBouncer() => Helper.Own(folder.Path);

    public string ConnectionString => $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Username=journey;Database=postgres";

    /// <param name="pool">Sessions that it has with each database.</param>
    public static async Task<PgBouncer> Before(Cluster cluster, int pool)
    {
        var bouncer = new PgBouncer();
        await File.WriteAllTextAsync(bouncer.folder.In("users"), "\"journey\" \"\"\n");
        // Default settings else: it refuses a session's unknown parameters, and has no prepared statements of its own.
        await File.WriteAllTextAsync(bouncer.folder.In("ini"), $"""
            [databases]
            * = host=127.0.0.1 port={cluster.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {bouncer.port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {bouncer.folder.In("users")}
            admin_users = journey
            pool_mode = transaction
            default_pool_size = {pool}
            max_client_conn = 500
            query_wait_timeout = 60
            """);
        bouncer.keeper = Helper.Keep([Bouncer, bouncer.folder.In("ini")], stop: "TERM");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await bouncer.Ask("show version");
                return bouncer;
            }
            catch (InvalidOperationException) when (attempt < 200 && !bouncer.keeper.HasExited) { await Task.Delay(50); }
        }
    }

    /// <summary>Transactions and statements that went through it to a database so far.</summary>
    public async Task<(long Transactions, long Queries)> Stats(string database)
    {
        var row = (await Ask("show stats")).Single(x => x[0] == database);
        return (long.Parse(row[1], CultureInfo.InvariantCulture), long.Parse(row[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Asks its own console, which speaks the simple protocol only.</summary>
    public async Task<IReadOnlyList<string[]>> Ask(string what) =>
        [.. (await Helper.Run(Cluster.Program("psql"), "-h", "127.0.0.1", "-p", $"{port}", "-U", "journey", "-d", "pgbouncer", "-X", "-A", "-t", "-c", what)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|'))];

    public async ValueTask DisposeAsync()
    {
        if (keeper is { HasExited: false })
        {
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync();
        }
        keeper?.Dispose();
        folder.Dispose();
    }
}

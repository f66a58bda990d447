using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Journey.EventStore;
using Npgsql;

namespace Journey.Tests;

/// <summary>
/// A PostgreSQL cluster of its own on a loopback port that a test may stop, freeze and copy. It ends with this process, however that ends.
/// </summary>
public sealed class Cluster : IAsyncDisposable
{
    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Select(x => Path.Combine(x, "bin")).First(x => File.Exists(Path.Combine(x, "initdb")));
    private static readonly string[] Settings = ["fsync=off", "max_connections=150", "shared_buffers=64MB", "log_min_messages=fatal", "unix_socket_directories=", "listen_addresses=127.0.0.1", "timezone=UTC", "jit=off"];

    private readonly TemporaryFolder folder = new();
    private Process? keeper;

    /// <summary>One of PostgreSQL's programs.</summary>
    public static string Program(string name) => Path.Combine(Programs, name);

    private readonly string[] own;

    private Cluster(params string[] own)
    {
        this.own = own;
        Helper.Own(folder.Path);
    }

    public int Port { get; } = Helper.FreePort();

    public string ConnectionString => $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=journey;Database=postgres";

    public Server Server => new(ConnectionString, "a test's cluster");

    public string Data => folder.In("data");

    /// <param name="settings">Beside ours, as in <c>archive_mode=on</c>.</param>
    public static async Task<Cluster> New(params string[] settings)
    {
        var cluster = new Cluster(settings);
        await Helper.Run(Program("initdb"), "-D", cluster.Data, "-U", "journey", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        await cluster.Start();
        return cluster;
    }

    /// <summary>One whose data folder somebody else makes before it starts.</summary>
    public static async Task<Cluster> Made(Func<string, Task> make)
    {
        var cluster = new Cluster();
        await make(cluster.Data);
        await cluster.Start();
        return cluster;
    }

    /// <summary>A streaming replica of it.</summary>
    public async Task<Cluster> Standby()
    {
        var standby = new Cluster();
        await Helper.Run(Program("pg_basebackup"), "-d", $"host=127.0.0.1 port={Port} user=journey", "-D", standby.Data, "-R", "-c", "fast", "-X", "stream", "--no-sync");
        await standby.Start();
        return standby;
    }

    public async Task Start()
    {
        if (keeper is { HasExited: false }) throw new InvalidOperationException("It runs.");
        // The shell ends the server when its own input does: with us.
        keeper = Helper.Keep([Program("postgres"), "-D", Data, "-p", $"{Port}", .. Settings.Concat(own).SelectMany(s => new[] { "-c", s })], stop: "QUIT");
        await using var probe = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Timeout=2");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = await probe.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 600 && !keeper.HasExited) { await Task.Delay(50); }
        }
    }

    /// <summary>An immediate stop: no goodbye, and a recovery at the next start.</summary>
    public async Task StopImmediately()
    {
        keeper!.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        keeper = null;
    }

    /// <summary>Every process of it stands still: connections are taken by the kernel, and nobody answers.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async Task Execute(string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (keeper is { HasExited: false })
        {
            Thaw();
            await StopImmediately();
        }
        folder.Dispose();
    }

    private void Signal(string signal)
    {
        var postmaster = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var kill = Process.Start("kill", [$"-{signal}", postmaster, .. children]);
        kill.WaitForExit();
    }
}

/// <summary>Starts other people's servers for tests, as somebody else than root, and never outliving this process.</summary>
internal static class Helper
{
    private static readonly string[] Unprivileged = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Account}", $"--regid={Account}", "--clear-groups"] : [];

    private static string Account => File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    public static void Own(string path)
    {
        if (Unprivileged.Length == 0) return;
        using var chown = Process.Start("chown", [Account, path]);
        chown.WaitForExit();
    }

    public static async Task<string> Run(string program, params string[] arguments)
    {
        string[] line = [.. Unprivileged, program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {await wrong} {await said}");
        return await said;
    }

    /// <param name="stop">The signal that it gets when its keeper's input ends.</param>
    public static Process Keep(string[] program, string stop)
    {
        string[] line = [.. Unprivileged, "sh", "-c", $"exec 3<&0; \"$@\" </dev/null & read x <&3; kill -{stop} $!; wait", "sh", .. program];
        var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

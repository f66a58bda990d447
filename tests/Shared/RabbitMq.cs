using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Journey.Tests;

/// <summary>
/// Debian's RabbitMQ as a node of its own: own ports, data, name and cookie in a temporary folder, as root or anybody else. It can be stopped,
/// killed and started again over the same data. Nothing of it is left when it is disposed, nor when this process is killed.
/// </summary>
public sealed class RabbitMq : IAsyncDisposable
{
    private static readonly string Programs = new[] { "/usr/lib/rabbitmq/bin", "/opt/homebrew/opt/rabbitmq/sbin", "/usr/local/opt/rabbitmq/sbin" }.FirstOrDefault(Directory.Exists) ?? "/usr/sbin";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("jt-rabbit-");
    private readonly int port = FreePort(), distribution = FreePort(), names = FreePort();
    private readonly string node = $"journey{Environment.ProcessId}-{Guid.NewGuid():N}@localhost";
    private readonly List<string> said = [];
    private Process? mapper, server, guard;

    private RabbitMq() { }

    /// <summary>For a client: <c>amqp://guest:guest@127.0.0.1:PORT/</c>. The same after a restart.</summary>
    public Uri Uri => new($"amqp://guest:guest@127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");

    public bool Runs => server is { HasExited: false };

    /// <summary>A new, empty broker, ready for connections; takes some five seconds.</summary>
    public static async Task<RabbitMq> Start()
    {
        var broker = new RabbitMq();
        try { await broker.Again(); }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
        return broker;
    }

    /// <summary>Starts it once more over the same data.</summary>
    /// <param name="memory">From when on it takes no messages: <c>1</c> (byte) is at once, which is how it says that it is short of memory.</param>
    public async Task Again(string memory = "1GB")
    {
        if (Runs) return;
        var home = folder.FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "plugins"), "[].");
        await File.WriteAllTextAsync(Path.Combine(home, "rabbitmq.conf"), $"log.console = true\nlog.file = false\nvm_memory_high_watermark.absolute = {memory}\ndisk_free_limit.absolute = 10MB\nloopback_users = none\n");
        mapper ??= Run("epmd", "-port", $"{names}", "-address", "127.0.0.1"); // in the foreground, so that it is ours to end
        said.Clear();
        server = Run(Path.Combine(Programs, "rabbitmq-server"));
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(string? line)
        {
            if (line is null) return;
            lock (said) said.Add(line);
            if (line.Contains("Server startup complete", StringComparison.Ordinal)) up.TrySetResult();
        }
        server.OutputDataReceived += (_, line) => Hear(line.Data);
        server.ErrorDataReceived += (_, line) => Hear(line.Data);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        guard = Guard(server.Id, mapper.Id, home);
        var first = await Task.WhenAny(up.Task, server.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(180)));
        if (first == up.Task) return;
        lock (said) throw new InvalidOperationException($"RabbitMQ does not start:\n{string.Join('\n', said.TakeLast(30))}");
    }

    /// <summary>As an administrator stops it: connections are closed in good order, durable queues and persistent messages stay.</summary>
    public async Task Stop()
    {
        if (server is null) return;
        using (var kill = Process.Start("kill", ["-TERM", $"{server.Id}"])) await kill.WaitForExitAsync();
        try { await server.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token); }
        catch (OperationCanceledException) { server.Kill(); }
        await Gone();
    }

    /// <summary>SIGKILL: what was not confirmed may be lost.</summary>
    public async Task Kill()
    {
        server?.Kill();
        await Gone();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        mapper?.Kill();
        mapper?.Dispose();
        if (folder.Exists) folder.Delete(recursive: true);
    }

    private async Task Gone()
    {
        guard?.Kill();
        guard?.Dispose();
        if (server is not null) await server.WaitForExitAsync();
        server?.Dispose();
        (guard, server) = (null, null);
    }

    // Ends what is still there when this process is gone: its end of the pipe closes then.
    private static Process Guard(int server, int mapper, string folder)
    {
        var start = new ProcessStartInfo("sh", ["-c", "cat; kill -9 \"$1\" \"$2\"; sleep 1; rm -rf \"$3\"", "guard", $"{server}", $"{mapper}", folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        return Process.Start(start)!;
    }

    private Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName, UseShellExecute = false };
        var home = folder.FullName;
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("RABBITMQ_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment.Remove("NOTIFY_SOCKET");
        foreach (var (name, value) in new (string, string)[]
        {
            ("HOME", home), // the cookie is made there
            ("ERL_EPMD_PORT", $"{names}"), ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RUNNING_UNDER_SYSTEMD", "1"), // the script becomes the server instead of waiting for it: one process to signal
            ("RABBITMQ_CONF_ENV_FILE", "/dev/null"), ("RABBITMQ_NODENAME", node),
            ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", $"{port}"), ("RABBITMQ_DIST_PORT", $"{distribution}"),
            ("RABBITMQ_MNESIA_BASE", Path.Combine(home, "data")), ("RABBITMQ_LOG_BASE", Path.Combine(home, "log")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(home, "plugins")), ("RABBITMQ_CONFIG_FILE", Path.Combine(home, "rabbitmq.conf")), ("RABBITMQ_ADVANCED_CONFIG_FILE", Path.Combine(home, "advanced.config")),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"),
        }) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}

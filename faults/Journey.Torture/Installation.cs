using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Journey.Domain;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.Host.Features.Programs;
using Npgsql;

namespace Journey.Torture;

/// <summary>The real parts: a PostgreSQL, a wire to it for each host, the hosts. What checks is connected to PostgreSQL itself.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private static readonly string TerminateSql = Torture.Sql("terminate");

    private readonly EmbeddedPostgres postgres;
    private readonly Operators operators;
    private readonly string folder;
    private readonly HttpClient health = new() { Timeout = TimeSpan.FromSeconds(3) };

    private Installation(string folder, EmbeddedPostgres postgres, Operators operators, Operator op) => (this.folder, this.postgres, this.operators, Operator) = (folder, postgres, operators, op);

    public Operator Operator { get; }

    public List<Proxy> Wires { get; } = [];

    public List<HostControl> Hosts { get; } = [];

    /// <summary>Stops and starts the broker, where there is one.</summary>
    public Func<bool, Task>? Broker { get; set; }

    public static async Task<Installation> Start(string folder)
    {
        Directory.CreateDirectory(folder, (UnixFileMode)0b111_001_001); // PostgreSQL's account has to get through
        // fsync is off: killing processes loses nothing by it, only a power cut would.
        var postgres = await EmbeddedPostgres.Start(new EmbeddedOptions(Path.Combine(folder, "cluster"))
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["fsync"] = "off", ["full_page_writes"] = "off", ["max_connections"] = "500" },
        });
        var operators = await Operators.Open(postgres.Server, postgres.Server, Host.Databases.Installation.Modules);
        var op = await operators.Create(new OperatorId("torture"), "Torture", "invented data");
        foreach (var decision in await Publish.Shipped(op, "lbs", DateTimeOffset.UtcNow, default))
        {
            if (decision is Decision.Refused refused) throw new SetupException($"The program can't be published: {refused.Message}");
        }
        await using (var watch = op.Main.CreateCommand(Torture.Sql("watch"))) await watch.ExecuteNonQueryAsync();
        return new Installation(folder, postgres, operators, op);
    }

    public void StartHosts(int count, string dll, IReadOnlyDictionary<string, string> settings)
    {
        var connection = new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString);
        EndPoint server = Path.IsPathRooted(connection.Host) ? new UnixDomainSocketEndPoint(Path.Combine(connection.Host, $".s.PGSQL.{connection.Port}")) : new IPEndPoint(IPAddress.Loopback, connection.Port);
        for (var i = 0; i < count; i++)
        {
            var wire = new Proxy(server);
            Wires.Add(wire);
            var through = new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString) { Host = "127.0.0.1", Port = wire.Port, Options = $"-c torture.host={i}" };
            Hosts.Add(new HostControl(dll, folder, i, new Dictionary<string, string>(settings, StringComparer.Ordinal)
            {
                ["ConnectionStrings__Journey"] = through.ConnectionString, ["JOURNEY_DATA"] = Path.Combine(folder, "data"), ["Journey__Demonstration"] = "false",
            }));
        }
        foreach (var host in Hosts) host.Start();
    }

    /// <summary>Every host answers, and nothing is in the way.</summary>
    public async Task Peace()
    {
        foreach (var wire in Wires) wire.Heal();
        foreach (var host in Hosts)
        {
            host.Continue();
            host.Skew = TimeSpan.Zero;
            if (!await Ready(host, TimeSpan.FromMinutes(5))) throw new SetupException($"Host {host.Number} does not come up: see {folder}/host-{host.Number}.log.");
        }
    }

    /// <summary>Starts it where it does not run, and waits until it takes requests.</summary>
    public async Task<bool> Ready(HostControl host, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < within; await Task.Delay(200))
        {
            host.Start();
            try
            {
                using var answer = await health.GetAsync(new Uri($"{host.Url}/health/ready"));
                if (answer.IsSuccessStatusCode) return true;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException) { }
        }
        return false;
    }

    /// <summary>Some of the hosts' server processes end in the middle of whatever they do.</summary>
    public async Task<bool> Terminate(Random random)
    {
        try
        {
            await using var terminate = Operator.Main.CreateCommand(TerminateSql);
            terminate.Parameters.Add(new() { Value = random.NextDouble() });
            return (long)(await terminate.ExecuteScalarAsync())! > 0;
        }
        catch (NpgsqlException) { return false; }
    }

    /// <summary>As if the machine were switched off, but for the disk's own memory; its keeper starts it again.</summary>
    public async Task<bool> StopPostgres()
    {
        try
        {
            var pid = (await File.ReadAllLinesAsync(Path.Combine(folder, "cluster", "postgres", "postmaster.pid")))[0];
            using var quit = Process.Start("kill", ["-QUIT", pid]);
            await quit.WaitForExitAsync();
            return quit.ExitCode == 0;
        }
        catch (IOException) { return false; }
    }

    public async ValueTask DisposeAsync()
    {
        health.Dispose();
        foreach (var host in Hosts) host.Dispose();
        foreach (var wire in Wires) await wire.DisposeAsync();
        await operators.DisposeAsync();
        await postgres.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.EventStore.Schema;
using Npgsql;

[assembly: AssemblyFixture(typeof(Journey.Tests.Postgres))]

namespace Journey.Tests;

/// <summary>
/// The one PostgreSQL of a test run: JOURNEY_TEST_POSTGRES where the run has given one (`./journey test` does), else started at the first
/// use and gone with this process. An operator is two databases cloned from a migrated template, in some 50 ms.
/// </summary>
public sealed class Postgres : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly ConcurrentBag<IAsyncDisposable> Made = [];
    private static EmbeddedPostgres? _own;
    private static Server? _server;
    private static string? _template;

    /// <summary>The assemblies whose schema files this project's operators have.</summary>
    private static readonly IReadOnlyList<Assembly> Modules =
        [.. new[] { "Journey.EventStore", "Journey.Projections", "journey" }
            .Where(x => File.Exists(Path.Combine(AppContext.BaseDirectory, x + ".dll"))).Select(x => Assembly.Load(x))];

    /// <summary>For tests that want databases of their own making on the shared cluster.</summary>
    public static async Task<Server> Server()
    {
        await Gate.WaitAsync();
        try
        {
            if (_server is not null) return _server;
            if (Environment.GetEnvironmentVariable("JOURNEY_TEST_POSTGRES") is { Length: > 0 } given) return _server = new Server(given, "JOURNEY_TEST_POSTGRES");
            var folder = Path.Combine(Path.GetTempPath(), $"journey-test-{Environment.ProcessId}");
            _own = await EmbeddedPostgres.Start(Unsafe(folder));
            return _server = _own.Server;
        }
        finally { Gate.Release(); }
    }

    /// <summary>A fresh operator with empty, migrated databases. It is closed when the run ends.</summary>
    public static async Task<Operator> NewOperator(string? label = null)
    {
        var (server, name) = (await Server(), await Databases());
        var op = new Operator(new OperatorId(name), $"Operator {name}", label, server.Database($"journey_{name}", 20), server.Database($"journey_{name}_keys", 10));
        Made.Add(op);
        return op;
    }

    /// <summary>A registry of its own with fresh operators, for a host under test; take them from its All. Closed when the run ends.</summary>
    public static async Task<EventStore.Operators> NewOperators(int count = 1)
    {
        var server = await Server();
        var operators = await EventStore.Operators.Open(server, server, Modules, registry: $"registry_{Random()}");
        Made.Add(operators);
        for (var i = 0; i < count; i++) await operators.Create(new OperatorId(await Databases()), $"Operator {i + 1}");
        return operators;
    }

    /// <summary>A database of its own for a test of what has no schema yet.</summary>
    public static async Task<NpgsqlDataSource> NewDatabase()
    {
        var server = await Server();
        var name = $"x{Random()}";
        await Clone(server, "template0", name);
        return server.Database(name, 10);
    }

    /// <summary>An embedded cluster that trades safety for speed: killing processes loses nothing by it, only a power cut would.</summary>
    public static EmbeddedOptions Unsafe(string folder) => new(folder)
    {
        Settings = new Dictionary<string, string>
        {
            ["fsync"] = "off", ["full_page_writes"] = "off", ["autovacuum_naptime"] = "10min",
            ["shared_buffers"] = "128MB", ["max_connections"] = "300", ["checkpoint_timeout"] = "1h", ["max_wal_size"] = "4GB",
        },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var made in Made) await made.DisposeAsync();
        if (_own is null) return;
        await _own.DisposeAsync();
        Directory.Delete(Path.Combine(Path.GetTempPath(), $"journey-test-{Environment.ProcessId}"), recursive: true);
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    private static async Task<string> Databases()
    {
        var (server, name) = (await Server(), $"t{Random()}");
        var template = await Template(server);
        await Clone(server, template, $"journey_{name}");
        await Clone(server, $"{template}_keys", $"journey_{name}_keys");
        return name;
    }

    private static async Task<string> Template(Server server)
    {
        await Gate.WaitAsync();
        try
        {
            if (_template is not null) return _template;
            var (main, keys) = (Migrations.Of("main", Modules), Migrations.Of("keys", Modules));
            // Named after its files: projects of one run that know other modules have other templates.
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(main.Concat(keys).Select(x => x.Module + x.Hash)))))[..12];
            var name = $"template_{hash}";
            await Migrate(server, name, main);
            await Migrate(server, $"{name}_keys", keys);
            return _template = name;
        }
        finally { Gate.Release(); }
    }

    private static async Task Migrate(Server server, string name, IReadOnlyList<Migration> files)
    {
        await server.EnsureDatabase(name, CancellationToken.None);
        var text = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = false }.ConnectionString;
        await using var database = NpgsqlDataSource.Create(text); // a pooled connection would keep the template from being cloned
        await Migrations.Apply(database, files);
    }

    private static async Task Clone(Server server, string template, string name)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template {template} encoding 'UTF8' locale 'C'", connection);
        await command.ExecuteNonQueryAsync();
    }
}

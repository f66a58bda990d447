using System.Collections.Immutable;
using System.Reflection;
using Journey.EventStore.Schema;
using Npgsql;

namespace Journey.EventStore;

/// <summary>
/// Who is served: the registry database "journey" lists the operators, each with a main and a key database. Opening brings every
/// schema up to date. What another host has added is seen after <see cref="Refresh"/>.
/// </summary>
public sealed class Operators : IAsyncDisposable
{
    private const int RegistryPool = 4, MainPool = 40, KeysPool = 10;
    private readonly Server _main, _keys;
    private static readonly IReadOnlyList<Migration> RegistryFiles = Migrations.Of("registry", [typeof(Operators).Assembly]);
    private readonly IReadOnlyList<Migration> _mainFiles, _keysFiles;
    private readonly NpgsqlDataSource _registry;
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private ImmutableSortedDictionary<string, Operator> _known = ImmutableSortedDictionary.Create<string, Operator>(StringComparer.Ordinal);

    private Operators(Server main, Server keys, IReadOnlyList<Assembly> modules, string registry)
    {
        (_main, _keys) = (main, keys);
        (_mainFiles, _keysFiles) = (Migrations.Of("main", modules), Migrations.Of("keys", modules));
        _registry = main.Database(registry, RegistryPool);
    }

    /// <param name="main">The server of the registry and the main databases.</param>
    /// <param name="keys">The server of the key databases; may be the same.</param>
    /// <param name="modules">The assemblies that ship schema files, in the order of their application.</param>
    /// <param name="registry">The registry's database; tests have one each.</param>
    /// <exception cref="SetupException">A server is unreachable or too old, or a schema file doesn't fit what was applied.</exception>
    public static async Task<Operators> Open(Server main, Server keys, IReadOnlyList<Assembly> modules, string registry = "journey", CancellationToken ct = default)
    {
        await main.Check(ct);
        await keys.Check(ct);
        await main.EnsureDatabase(registry, ct);
        var operators = new Operators(main, keys, modules, registry);
        try
        {
            await Migrations.Apply(operators._registry, RegistryFiles, ct);
            await operators.Refresh(ct);
            return operators;
        }
        catch
        {
            await operators.DisposeAsync();
            throw;
        }
    }

    /// <summary>All that this host knows of, by id.</summary>
    public IReadOnlyCollection<Operator> All => [.. _known.Values];

    public Operator? Find(OperatorId id) => _known.GetValueOrDefault(id.Value);

    /// <summary>Registers an operator and makes its databases, or finishes what an interrupted call began. An existing one is returned as it is.</summary>
    public async Task<Operator> Create(OperatorId id, string name, string? label = null, CancellationToken ct = default)
    {
        if (Find(id) is { } existing) return existing;
        var (main, keys) = ($"journey_{id}", $"journey_{id}_keys");
        await _main.EnsureDatabase(main, ct);
        await _keys.EnsureDatabase(keys, ct);
        await Migrate(main, keys, ct);
        await using (var connection = await _registry.OpenConnectionAsync(ct))
        await using (var add = Registry.Command(connection, "add", [id.Value, name, label, main, keys]))
            await add.ExecuteNonQueryAsync(ct);
        await Refresh(ct);
        return Find(id)!;
    }

    /// <summary>Looks into the registry again and opens those that are new.</summary>
    public async Task Refresh(CancellationToken ct = default)
    {
        await _refreshing.WaitAsync(ct);
        try
        {
            foreach (var row in await Rows(ct))
            {
                if (_known.ContainsKey(row.Id)) continue;
                await Migrate(row.Main, row.Keys, ct);
                _known = _known.Add(row.Id, new Operator(new OperatorId(row.Id), row.Name, row.Label, _main.Database(row.Main, MainPool), _keys.Database(row.Keys, KeysPool)));
            }
        }
        finally { _refreshing.Release(); }
    }

    /// <summary>Whether every database answers with the schema that this program wants, and somebody sequences every log.</summary>
    public async Task<IReadOnlyList<DatabaseCheck>> Check(CancellationToken ct = default)
    {
        var checks = new List<Task<DatabaseCheck>> { DatabaseCheck.Schema("registry", _registry, RegistryFiles, ct) };
        foreach (var op in All)
        {
            checks.Add(DatabaseCheck.Schema($"{op.Id} main", op.Main, _mainFiles, ct));
            checks.Add(DatabaseCheck.Schema($"{op.Id} keys", op.Keys, _keysFiles, ct));
            checks.Add(DatabaseCheck.Sequencer($"{op.Id} sequencer", op, ct));
        }
        return await Task.WhenAll(checks);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var op in _known.Values) await op.DisposeAsync();
        await _registry.DisposeAsync();
        _refreshing.Dispose();
    }

    private async Task Migrate(string main, string keys, CancellationToken ct)
    {
        await using var mainDatabase = _main.Database(main, 1);
        await using var keysDatabase = _keys.Database(keys, 1);
        await Migrations.Apply(mainDatabase, _mainFiles, ct);
        await Migrations.Apply(keysDatabase, _keysFiles, ct);
    }

    private async Task<List<(string Id, string Name, string? Label, string Main, string Keys)>> Rows(CancellationToken ct)
    {
        var rows = new List<(string, string, string?, string, string)>();
        await using var connection = await _registry.OpenConnectionAsync(ct);
        await using var command = Registry.Command(connection, "operators", []);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add((reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        return rows;
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Journey.EventStore.Schema;
using Npgsql;

namespace Journey.EventStore;

/// <summary>An operator of the registry that this process could not open so far: it is tried again at every <see cref="Operators.Refresh"/>.</summary>
/// <param name="Problem">Never an address or a value.</param>
public sealed record MissingOperator(OperatorId Id, string Name, string Problem);

/// <summary>
/// Who is served: the registry database "journey" lists the operators, each with a main and a key database on one of the servers that
/// the configuration names. Opening brings every schema up to date. What another host has added is seen after <see cref="Refresh"/>.
/// One operator's server that is away keeps nobody else from being served.
/// </summary>
public sealed class Operators : IAsyncDisposable
{
    /// <summary>The server of operators for which none is named; the registry lies there.</summary>
    public const string DefaultServer = "default";

    private const int RegistryPool = 4, MainPool = 40, DirectPool = 20, ReplicaPool = 20, KeysPool = 10;
    private static readonly IReadOnlyList<Migration> RegistryFiles = Migrations.Of("registry", [typeof(Operators).Assembly]);
    private readonly IReadOnlyDictionary<string, Server> _servers;
    private readonly IReadOnlyList<Migration> _mainFiles, _keysFiles;
    private readonly NpgsqlDataSource _registry;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _opening = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Answering> _answering = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, Operator> _known = ImmutableSortedDictionary.Create<string, Operator>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, MissingOperator> _missing = ImmutableSortedDictionary.Create<string, MissingOperator>(StringComparer.Ordinal);

    private Operators(IReadOnlyDictionary<string, Server> servers, IReadOnlyList<Assembly> modules, string registry)
    {
        _servers = servers;
        (_mainFiles, _keysFiles) = (Migrations.Of("main", modules), Migrations.Of("keys", modules));
        _registry = servers[DefaultServer].Database(registry, RegistryPool);
    }

    /// <param name="main">The server of the registry and the main databases.</param>
    /// <param name="keys">The server of the key databases; may be the same.</param>
    /// <inheritdoc cref="Open(IReadOnlyDictionary{string, Server}, IReadOnlyList{Assembly}, string, CancellationToken)"/>
    public static Task<Operators> Open(Server main, Server keys, IReadOnlyList<Assembly> modules, string registry = "journey", CancellationToken ct = default) =>
        Open(new Dictionary<string, Server>(StringComparer.Ordinal) { [DefaultServer] = main with { Keys = keys } }, modules, registry, ct);

    /// <param name="servers">By name, with <see cref="DefaultServer"/>, which has to answer now.</param>
    /// <param name="modules">The assemblies that ship schema files, in the order of their application.</param>
    /// <param name="registry">The registry's database; tests have one each.</param>
    /// <exception cref="SetupException">The default server is unreachable or too old, or a schema file doesn't fit what was applied.</exception>
    public static async Task<Operators> Open(IReadOnlyDictionary<string, Server> servers, IReadOnlyList<Assembly> modules, string registry = "journey", CancellationToken ct = default)
    {
        var main = servers[DefaultServer];
        await main.Check(ct);
        if (main.Keys is { } keys) await keys.Check(ct);
        await main.EnsureDatabase(registry, ct);
        await using (var direct = main.DirectDatabase(registry, 1)) await Migrations.Apply(direct, RegistryFiles, ct);
        var operators = new Operators(servers, modules, registry);
        try
        {
            await operators.Refresh(ct);
            return operators;
        }
        catch
        {
            await operators.DisposeAsync();
            throw;
        }
    }

    /// <summary>All that this host has opened, by id. One of them may be away for now: see <see cref="Operator.Availability"/>.</summary>
    public IReadOnlyCollection<Operator> All => [.. _known.Values];

    /// <summary>Those of the registry that are not opened yet.</summary>
    public IReadOnlyCollection<MissingOperator> Missing => [.. _missing.Values];

    public Operator? Find(OperatorId id) => _known.GetValueOrDefault(id.Value);

    public MissingOperator? FindMissing(OperatorId id) => _missing.GetValueOrDefault(id.Value);

    /// <summary>Registers an operator and makes its databases, or finishes what an interrupted call began. An existing one is returned as it is.</summary>
    /// <param name="server">On which server its databases are made.</param>
    /// <exception cref="SetupException">The server is not configured here, or does not answer.</exception>
    public async Task<Operator> Create(OperatorId id, string name, string? label = null, string server = DefaultServer, CancellationToken ct = default)
    {
        if (Find(id) is { } existing) return existing;
        if (FindMissing(id) is { } missing) throw new SetupException($"The operator {id} is registered already, but away: {missing.Problem}.");
        if (!_servers.TryGetValue(server, out var on)) throw new SetupException($"There is no server {server} in the configuration: set Journey:Servers:{server} to its connection string. Known are: {string.Join(", ", _servers.Keys.Order(StringComparer.Ordinal))}.");
        var row = new Row(id.Value, name, label, $"journey_{id}", $"journey_{id}_keys", server);
        await on.EnsureDatabase(row.Main, ct);
        await (on.Keys ?? on).EnsureDatabase(row.Keys, ct);
        await Migrate(on, row, ct);
        await using (var connection = await _registry.OpenConnectionAsync(ct))
        await using (var add = Registry.Command(connection, "add", [id.Value, name, label, row.Main, row.Keys, server]))
            await add.ExecuteNonQueryAsync(ct);
        await Refresh(ct);
        return Find(id) ?? throw new SetupException($"The operator {id} is registered, but away: {FindMissing(id)?.Problem}.");
    }

    /// <summary>Looks into the registry again and opens those that are new, and those that were away. Each is opened on its own: one whose server is silent holds up no other.</summary>
    /// <exception cref="SetupException">An operator's schema is not this program's.</exception>
    public async Task Refresh(CancellationToken ct = default)
    {
        var rows = await Rows(ct);
        List<Task> opening;
        lock (_gate)
        {
            foreach (var row in rows.Where(r => !_known.ContainsKey(r.Id)))
            {
                if (!_opening.TryGetValue(row.Id, out var under) || under.IsCompleted) _opening[row.Id] = Task.Run(() => Open(row, _closing.Token), CancellationToken.None);
            }
            opening = [.. _opening.Values];
        }
        await Task.WhenAll(opening).WaitAsync(ct);
    }

    /// <summary>Sees, until <paramref name="stop"/>, which operators' databases answer, each by itself.</summary>
    public async Task Watch(CancellationToken stop)
    {
        var watched = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!stop.IsCancellationRequested)
        {
            foreach (var (id, answering) in _answering)
            {
                if (!watched.ContainsKey(id)) watched[id] = Task.Run(() => answering.Watch(stop), CancellationToken.None);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(watched.Values);
    }

    /// <summary>Whether every database answers with the schema that this program wants, and somebody sequences every log.</summary>
    public async Task<IReadOnlyList<DatabaseCheck>> Check(CancellationToken ct = default)
    {
        var checks = new List<Task<DatabaseCheck>> { DatabaseCheck.Schema("registry", null, _registry, RegistryFiles, ct) };
        foreach (var op in All)
        {
            checks.Add(DatabaseCheck.Schema($"{op.Id} main", op, op.Main, _mainFiles, ct));
            checks.Add(DatabaseCheck.Schema($"{op.Id} keys", op, op.Keys, _keysFiles, ct));
            checks.Add(DatabaseCheck.Sequencer($"{op.Id} sequencer", op, ct));
        }
        return [.. await Task.WhenAll(checks), .. Missing.Select(m => new DatabaseCheck($"{m.Id} main", m.Problem) { Operator = m.Id })];
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        // One that hangs on a silent server ends by itself.
        await Task.WhenAny(Task.WhenAll(_opening.Values), Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None));
        foreach (var answering in _answering.Values) await answering.DisposeAsync();
        foreach (var op in _known.Values) await op.DisposeAsync();
        await _registry.DisposeAsync();
    }

    private async Task Open(Row row, CancellationToken ct)
    {
        var id = new OperatorId(row.Id);
        try
        {
            if (!_servers.TryGetValue(row.Server, out var on)) throw new Unanswered($"its server {row.Server} is not configured on this host");
            await using (var main = on.DirectDatabase(row.Main, 1)) await Answering.Once(main, ct);
            await using (var keys = (on.Keys ?? on).DirectDatabase(row.Keys, 1)) await Answering.Once(keys, ct);
            await Migrate(on, row, ct);
            var op = new Operator(id, row.Name, row.Label, on.Database(row.Main, MainPool), (on.Keys ?? on).Database(row.Keys, KeysPool),
                on.Direct is null ? null : on.DirectDatabase(row.Main, DirectPool), on.ReplicaDatabase(row.Main, ReplicaPool));
            _answering[row.Id] = new(op.Availability, on.Database(row.Main, 1), (on.Keys ?? on).Database(row.Keys, 1));
            lock (_gate) (_known, _missing) = (_known.Add(row.Id, op), _missing.Remove(row.Id));
        }
        catch (Exception e)
        {
            var problem = e switch { Unanswered => e.Message, SetupException => DatabaseCheck.Strange, PostgresException p => $"answers with SQLSTATE {p.SqlState}", _ => Answering.No };
            lock (_gate) _missing = _missing.SetItem(row.Id, new(id, row.Name, problem));
            if (e is not (Unanswered or NpgsqlException or TimeoutException or OperationCanceledException)) throw;
        }
    }

    private async Task Migrate(Server on, Row row, CancellationToken ct)
    {
        await using var mainDatabase = on.DirectDatabase(row.Main, 1);
        await using var keysDatabase = (on.Keys ?? on).DirectDatabase(row.Keys, 1);
        await Migrations.Apply(mainDatabase, _mainFiles, ct);
        await Migrations.Apply(keysDatabase, _keysFiles, ct);
    }

    private async Task<List<Row>> Rows(CancellationToken ct)
    {
        var rows = new List<Row>();
        await using var connection = await _registry.OpenConnectionAsync(ct);
        await using var command = Registry.Command(connection, "operators", []);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)));
        return rows;
    }

    private sealed record Row(string Id, string Name, string? Label, string Main, string Keys, string Server);
}

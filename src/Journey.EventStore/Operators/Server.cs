using Npgsql;

namespace Journey.EventStore;

/// <summary>
/// A PostgreSQL server and who we are on it. <see cref="Origin"/> is what a message calls it: the name of the setting, never the
/// connection string, which holds a password.
/// </summary>
public sealed record Server(string ConnectionString, string Origin)
{
    internal const int OldestVersion = 15;

    /// <summary>The same server without the transaction pooler that <see cref="ConnectionString"/> leads through; null: there is none in between.</summary>
    public string? Direct { get; init; }

    /// <summary>A streaming replica of it, to read from; null: there is none.</summary>
    public string? Replica { get; init; }

    /// <summary>Where the key databases of its operators lie; null: here too.</summary>
    public Server? Keys { get; init; }

    /// <summary>A bounded pool for one database of this server.</summary>
    public NpgsqlDataSource Database(string name, int maxPoolSize) => Pool(ConnectionString, name, maxPoolSize, pooled: Direct is not null);

    /// <summary>The same past a pooler.</summary>
    public NpgsqlDataSource DirectDatabase(string name, int maxPoolSize) => Pool(Direct ?? ConnectionString, name, maxPoolSize, pooled: false);

    /// <summary>The same on the replica; null where there is none.</summary>
    public NpgsqlDataSource? ReplicaDatabase(string name, int maxPoolSize) => Replica is { } replica ? Pool(replica, name, maxPoolSize, pooled: false, commands: 10) : null;

    // A server that has gone is noticed within seconds, whether it refuses, is silent or is cut off.
    private NpgsqlDataSource Pool(string connectionString, string name, int maxPoolSize, bool pooled, int? commands = null)
    {
        var text = Parsed(connectionString);
        if (!text.ShouldSerialize("Timeout")) text.Timeout = 4;
        if (!text.ShouldSerialize("Cancellation Timeout")) text.CancellationTimeout = 500;
        if (commands is { } seconds && !text.ShouldSerialize("Command Timeout")) text.CommandTimeout = seconds;
        if (!text.Host!.StartsWith('/')) (text.TcpKeepAlive, text.TcpKeepAliveTime, text.TcpKeepAliveInterval) = (true, 10, 3);
        (text.Database, text.MaxPoolSize, text.MinPoolSize, text.ConnectionIdleLifetime, text.KeepAlive) = (name, maxPoolSize, 0, 60, 30);
        (text.IncludeErrorDetail, text.Timezone, text.ApplicationName) = (false, "UTC", "journey"); // a detail may repeat a row's values
        return Operator.Source(text.ConnectionString, pooled);
    }

    /// <summary>Creates the database unless it is there. Two hosts may do so at once.</summary>
    public async Task EnsureDatabase(string name, CancellationToken ct)
    {
        await using var maintenance = DirectDatabase(Maintenance, 1);
        await using var connection = await Open(maintenance, ct);
        if (await Registry.Scalar<bool>(connection, "database_exists", [name], ct)) return;
        var create = await Registry.Scalar<string>(connection, "create_database", [name], ct);
        try { await Registry.Execute(connection, create, ct); }
        // Either the name is seen as taken beforehand, or two creations meet in the catalog's unique index.
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
    }

    /// <exception cref="SetupException">No answer from the server, no entry, or a server older than PostgreSQL 15.</exception>
    internal async Task Check(CancellationToken ct)
    {
        await using var maintenance = DirectDatabase(Maintenance, 1);
        await using var connection = await Open(maintenance, ct);
        RequireVersion(connection.PostgreSqlVersion, Origin);
    }

    internal static void RequireVersion(Version version, string origin)
    {
        if (version.Major < OldestVersion)
            throw new SetupException($"The server of {origin} is PostgreSQL {version.ToString(2)}; Journey needs {OldestVersion} or newer.");
    }

    // A given connection string may name the one database that its role may enter before ours exist.
    private string Maintenance => Parsed(Direct ?? ConnectionString).Database ?? "postgres";

    private NpgsqlConnectionStringBuilder Parsed(string text)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            if (!string.IsNullOrEmpty(parsed.Host)) return parsed;
        }
        // Its message may quote the string, and with it the password.
        catch (ArgumentException) { }
        throw new SetupException($"{Origin} is no connection string; expected such as Host=db.example.org;Username=journey;Password=….");
    }

    private async Task<NpgsqlConnection> Open(NpgsqlDataSource source, CancellationToken ct)
    {
        try { return await source.OpenConnectionAsync(ct); }
        catch (NpgsqlException e)
        {
            var why = e is PostgresException p ? p.MessageText : e.InnerException?.Message ?? e.Message;
            throw new SetupException($"The server of {Origin} can't be used: {why.ReplaceLineEndings(" ")}.".Replace("..", ".", StringComparison.Ordinal), e);
        }
    }
}

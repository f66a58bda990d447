using Npgsql;

namespace Journey.EventStore;

/// <summary>
/// A PostgreSQL server and who we are on it. <see cref="Origin"/> is what a message calls it: the name of the setting, never the
/// connection string, which holds a password.
/// </summary>
public sealed record Server(string ConnectionString, string Origin)
{
    internal const int OldestVersion = 15;

    /// <summary>A bounded pool for one database of this server.</summary>
    public NpgsqlDataSource Database(string name, int maxPoolSize)
    {
        var text = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = name, MaxPoolSize = maxPoolSize, MinPoolSize = 0, ConnectionIdleLifetime = 60, KeepAlive = 30,
            IncludeErrorDetail = false, // a detail may repeat a row's values
            Timezone = "UTC", ApplicationName = "journey",
        };
        return Operator.Source(text.ConnectionString);
    }

    /// <summary>Creates the database unless it is there. Two hosts may do so at once.</summary>
    public async Task EnsureDatabase(string name, CancellationToken ct)
    {
        await using var maintenance = Database(Maintenance, 1);
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
        await using var maintenance = Database(Maintenance, 1);
        await using var connection = await Open(maintenance, ct);
        RequireVersion(connection.PostgreSqlVersion, Origin);
    }

    internal static void RequireVersion(Version version, string origin)
    {
        if (version.Major < OldestVersion)
            throw new SetupException($"The server of {origin} is PostgreSQL {version.ToString(2)}; Journey needs {OldestVersion} or newer.");
    }

    // A given connection string may name the one database that its role may enter before ours exist.
    private string Maintenance
    {
        get
        {
            try { return new NpgsqlConnectionStringBuilder(ConnectionString).Database ?? "postgres"; }
            // Its message may quote the string, and with it the password.
            catch (ArgumentException) { throw new SetupException($"{Origin} is no connection string; expected such as Host=db.example.org;Username=journey;Password=…."); }
        }
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

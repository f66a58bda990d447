using System.Diagnostics.CodeAnalysis;
using Journey.EventStore;
using Npgsql;

namespace Journey.Projections;

/// <summary>How a rebuild's statements are run: they may take as long as they take.</summary>
internal static class Statements
{
    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string file, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(Sql.Load(file), connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return command;
    }

    public static async Task<int> Execute(this NpgsqlConnection connection, string file, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Command(file, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<object?> Scalar(this NpgsqlConnection connection, string file, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Command(file, parameters);
        return await command.ExecuteScalarAsync(ct);
    }

    /// <summary>A statement that the database itself has put together.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Quoted by the server.")]
    public static async Task Made(this NpgsqlConnection connection, string statement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The statements that a file puts together for each table of a schema.</summary>
    public static async Task MadeOf(this NpgsqlConnection connection, string file, string schema, CancellationToken ct)
    {
        var statements = new List<string>();
        await using (var tables = connection.Command(file, Rebuild.Text(schema)))
        await using (var reader = await tables.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) statements.Add(reader.GetString(0));
        foreach (var statement in statements) await connection.Made(statement, ct);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static NpgsqlBatchCommand Batched(string file, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(Sql.Load(file));
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>How long this transaction waits for a lock at most (null: as long as it takes), and that it ends when its process stands still.</summary>
    public static Task<int> Patience(this NpgsqlConnection connection, string? most, CancellationToken ct) =>
        connection.Execute("Rebuild.patience", ct, Rebuild.Text(most ?? "0"), Rebuild.Text(most is null ? "30s" : "5s"));

    /// <summary>Work in a transaction of its own.</summary>
    /// <param name="patience">How long it waits for a lock at most.</param>
    public static async Task Transact(this Operator op, Func<NpgsqlConnection, Task> work, CancellationToken ct, string? patience = null)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Patience(patience, ct);
        await work(connection);
        await transaction.CommitAsync(ct);
    }
}

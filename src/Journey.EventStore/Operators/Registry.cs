using System.Text;
using Npgsql;

namespace Journey.EventStore;

/// <summary>The registry's statements, each a file beside this one.</summary>
internal static class Registry
{
    public static async Task<T> Scalar<T>(NpgsqlConnection connection, string file, object?[] values, CancellationToken ct)
    {
        await using var command = Command(connection, file, values);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string file, object?[] values)
    {
        using var reader = new StreamReader(typeof(Registry).Assembly.GetManifestResourceStream($"Journey.EventStore.Operators.{file}.sql")!, Encoding.UTF8);
#pragma warning disable CA2100 // Our own file.
        var command = new NpgsqlCommand(reader.ReadToEnd(), connection);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    // A statement that the server itself has quoted (create_database.sql): create database takes no parameters.
    public static async Task Execute(NpgsqlConnection connection, string quoted, CancellationToken ct)
    {
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(quoted, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}

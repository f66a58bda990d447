using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Journey.EventStore;

/// <summary>The statements, kept in .sql files beside the code, and how they are run.</summary>
internal static class Sql
{
    /// <param name="name">Folder and file under this project, such as <c>Streams.read_stream</c>.</param>
    public static string Load(string name)
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream($"Journey.EventStore.{name}.sql")
            ?? throw new InvalidOperationException($"{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static NpgsqlParameter<T> P<T>(T value) => new() { TypedValue = value };

    public static NpgsqlCommand Command(this NpgsqlDataSource source, string sql, params ReadOnlySpan<NpgsqlParameter> parameters) =>
        Add(source.CreateCommand(sql), parameters);

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file or a literal.")]
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters) =>
        Add(new NpgsqlCommand(sql, connection), parameters);

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file or a literal.")]
    public static NpgsqlBatchCommand Batched(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlCommand Add(NpgsqlCommand command, ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }
}

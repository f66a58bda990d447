using System.Collections.Concurrent;
using System.Text;
using Npgsql;

namespace Journey.EventStore;

/// <summary>The statements that lie as .sql files beside the code.</summary>
internal static class SqlFile
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <param name="name">Folder and file, without ending: <c>Keys.make_data_keys</c>.</param>
    public static string Read(string name) => Texts.GetOrAdd(name, static n =>
    {
        using var reader = new StreamReader(typeof(SqlFile).Assembly.GetManifestResourceStream($"Journey.EventStore.{n}.sql")!, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    public static NpgsqlBatchCommand Batched(string name, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
#pragma warning disable CA2100 // Our own file.
        var command = new NpgsqlBatchCommand(Read(name));
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlCommand Command(NpgsqlDataSource database, string name, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = database.CreateCommand(Read(name));
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}

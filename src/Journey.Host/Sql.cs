using Npgsql;
using NpgsqlTypes;

namespace Journey.Host;

/// <summary>The host's statements, kept in .sql files beside the code, and how their parameters are made.</summary>
internal static class Sql
{
    /// <param name="name">Folder and file under this project, such as <c>Features.Webhooks.Sql.replay</c>.</param>
    public static string Load(string name)
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream($"Journey.Host.{name}.sql") ?? throw new InvalidOperationException($"{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static NpgsqlParameter P(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    /// <summary>An array.</summary>
    public static NpgsqlParameter Many<T>(T[] values, NpgsqlDbType each) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | each };
}

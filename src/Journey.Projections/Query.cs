using System.Diagnostics.CodeAnalysis;
using Journey.EventStore;
using Npgsql;

namespace Journey.Projections;

internal static class Query
{
    /// <summary>Runs a statement that answers one JSON document a row.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    public static async Task<IReadOnlyList<T>> Rows<T>(Operator op, string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken ct)
    {
        await using var read = op.Main.CreateCommand(sql);
        foreach (var parameter in parameters) read.Parameters.Add(parameter);
        var rows = new List<T>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(RowJson.Read<T>(reader.GetString(0)));
        return rows;
    }

    public static NpgsqlParameter P<T>(T? value, NpgsqlTypes.NpgsqlDbType type) => new() { Value = value is null ? DBNull.Value : value, NpgsqlDbType = type };
}

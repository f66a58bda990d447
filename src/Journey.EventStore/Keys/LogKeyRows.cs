using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Keys;

/// <summary>A wrapped key that signs a log's checkpoints.</summary>
/// <param name="Algorithm"><c>ed25519</c> or <c>p256</c>.</param>
/// <param name="OperatorKey">The key that it is wrapped under.</param>
public sealed record LogKeyRow(string Log, string Algorithm, Guid OperatorKey, byte[] Wrapped);

public static class LogKeyRows
{
    private static readonly string OfSql = Load("Keys.log_keys"), AddSql = Load("Keys.add_log_key");

    public static async Task<IReadOnlyList<LogKeyRow>> Of(NpgsqlDataSource keys, string log, CancellationToken ct)
    {
        await using var command = keys.Command(OfSql, P(log));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<LogKeyRow>();
        while (await reader.ReadAsync(ct)) rows.Add(new(log, reader.GetString(0), reader.GetGuid(1), reader.GetFieldValue<byte[]>(2)));
        return rows;
    }

    /// <summary>Unless there is one for its algorithm.</summary>
    public static async Task Add(NpgsqlDataSource keys, LogKeyRow row, CancellationToken ct)
    {
        await using var command = keys.Command(AddSql, P(row.Log), P(row.Algorithm), P(row.OperatorKey), P(row.Wrapped));
        await command.ExecuteNonQueryAsync(ct);
    }
}

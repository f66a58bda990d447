using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Keys;

/// <summary>A wrapped operator key.</summary>
/// <param name="Purpose"><c>data</c> wraps data keys; <c>index</c> makes keyed hashes that must stay the same: name tokens, ids of imported rows.</param>
/// <param name="Root">Fingerprint of the root key it is wrapped under.</param>
/// <param name="Current">Not retired by a rotation.</param>
public sealed record OperatorKeyRow(Guid Id, string Operator, string Purpose, byte[] Root, byte[] Wrapped, bool Current);

public static class OperatorKeys
{
    public static async Task<IReadOnlyList<OperatorKeyRow>> All(NpgsqlDataSource keys, CancellationToken ct)
    {
        await using var command = keys.Command(Load("Keys.operator_keys"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<OperatorKeyRow>();
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4), reader.GetBoolean(5)));
        return rows;
    }

    /// <summary>Adds a key unless there is a current one for its purpose. Read <see cref="All"/> afterwards: another host may have been first.</summary>
    public static async Task Make(NpgsqlDataSource keys, OperatorKeyRow row, CancellationToken ct)
    {
        await using var command = keys.Command(Load("Keys.make_operator_key"), P(row.Id), P(row.Operator), P(row.Purpose), P(row.Root), P(row.Wrapped));
        await command.ExecuteNonQueryAsync(ct);
    }
}

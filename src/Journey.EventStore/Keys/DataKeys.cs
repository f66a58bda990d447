using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Keys;

/// <summary>A wrapped data key.</summary>
/// <param name="Enrollment">Null: what is held about the person as such.</param>
/// <param name="Wrapped">Null once destroyed.</param>
/// <param name="Fingerprint">32 bytes that name the key without telling it; an erasure names keys by them.</param>
public sealed record DataKeyRow(Guid Id, Guid Subject, Guid? Enrollment, string Class, Guid OperatorKey, byte[]? Wrapped, byte[] Fingerprint);

public static class DataKeys
{
    private static readonly string ByIdSql = Load("Keys.data_keys_by_id"), ByNameSql = Load("Keys.data_keys_by_name"), MakeSql = Load("Keys.make_data_keys");

    public static async Task<IReadOnlyList<DataKeyRow>> ById(NpgsqlDataSource keys, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        await using var command = keys.Command(ByIdSql, P(ids.ToArray()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await Rows(reader, ct);
    }

    public static async Task<IReadOnlyList<DataKeyRow>> ByName(NpgsqlDataSource keys, IReadOnlyCollection<(Guid Subject, Guid? Enrollment, string Class)> names, CancellationToken ct)
    {
        await using var command = keys.Command(ByNameSql, Names(names));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await Rows(reader, ct);
    }

    /// <summary>
    /// Adds the keys that are not there, thousands in one round trip, and answers what stands for all of their names:
    /// another host's key where it was first.
    /// </summary>
    /// <param name="rows">Of one operator key.</param>
    public static async Task<IReadOnlyList<DataKeyRow>> Make(NpgsqlDataSource keys, IReadOnlyCollection<DataKeyRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return [];
        await using var batch = keys.CreateBatch();
        // Two statements, two snapshots: the second one sees the keys that the first one collided with.
        batch.BatchCommands.Add(Batched(
            MakeSql, P(rows.Select(r => r.Id).ToArray()), P(rows.Select(r => r.Subject).ToArray()), P(rows.Select(r => r.Enrollment).ToArray()),
            P(rows.Select(r => r.Class).ToArray()), P(rows.Select(r => r.Wrapped!).ToArray()), P(rows.Select(r => r.Fingerprint).ToArray()), P(rows.First().OperatorKey)));
        batch.BatchCommands.Add(Batched(ByNameSql, Names([.. rows.Select(r => (r.Subject, r.Enrollment, r.Class))])));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await Rows(reader, ct);
    }

    private static NpgsqlParameter[] Names(IReadOnlyCollection<(Guid Subject, Guid? Enrollment, string Class)> names) =>
        [P(names.Select(n => n.Subject).ToArray()), P(names.Select(n => n.Enrollment).ToArray()), P(names.Select(n => n.Class).ToArray())];

    private static async Task<List<DataKeyRow>> Rows(NpgsqlDataReader reader, CancellationToken ct)
    {
        var rows = new List<DataKeyRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                reader.GetGuid(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetString(3), reader.GetGuid(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<byte[]>(6)));
        }
        return rows;
    }
}

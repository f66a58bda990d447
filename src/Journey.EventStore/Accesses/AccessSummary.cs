using Npgsql;
using NpgsqlTypes;

namespace Journey.EventStore.Accesses;

/// <summary>One record of access as an auditor reads it in a list.</summary>
/// <param name="Subjects">How many persons' values it was about.</param>
/// <param name="Subject">The first of them.</param>
/// <param name="Fields">Names, never content.</param>
public sealed record AccessSummary(
    long Seq, Guid Id, DateTimeOffset At, Guid? Actor, IReadOnlyList<string> Roles, string Action, string Purpose, int Subjects, Guid? Subject,
    string ResourceType, string? ResourceId, IReadOnlyList<string> Classes, IReadOnlyList<string> Fields, string Basis, bool Allowed, string? Reason, int? Results)
{
    private static readonly string ReadSql = Sql.Load("Accesses.read_accesses");

    /// <summary>Newest first, a page at a time. Reading it is an access itself: record it before.</summary>
    /// <param name="before">The last record shown before.</param>
    public static async Task<IReadOnlyList<AccessSummary>> Read(NpgsqlDataSource main, long? before, int limit, CancellationToken ct)
    {
        await using var command = main.Command(ReadSql, new NpgsqlParameter { Value = before is { } b ? b : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, Sql.P(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<AccessSummary>();
        T? Of<T>(int i) where T : struct => reader.IsDBNull(i) ? null : reader.GetFieldValue<T>(i);
        string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetInt64(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), Of<Guid>(3), reader.GetFieldValue<string[]>(4), reader.GetString(5), reader.GetString(6),
                reader.GetInt32(7), Of<Guid>(8), reader.GetString(9), Text(10), reader.GetFieldValue<string[]>(11), reader.GetFieldValue<string[]>(12), reader.GetString(13), reader.GetBoolean(14), Text(15), Of<int>(16)));
        return rows;
    }
}

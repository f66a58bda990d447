using System.Diagnostics.CodeAnalysis;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>Nearly always whoever appended wrote the rows in the same transaction: one question for a whole batch, and only the others are read and written.</summary>
internal static class WrittenRows
{
    private static readonly string WrittenSql = Sql.Load("Inline.written");

    /// <param name="streams">With the version that the rows have to show. A cohort's has no inline rows, and is not among the answer.</param>
    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static async Task<IReadOnlySet<Guid>> Of(Operator op, IReadOnlyDictionary<Guid, long> streams, CancellationToken ct)
    {
        var written = new HashSet<Guid>();
        if (streams.Count == 0) return written;
        await using var ask = op.Main.CreateCommand(WrittenSql);
        ask.Parameters.Add(new() { Value = streams.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        ask.Parameters.Add(new() { Value = streams.Values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        ask.Parameters.Add(new() { Value = InlineRows.Form });
        await using var reader = await ask.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) written.Add(reader.GetGuid(0));
        return written;
    }
}

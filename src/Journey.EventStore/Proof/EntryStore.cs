using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Proof;

/// <summary>An entry in a list.</summary>
/// <param name="Word">The event's wire name, or the record's action.</param>
/// <param name="Index">From 0.</param>
public sealed record LoggedEntry(Guid Id, string Word, long Index, DateTimeOffset LoggedAt);

/// <summary>What the leaves are made of. Entries say who did what, when, to whose stream: they are for auditors.</summary>
public static class EntryStore
{
    private static readonly string EventsSql = Load("Proof.event_entries"), AccessesSql = Load("Proof.access_entries"), EventSql = Load("Proof.event_by_id"), AccessSql = Load("Proof.access_by_id"),
        NewestEventsSql = Load("Proof.newest_events"), NewestAccessesSql = Load("Proof.newest_accesses");

    /// <summary>The entries of a stretch, in order.</summary>
    /// <param name="first">Index, from 0.</param>
    /// <returns>Fewer than asked for where the log ends, or where one is missing.</returns>
    public static async Task<IReadOnlyList<(long Index, byte[] Entry)>> Read(NpgsqlDataSource main, ProofLog log, long first, int count, CancellationToken ct)
    {
        await using var command = main.Command(log == ProofLog.Events ? EventsSql : AccessesSql, P(first + 1), P(count));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<(long, byte[])>(count);
        while (await reader.ReadAsync(ct)) entries.Add((reader.GetInt64(0) - 1, reader.GetFieldValue<byte[]>(1)));
        return entries;
    }

    /// <summary>The entry of an event or a record of access, and its index; null where there is none with that id.</summary>
    public static async Task<(long? Index, byte[] Entry)?> Find(NpgsqlDataSource main, ProofLog log, Guid id, CancellationToken ct)
    {
        await using var command = main.Command(log == ProofLog.Events ? EventSql : AccessSql, P(id));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (await reader.IsDBNullAsync(0, ct) ? null : reader.GetInt64(0) - 1, reader.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>What was logged last, the newest first.</summary>
    public static async Task<IReadOnlyList<LoggedEntry>> Newest(NpgsqlDataSource main, ProofLog log, int limit, CancellationToken ct)
    {
        await using var command = main.Command(log == ProofLog.Events ? NewestEventsSql : NewestAccessesSql, P(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<LoggedEntry>(limit);
        while (await reader.ReadAsync(ct)) entries.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2) - 1, reader.GetFieldValue<DateTimeOffset>(3)));
        return entries;
    }
}

using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

public static partial class Store
{
    private static readonly string ReadStreamSql = Load("Streams.read_stream");
    private static readonly string ReadStreamsSql = Load("Streams.read_streams");
    private static readonly string ReadRangeSql = Load("Streams.read_range");
    private static readonly string ReadStreamsOfTypesSql = Load("Streams.read_streams_of_types");
    private static readonly string ReadEventsSql = Load("Streams.read_events");
    private static readonly string ArchiveSql = Load("Streams.archive");

    /// <summary>A stream's events in order of version, both ends included; none when the stream does not exist.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadStream(Operator op, Guid streamId, long fromVersion = 1, long toVersion = long.MaxValue, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadStreamSql, P(streamId), P(fromVersion), P(toVersion));
        return await Read(read, Event, ct);
    }

    /// <summary>Many streams in one round trip: each stream's events together, in order of version.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadStreams(Operator op, IReadOnlyCollection<Guid> streamIds, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadStreamsSql, P(streamIds.ToArray()));
        return await Read(read, Event, ct);
    }

    /// <summary>The streams after one id up to and with another, by the database's order of ids: each stream's events together, in order of version.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadRange(Operator op, Guid after, Guid upto, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadRangeSql, P(after), P(upto));
        return await Read(read, Event, ct);
    }

    /// <summary>Of many streams the events of a few types, in one round trip: each stream's together, in order of version.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadStreams(Operator op, IReadOnlyCollection<Guid> streamIds, IReadOnlyCollection<string> types, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadStreamsOfTypesSql, P(streamIds.ToArray()), P(types.ToArray()));
        return await Read(read, Event, ct);
    }

    /// <summary>Those of these events that are stored, in the order in which they were appended: what an import has brought before.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadEvents(Operator op, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadEventsSql, P(ids.ToArray()));
        return await Read(read, Event, ct);
    }

    /// <summary>Closes a stream: it can be read, not appended to. Twice is once.</summary>
    /// <exception cref="StreamNotFound">There is no such stream.</exception>
    public static async Task Archive(Operator op, Guid streamId, CancellationToken ct = default)
    {
        await using var archive = op.Primary.Command(ArchiveSql, P(streamId));
        if (await archive.ExecuteScalarAsync(ct) is null) throw new StreamNotFound(streamId);
    }

    private static async Task<IReadOnlyList<T>> Read<T>(NpgsqlCommand read, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        var rows = new List<T>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }

    // The columns of read_stream.sql, which every reading statement begins with.
    private static StoredEvent Event(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetGuid(1), r.GetGuid(2), r.GetInt64(3), r.GetString(4), r.GetString(5),
        r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6), (OccurredPrecision)r.GetInt16(7), r.GetFieldValue<DateTimeOffset>(8), r.GetFieldValue<DateTimeOffset>(9),
        r.IsDBNull(10) ? null : r.GetGuid(10), r.IsDBNull(11) ? null : r.GetGuid(11), Text(r, 12), Text(r, 13), Text(r, 14));

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}

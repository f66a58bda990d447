using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Bench;

/// <summary>What one would write by hand: a connection kept, each statement prepared once, nothing else.</summary>
internal sealed class Raw : IAsyncDisposable
{
    private static readonly string AppendSql = Installation.Sql("raw_append"), ReadSql = Installation.Sql("raw_read");

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand append, read;

    private Raw(NpgsqlConnection connection, NpgsqlCommand append, NpgsqlCommand read) => (this.connection, this.append, this.read) = (connection, append, read);

    public static async Task<Raw> Open(Operator op)
    {
        var connection = await op.Main.OpenConnectionAsync();
        var append = new NpgsqlCommand(AppendSql, connection);
        const NpgsqlDbType Many = NpgsqlDbType.Array;
        NpgsqlDbType[] types =
        [
            NpgsqlDbType.Uuid, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, Many | NpgsqlDbType.Uuid, Many | NpgsqlDbType.Text, Many | NpgsqlDbType.Jsonb, Many | NpgsqlDbType.TimestampTz,
            Many | NpgsqlDbType.Smallint, Many | NpgsqlDbType.TimestampTz, Many | NpgsqlDbType.Uuid, Many | NpgsqlDbType.Uuid, Many | NpgsqlDbType.Text, Many | NpgsqlDbType.Text, Many | NpgsqlDbType.Jsonb,
            NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Json, NpgsqlDbType.Text,
        ];
        foreach (var type in types) append.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        var read = new NpgsqlCommand(ReadSql, connection) { Parameters = { new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid } } };
        await append.PrepareAsync();
        await read.PrepareAsync();
        return new Raw(connection, append, read);
    }

    public async Task Append(Guid stream, long expected, IReadOnlyList<EventToAppend> events, CommandKey key, string answer)
    {
        object[] values =
        [
            stream, expected, events.Count, Each(events, e => e.Id), Each(events, e => e.Type), Each(events, e => e.Data), Each(events, e => e.OccurredAt!.Value.UtcDateTime),
            Each(events, e => (short)e.Precision), Each(events, e => e.RecordedAt.UtcDateTime), Each(events, e => e.Actor!.Value), Each(events, e => e.Organization!.Value),
            Each(events, e => e.CorrelationId!), Each(events, e => e.CausationId), Each(events, e => e.Headers!), key.Client, key.Route, key.Key, key.BodyMac, answer, Sample.Status,
        ];
        for (var i = 0; i < values.Length; i++) append.Parameters[i].Value = values[i];
        if (await append.ExecuteScalarAsync() is not long) throw new InvalidOperationException("The raw side met a conflict: nobody else writes to its streams.");
    }

    /// <summary>Reads the columns that the store reads, and keeps none of them.</summary>
    public async Task<long> Read(Guid stream)
    {
        read.Parameters[0].Value = stream;
        await using var reader = await read.ExecuteReaderAsync();
        var version = 0L;
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(row);
            version = (long)row[3];
        }
        return version;
    }

    public async ValueTask DisposeAsync()
    {
        await append.DisposeAsync();
        await read.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static T[] Each<T>(IReadOnlyList<EventToAppend> events, Func<EventToAppend, T> part)
    {
        var values = new T[events.Count];
        for (var i = 0; i < values.Length; i++) values[i] = part(events[i]);
        return values;
    }
}

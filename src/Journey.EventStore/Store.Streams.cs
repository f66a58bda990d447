using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

public static partial class Store
{
    private static readonly string StreamsOfSql = Load("Streams.streams_of"), StreamsOfPageSql = Load("Streams.streams_of_page"), HoldSql = Load("Streams.hold");

    /// <summary>All streams of a type of which there are few, oldest first, each with its version; none for <c>participant</c>.</summary>
    public static async Task<IReadOnlyList<(Guid Id, long Version)>> StreamsOf(Operator op, string type, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(StreamsOfSql, P(type));
        var streams = new List<(Guid, long)>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) streams.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return streams;
    }

    /// <summary>The same a page at a time.</summary>
    /// <param name="after">Those begun after this one; null: from the first on.</param>
    public static async Task<IReadOnlyList<(Guid Id, DateTimeOffset Begun)>> StreamsOf(Operator op, string type, (Guid Id, DateTimeOffset Begun)? after, int limit, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(StreamsOfPageSql, P(type), new() { Value = (object?)after?.Begun.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz }, P(after?.Id ?? Guid.Empty), P(limit));
        var streams = new List<(Guid, DateTimeOffset)>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) streams.Add((reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)));
        return streams;
    }

    /// <summary>Takes work that one process at a time does. It is let go with the answer, and with its connection: a killed process holds nothing.</summary>
    /// <returns>Null: somebody else has it.</returns>
    public static async Task<IAsyncDisposable?> TryHold(Operator op, string name, CancellationToken ct = default)
    {
        var connection = await op.Direct.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
#pragma warning disable CA2100 // Our own file.
            await using var hold = new NpgsqlCommand(HoldSql, connection, transaction);
#pragma warning restore CA2100
            hold.Parameters.Add(P(name));
            if ((bool)(await hold.ExecuteScalarAsync(ct))!) return new Held(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    // Closing a connection ends its transaction.
    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}

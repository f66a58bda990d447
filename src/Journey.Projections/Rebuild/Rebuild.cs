using System.Diagnostics.CodeAnalysis;
using Journey.EventStore;
using Npgsql;

namespace Journey.Projections;

/// <summary>
/// Makes a read model again from the log. Readers see the old rows until the new ones are whole: tables of the log's shards
/// are filled in a schema beside and change places in one transaction; inline rows are replaced one by one by their right form.
/// </summary>
public static class Rebuild
{
    private const string Beside = "journey_rebuild";

    /// <summary>When it returns, the tables of a log shard are the new ones; an inline shard has gone back to the log's start and follows as always.</summary>
    /// <param name="batch">Events a batch takes, more or less.</param>
    /// <returns>How many events were read: of a log shard each history once, and again what was written to meanwhile.</returns>
    public static async Task<long> Run(Operator op, Shard shard, int batch = 5000, CancellationToken ct = default)
    {
        await using var guard = await op.Main.OpenConnectionAsync(ct);
        await using var one = await guard.BeginTransactionAsync(ct);
        await Execute(guard, "Rebuild.lock", ct); // held until the end: one rebuild at a time

        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await InTransaction(connection, () => Execute(connection, $"{shard.Rebuild}.rebuild_begin", ct), ct);
        if (shard == Shard.Caseload) return 0;

        // Stream by stream and not along the log, where a long history would be read again for each of its events.
        long position = await Store.Head(op, ct), read = 0;
        var last = Guid.Empty;
        while (await Streams(connection, last, batch, ct) is [.., var next] streams)
        {
            await InTransaction(connection, async () => read += await Write(connection, await Batch.OfStreams(op, shard, streams, position, Beside, null, ct), ct), ct);
            last = next;
        }
        for (var head = await Store.Head(op, ct); position < head;)
            await InTransaction(connection, () => Follow(), ct);

        await InTransaction(connection, async () =>
        {
            await Execute(connection, $"{shard.Rebuild}.rebuild_hold", ct);
            while (await Follow() > 0) { }
            await Execute(connection, $"{shard.Rebuild}.rebuild_switch", ct);
            await Execute(connection, "Rebuild.position", ct, new() { Value = shard.Name }, new() { Value = shard.Version }, new() { Value = position });
        }, ct);
        return read;

        async Task<int> Follow()
        {
            var stretch = await Batch.OfLog(op, shard, position, batch, [], Beside, null, ct);
            read += await Write(connection, stretch, ct);
            position = stretch.Position;
            return stretch.Events;
        }
    }

    /// <summary>A hash over all rows of the shard's tables, whatever order they lie in.</summary>
    public static async Task<string> Hash(Operator op, Shard shard, CancellationToken ct = default)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var hash = Command(connection, $"{shard.Rebuild}.hash");
        return (string)(await hash.ExecuteScalarAsync(ct))!;
    }

    private static async Task<IReadOnlyList<Guid>> Streams(NpgsqlConnection connection, Guid after, int events, CancellationToken ct)
    {
        await using var command = Command(connection, "Rebuild.streams");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = after }, new() { Value = (long)events } });
        var streams = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) streams.Add(reader.GetGuid(0));
        return streams;
    }

    private static async Task<long> Write(NpgsqlConnection connection, Batch batch, CancellationToken ct)
    {
        await using var rows = new NpgsqlBatch(connection);
        foreach (var row in batch.Rows) rows.BatchCommands.Add(row);
        await rows.ExecuteNonQueryAsync(ct);
        return batch.Read;
    }

    private static async Task InTransaction(NpgsqlConnection connection, Func<Task> work, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await work();
        await transaction.CommitAsync(ct);
    }

    private static async Task Execute(NpgsqlConnection connection, string file, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, file);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    private static NpgsqlCommand Command(NpgsqlConnection connection, string file) => new(Sql.Load(file), connection);
}

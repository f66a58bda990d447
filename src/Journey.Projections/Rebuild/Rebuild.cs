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
    /// <param name="batch">Events a batch takes at most.</param>
    public static async Task Run(Operator op, Shard shard, int batch = 5000, CancellationToken ct = default)
    {
        await using var guard = await op.Main.OpenConnectionAsync(ct);
        await using var one = await guard.BeginTransactionAsync(ct);
        await Execute(guard, "Rebuild.lock", ct); // held until the end: one rebuild at a time

        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await InTransaction(connection, () => Execute(connection, $"{shard.Rebuild}.rebuild_begin", ct), ct);
        if (shard == Shard.Caseload) return;

        long position = 0;
        for (var head = await Store.Head(op, ct); position < head;)
            await InTransaction(connection, async () => (position, _) = await Take(op, shard, connection, position, batch, ct), ct);

        await InTransaction(connection, async () =>
        {
            await Execute(connection, $"{shard.Rebuild}.rebuild_hold", ct);
            for (var events = -1; events != 0;)
                (position, events) = await Take(op, shard, connection, position, batch, ct);
            await Execute(connection, $"{shard.Rebuild}.rebuild_switch", ct);
            await Execute(connection, "Rebuild.position", ct, new() { Value = shard.Name }, new() { Value = shard.Version }, new() { Value = position });
        }, ct);
    }

    /// <summary>A hash over all rows of the shard's tables, whatever order they lie in.</summary>
    public static async Task<string> Hash(Operator op, Shard shard, CancellationToken ct = default)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var hash = Command(connection, $"{shard.Rebuild}.hash");
        return (string)(await hash.ExecuteScalarAsync(ct))!;
    }

    private static async Task<(long Position, int Events)> Take(Operator op, Shard shard, NpgsqlConnection connection, long after, int limit, CancellationToken ct)
    {
        var next = await Batch.Read(op, shard, after, limit, [], Beside, ct);
        await using var rows = new NpgsqlBatch(connection);
        foreach (var row in next.Rows) rows.BatchCommands.Add(row);
        await rows.ExecuteNonQueryAsync(ct);
        return (next.Position, next.Events);
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

using Journey.EventStore;
using Npgsql;
using static Journey.Projections.Rebuild;

namespace Journey.Projections;

/// <summary>Tables that nobody needs any more.</summary>
internal static class Leftovers
{
    /// <summary>
    /// A kept build goes when no host has followed with it for <paramref name="idle"/>. Only hosts of the version that is served decide so: the
    /// others may be what is left after a step back.
    /// </summary>
    public static async Task LetGo(Operator op, Shard shard, TimeSpan idle, CancellationToken ct)
    {
        await Unheld(op, async connection =>
        {
            await connection.Execute("Rebuild.idle", ct, Text(shard.Name), Number(shard.Version));
            await connection.Execute("Rebuild.let_go", ct, Text(shard.Name), new() { Value = idle });
        }, ct);
        await Drop(op, ct);
    }

    /// <summary>Drops what is old. What somebody still holds is left for the next time.</summary>
    public static async Task Drop(Operator op, CancellationToken ct)
    {
        var old = new List<(string Model, int Number, string? Drop)>();
        await using (var connection = await op.Main.OpenConnectionAsync(ct))
        await using (var read = connection.Command("Rebuild.old"))
        await using (var reader = await read.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) old.Add((reader.GetString(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        foreach (var (model, number, drop) in old)
        {
            await Unheld(op, async connection =>
            {
                await connection.Execute("Rebuild.forget", ct, Text(model), Number(number));
                await connection.Execute("Rebuild.forget_chunks", ct, Text(model), Number(number));
                if (drop is not null) await connection.Made(drop, ct);
            }, ct);
        }
    }

    // Hosts look here in passing: they wait for nobody.
    private static async Task Unheld(Operator op, Func<NpgsqlConnection, Task> work, CancellationToken ct)
    {
        try { await op.Transact(work, ct, "400ms"); }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected) { }
    }
}

using Journey.EventStore;
using Npgsql;

namespace Journey.Projections;

/// <param name="Readers">How many chunks are worked on at once; default: one per core, at most 16.</param>
/// <param name="Chunk">Events a chunk has, more or less; an inline model takes a tenth, since commands wait for rows that a chunk holds.</param>
/// <param name="Batch">Events of the log that a batch takes while it follows.</param>
/// <param name="Lease">How long a process that was killed holds the rebuild up.</param>
/// <param name="StepBack">Takes the place of a newer version too, by somebody's wish; else what was built gives way to it.</param>
public sealed record RebuildOptions(int Readers = 0, int Chunk = 10_000, int Batch = 2_000, TimeSpan? Lease = null, bool StepBack = false);

/// <summary>Somebody else is at it.</summary>
public sealed class RebuildUnderWay(string model, string? host) : InvalidOperationException($"{model} is being rebuilt already, by {host ?? "another process"}.");

/// <summary>
/// Makes a read model again from the log. Readers see the old rows until the new ones are whole: tables are filled in a schema of their own
/// and change places in one transaction (docs/adr/0010); inline rows are replaced, chunk by chunk, by their right form. What was killed goes on
/// where it was when it is run again.
/// </summary>
public static class Rebuild
{
    /// <returns>How many events were read since it went on last: each history once, and again what was written to meanwhile.</returns>
    /// <exception cref="RebuildUnderWay">Another process does it; that is certain after at most a lease.</exception>
    public static async Task<long> Run(Operator op, Shard shard, RebuildOptions? options = null, Definitions? definitions = null, CancellationToken ct = default)
    {
        options ??= new RebuildOptions();
        while (true)
        {
            var held = await Claim(op, shard, options, ct);
            try { return await new Building(op, shard, held, options, definitions).Run(ct); }
            // This process stood still for too long. It goes on where it was, unless another one has gone on meanwhile, or has finished.
            catch (LeaseLost) when (!ct.IsCancellationRequested)
            {
                if (!(await Build.All(op, ct)).Any(b => b.Model == shard.Name && b.Version == shard.Version && b.IsUnderWay)) return 0;
            }
            finally { await held.Release(CancellationToken.None); }
        }
    }

    /// <summary>Throws away what an unfinished rebuild of this version has made.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="RebuildUnderWay">It is being made at this moment: stop that first.</exception>
    public static async Task<bool> Abandon(Operator op, Shard shard, RebuildOptions? options = null, CancellationToken ct = default)
    {
        var held = await Claim(op, shard, options ?? new RebuildOptions(), ct);
        var there = 0;
        try
        {
            await op.Transact(async connection =>
            {
                there = await connection.Execute("Rebuild.abandon", ct, Text(shard.Name), Number(shard.Version));
                await connection.Execute("Rebuild.forget_waiting", ct, Text(held.Name), Number(shard.Version));
                await held.Finish(connection, ct);
            }, ct);
        }
        finally { await held.Release(CancellationToken.None); }
        await Leftovers.Drop(op, ct);
        return there > 0;
    }

    /// <summary>A hash over all rows that readers see of the model, whatever order they lie in.</summary>
    public static async Task<string> Hash(Operator op, Shard shard, CancellationToken ct = default)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var hash = connection.Command($"{shard.Folder}.hash");
        return (string)(await hash.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The rebuild's name among what follows the log.</summary>
    internal static string Name(Shard shard) => $"rebuild:{shard.Name}";

    // A lease that nobody renews is that of a dead process: it is waited for.
    private static async Task<Lease> Claim(Operator op, Shard shard, RebuildOptions options, CancellationToken ct)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        for (DateTime? first = null; ; await Task.Delay(200, ct))
        {
            if (await Lease.Claim(op, Name(shard), shard.Version, owner, options.Lease ?? TimeSpan.FromSeconds(6), ct) is { } held) return held;
            await using var read = op.Main.CreateCommand(Sql.Load("Rebuild.lease"));
            read.Parameters.AddRange(new[] { Text(Name(shard)), Number(shard.Version) });
            await using var row = await read.ExecuteReaderAsync(ct);
            if (!await row.ReadAsync(ct) || row.IsDBNull(1)) continue;
            if (first is { } seen && row.GetDateTime(0) != seen) throw new RebuildUnderWay(shard.Name, row.GetString(1).Split('/')[0]);
            first ??= row.GetDateTime(0);
        }
    }

    internal static NpgsqlParameter Text(string? value) => Query.P(value, NpgsqlTypes.NpgsqlDbType.Text);

    internal static NpgsqlParameter Number(int value) => new NpgsqlParameter<int> { TypedValue = value };
}

using Journey.EventStore;
using Npgsql;
using static Journey.Projections.Rebuild;

namespace Journey.Projections;

/// <summary>One rebuild at work, under its lease: begun or gone on with, filled, indexed, followed up, served.</summary>
internal sealed class Building(Operator op, Shard shard, Lease held, RebuildOptions options, Definitions? definitions)
{
    // What is written of a stream left alone carries the rebuild's name until the switch: the live shard has its own.
    private readonly Shard beside = shard with { Name = held.Name };
    private long read;

    // What the served rows may be ahead of ours when we take it while their follower waits; readers do not wait for that.
    private const int MostInSwitch = 10_000;

    public async Task<long> Run(CancellationToken ct)
    {
        var build = (await Build.All(op, ct)).LastOrDefault(b => b.Model == shard.Name && b.Version == shard.Version && b.IsUnderWay) ?? await Begin(ct);
        await held.While(async stop =>
        {
            if (build.State == Build.Filling) await Fill(build, stop);
            if (build.State != Build.Following)
            {
                try { await Index(build, stop); }
                catch (PostgresException e) when (Fault.IsOfARow(e))
                {
                    if (await Again(build, stop) is not { } again) throw;
                    await Fill(again, stop);
                    await Index(again, stop);
                }
            }
            if (build.Tables is not null) await CatchUp(build, await Store.Head(op, stop), stop);
        }, ct);
        for (var attempt = 1; !await Serve(build, Text(attempt < 5 ? "200ms" : "400ms"), ct); attempt++)
        {
            await Task.Delay(Random.Shared.Next(50, 50 + Math.Min(100 * attempt, 1000)), ct);
            await held.While(async stop => await CatchUp(build, await Store.Head(op, stop), stop), ct);
        }
        await Leftovers.Drop(op, ct);
        return read;
    }

    private async Task<Build> Begin(CancellationToken ct)
    {
        // The head first: what is appended from now on is followed, whatever of it the streams show already.
        var head = await Store.Head(op, ct);
        var all = (await Build.All(op, ct)).Where(b => b.Model == shard.Name).ToList();
        var number = all.Select(b => b.Number).DefaultIfEmpty(0).Max() + 1;
        var tables = shard.Rows is null ? null : $"journey_{shard.Name}_{number}";
        var build = new Build(shard.Name, shard.Version, number, tables, Build.Filling, head, null, null, [], null);
        var like = all.LastOrDefault(b => b.Version == shard.Version && b.IsFollowed)?.Tables;
        var rows = new List<NpgsqlBatchCommand> { Statements.Batched("Rebuild.begin", Text(shard.Name), Number(shard.Version), Number(number), Text(tables), new() { Value = head }) };
        if (tables is not null)
        {
            if (like is null && shard.Tables is null) throw new InvalidOperationException($"{shard.Name} version {shard.Version} does not say what its tables are.");
            rows.Add(Statements.Batched("Rebuild.make_tables", Text(tables), Text(like), Text(shard.Tables)));
            rows.Add(Statements.Batched("Rebuild.take_indexes", Key(build)));
        }
        await held.Advance(rows, head, ct);
        return build;
    }

    private async Task Fill(Build build, CancellationToken ct)
    {
        read += await new Filling(op, shard, build, held.Name, options, definitions).Run(ct);
        await op.Transact(c => c.Execute("Rebuild.state", ct, [.. Key(build), Text(Build.Indexing)]), ct);
    }

    private Task Index(Build build, CancellationToken ct) => op.Transact(async connection =>
    {
        // Their statements were taken when the tables were made.
        foreach (var statement in (await Now(build, ct)).Indexes) await connection.Made(statement, ct);
        if (build.Tables is not null) await connection.MadeOf("Rebuild.analyze", build.Tables, ct);
        await connection.Execute("Rebuild.state", ct, [.. Key(build), Text(Build.Following)]);
    }, ct);

    // Some history's rows fit into the tables and not into an index, which does not say whose they are: filled once more with the indexes
    // there, the chunk finds out. Null: they were there.
    private async Task<Build?> Again(Build build, CancellationToken ct)
    {
        var statements = (await Now(build, ct)).Indexes;
        if (build.Tables is null || statements.Count == 0) return null;
        await op.Transact(async connection =>
        {
            await connection.MadeOf("Rebuild.empty", build.Tables, ct);
            foreach (var statement in statements) await connection.Made(statement, ct);
            await connection.Execute("Rebuild.forget_waiting", ct, Text(held.Name), Number(shard.Version));
            await connection.Execute("Rebuild.again", ct, Key(build));
        }, ct);
        return await Now(build, ct);
    }

    private async Task<Build> Now(Build build, CancellationToken ct) => (await Build.All(op, ct)).First(b => b.Model == build.Model && b.Number == build.Number);

    private async Task CatchUp(Build build, long head, CancellationToken ct)
    {
        while (build.Tables is not null && held.Position < head)
        {
            var batch = await Batch.OfLog(op, beside, held.Position, options.Batch, [], build.Tables, definitions, ct, await Skipped(ct));
            try { await held.Advance(batch.Rows, batch.Position, ct); }
            catch (PostgresException e) when (Fault.IsOfARow(e))
            {
                batch = await batch.WithoutRefused(op, beside, build.Tables, e, () => Task.CompletedTask, ct);
                await held.Advance(batch.Rows, batch.Position, ct);
            }
            read += batch.Read;
        }
    }

    // One transaction: what the served one has taken beyond us, the views, the rows of builds, shard and lease. False: somebody who reads
    // long, or who follows far ahead, keeps us from it for now. New readers wait no longer than we do.
    private async Task<bool> Serve(Build build, NpgsqlParameter patience, CancellationToken ct)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.Patience((string)patience.Value!, ct);
            var served = await Served(connection, ct);
            if (served?.Version > shard.Version && !options.StepBack)
            {
                // A newer host was quicker, and pages read its rows already.
                await connection.Execute("Rebuild.abandon", ct, Text(shard.Name), Number(shard.Version));
                await connection.Execute("Rebuild.forget_waiting", ct, Text(held.Name), Number(shard.Version));
                await held.Finish(connection, ct);
                await transaction.CommitAsync(ct);
                return true;
            }
            var position = held.Position;
            if (build.Tables is null) await connection.Execute("Rebuild.first_position", ct, Text(shard.Name), Number(shard.Version), new() { Value = build.Start });
            else
            {
                var theirs = served is null ? 0 : await connection.Scalar("Rebuild.hold", ct, Text(shard.Name), Number(served.Value.Version)) as long? ?? 0;
                if (theirs - position > MostInSwitch) return false;
                if (theirs > position)
                {
                    var rest = await Batch.OfLog(op, beside, position, (int)(theirs - position), [], build.Tables, definitions, ct, await Skipped(ct));
                    await using var rows = new NpgsqlBatch(connection, transaction);
                    foreach (var row in rest.Rows) rows.BatchCommands.Add(row);
                    // Not here, where others wait for us: following finds out whose rows they are.
                    try { await rows.ExecuteNonQueryAsync(ct); }
                    catch (PostgresException e) when (Fault.IsOfARow(e)) { return false; }
                    (position, read) = (rest.Position, read + rest.Read);
                }
                await connection.Execute("Rebuild.position", ct, Text(shard.Name), Number(shard.Version), new() { Value = position });
            }
            await connection.Execute("Rebuild.retire", ct, Text(build.Model), Number(build.Version), Number(build.Number));
            await connection.Execute("Rebuild.serve", ct, Key(build));
            await connection.Execute("Rebuild.forget_waiting", ct, Text(shard.Name), Number(shard.Version));
            await connection.Execute("Rebuild.take_waiting", ct, Text(held.Name), Number(shard.Version), Text(shard.Name));
            await connection.Execute("Rebuild.forget_chunks", ct, Key(build));
            await held.Finish(connection, ct);
            // The views last. A reader that holds one of them and waits for another would, after a second, be told of a deadlock: the whole
            // statement gives way well before.
            await connection.Execute("Rebuild.haste", ct, patience.Clone());
            if (build.Tables is not null) await connection.Execute("Rebuild.serve_tables", ct, Text(build.Tables), Text(served?.Tables));
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled) { return false; }
    }

    // Read under a lock: whoever else switches this model at the moment has done, or waits.
    private async Task<(int Version, string? Tables)?> Served(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var read = connection.Command("Rebuild.served", Text(shard.Name));
        await using var reader = await read.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1)) : null;
    }

    // What somebody let the live shard leave out; a stream that waits is tried again whenever it grows.
    private async Task<Aside> Skipped(CancellationToken ct) => Aside.None with { Skipped = (await Aside.Read(op, shard, ct)).Skipped };

    private static NpgsqlParameter[] Key(Build build) => [Text(build.Model), Number(build.Number)];
}

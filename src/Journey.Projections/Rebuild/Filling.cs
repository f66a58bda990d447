using System.Collections.Concurrent;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;
using static Journey.Projections.Rebuild;

namespace Journey.Projections;

/// <summary>Reads every stream once, some chunks of them at a time, and writes their rows: a transaction a chunk, which also says that the chunk is done.</summary>
/// <param name="name">Under which streams that are left alone are written down.</param>
internal sealed class Filling(Operator op, Shard shard, Build build, string name, RebuildOptions options, Definitions? definitions)
{
    private readonly ConcurrentDictionary<string, Task<(string Statement, IReadOnlyList<string> Columns)>> copies = new(StringComparer.Ordinal);
    private readonly Shard beside = shard with { Name = name };

    // What somebody let the live shard leave out, the new rows are without too.
    private IReadOnlyDictionary<Guid, Guid> skipped = Aside.None.Skipped;

    private sealed record Chunk(int Number, Guid After, Guid Upto);

    public async Task<long> Run(CancellationToken ct)
    {
        if (build.Events is null) await op.Transact(c => c.Execute("Rebuild.plan", ct, [.. Key, new() { Value = (long)Math.Max(1, shard.Rows is null ? options.Chunk / 10 : options.Chunk) }]), ct);
        var chunks = new ConcurrentQueue<Chunk>(await Undone(ct));
        var read = 0L;
        skipped = (await Aside.Read(op, shard, ct)).Skipped;
        var readers = options.Readers > 0 ? options.Readers : Math.Clamp(Environment.ProcessorCount, 1, 16);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(readers, chunks.Count)).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (chunks.TryDequeue(out var chunk)) Interlocked.Add(ref read, await Fill(chunk, stop.Token));
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }, CancellationToken.None)));
        return read;
    }

    private async Task<long> Fill(Chunk chunk, CancellationToken ct)
    {
        var found = await Touched.ReadRange(op, chunk.After, chunk.Upto, skipped, ct);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (shard.Rows is null ? InPlace(chunk, found, ct) : Beside(chunk, found, ct));
                return found.Events;
            }
            // A command or a shard that writes the same people's rows, or a passing fault: the chunk was not kept.
            catch (NpgsqlException e) when (attempt < 10 && (e.IsTransient || e.SqlState == PostgresErrorCodes.DeadlockDetected)) { await Task.Delay(50 * attempt, ct); }
        }
    }

    private Task Beside(Chunk chunk, Touched found, CancellationToken ct) => Taken(chunk, found, shard.Rows!, async (connection, rows) =>
    {
        foreach (var table in rows)
        {
            if (table.Count == 0) continue;
            var (statement, columns) = await copies.GetOrAdd(table.Table, _ => Copying(table, ct));
            await using var copy = await connection.BeginBinaryImportAsync(statement, ct);
            table.Copy(copy, columns);
            await copy.CompleteAsync(ct);
        }
    }, ct);

    private async Task InPlace(Chunk chunk, Touched found, CancellationToken ct)
    {
        found = found with { Programs = await PinnedPrograms.Of(op, definitions, found.People.Select(p => p.Fold()), ct) };
        await Taken(chunk, found, shard.Again ?? shard.Write, async (connection, rows) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var row in rows) batch.BatchCommands.Add(row);
            if (rows.Count > 0) await batch.ExecuteNonQueryAsync(ct);
        }, ct);
    }

    // A history that the database refuses waits, as it does for the live shard; the others of the chunk go on.
    private async Task Taken<T>(Chunk chunk, Touched found, Func<Touched, IReadOnlyList<T>> make, Func<NpgsqlConnection, IReadOnlyList<T>, Task> write, CancellationToken ct)
    {
        var (rows, touched) = await Batch.Made(shard, found, make);
        try { await Once(chunk, touched, connection => write(connection, rows), ct); }
        catch (PostgresException e) when (Fault.IsOfARow(e))
        {
            touched = await Failing.WithoutRefused(touched, e, part => Batch.Refusal(op, connection => write(connection, make(part)), ct));
            await Once(chunk, touched, connection => write(connection, make(touched)), ct);
        }
    }

    // Whoever holds the chunk's row does it alone, and once: one that was thought dead finds it done.
    private Task Once(Chunk chunk, Touched touched, Func<NpgsqlConnection, Task> write, CancellationToken ct) => op.Transact(async connection =>
    {
        await connection.Execute("Rebuild.end_holder", ct, [.. Key, Number(chunk.Number)]);
        if (await connection.Scalar("Rebuild.take_chunk", ct, [.. Key, Number(chunk.Number)]) is null) return;
        await write(connection);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Batch.Parked(beside, touched));
        batch.BatchCommands.Add(Statements.Batched("Rebuild.chunk_done", [.. Key, Number(chunk.Number)]));
        await batch.ExecuteNonQueryAsync(ct);
    }, ct);

    private async Task<(string, IReadOnlyList<string>)> Copying(TableRows table, CancellationToken ct)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var read = connection.Command("Rebuild.copy", Text(build.Tables), Text(table.Table), new() { Value = table.Members.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetString(0), reader.GetFieldValue<string[]>(1));
    }

    private async Task<IReadOnlyList<Chunk>> Undone(CancellationToken ct)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var read = connection.Command("Rebuild.undone", Key);
        var chunks = new List<Chunk>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) chunks.Add(new Chunk(reader.GetInt32(0), reader.GetGuid(1), reader.GetGuid(2)));
        return chunks;
    }

    private NpgsqlParameter[] Key => [Text(build.Model), Number(build.Number)];
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Projections;

namespace Journey.Bench;

/// <summary>
/// A rebuild of the cohorts read model over invented journeys of some 30 events, beside raw Npgsql that reads the same rows, chunk by chunk with
/// as many readers, and decodes the same bodies through the registry, in the same run.
/// </summary>
internal static class RebuildBench
{
    public static async Task Run(Installation installation, Options options)
    {
        var op = installation.Operator;
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "programs", "aspire-atlantic", "manufacturing.yaml"));
        var program = ProgramFile.Read("manufacturing.yaml", text).Definition ?? throw new InvalidOperationException("The program does not read.");
        var watch = Stopwatch.StartNew();
        var events = await DryRunBench.Fill(op, program, Math.Max(1, options.Events / 30));
        await using (var sequence = op.Main.CreateCommand(Installation.Sql("rebuild_log"))) { sequence.CommandTimeout = 0; await sequence.ExecuteNonQueryAsync(); }
        await installation.Analyze();
        Console.WriteLine($"{options.Events / 30:N0} journeys, {events:N0} events, copied in {watch.Elapsed.TotalSeconds:N0} s");
        var chunks = await Chunks(op);
        Console.WriteLine($"""

            ### rebuild of cohorts, {Environment.ProcessorCount} readers a side, load {Installation.LoadAverage()}

            | round | raw read + decode s | CPU s | events/s | rebuild s | CPU s | events/s | ratio | rows |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            watch.Restart();
            var decoded = await Raw(op, chunks);
            var (raw, cpu) = (watch.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime - before);
            before = Environment.CpuUsage.TotalTime;
            watch.Restart();
            var read = await Rebuild.Run(op, Shard.Cohorts);
            var rebuild = watch.Elapsed.TotalSeconds;
            var used = Environment.CpuUsage.TotalTime - before;
            if (decoded != events || read != events) throw new InvalidOperationException($"{events} events, {decoded} raw, {read} in the rebuild.");
            await using var count = op.Main.CreateCommand(Installation.Sql("rebuild_rows"));
            Console.WriteLine($"| {round} | {raw:N1} | {cpu.TotalSeconds:N1} | {decoded / raw:N0} | {rebuild:N1} | {used.TotalSeconds:N1} | {read / rebuild:N0} | **{raw / rebuild:N2}** | {await count.ExecuteScalarAsync():N0} |");
        }
    }

    private static async Task<IReadOnlyList<(Guid After, Guid Upto)>> Chunks(EventStore.Operator op)
    {
        await using var plan = op.Main.CreateCommand(Installation.Sql("rebuild_chunks"));
        var chunks = new List<(Guid, Guid)>();
        await using var reader = await plan.ExecuteReaderAsync();
        while (await reader.ReadAsync()) chunks.Add((reader.GetGuid(0), reader.GetGuid(1)));
        return chunks;
    }

    private static async Task<long> Raw(EventStore.Operator op, IReadOnlyList<(Guid After, Guid Upto)> chunks)
    {
        var (queue, total) = (new ConcurrentQueue<(Guid After, Guid Upto)>(chunks), 0L);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var chunk))
            {
                await using var read = op.Main.CreateCommand(Installation.Sql("rebuild_read"));
                read.Parameters.Add(new() { Value = chunk.After });
                read.Parameters.Add(new() { Value = chunk.Upto });
                await using var reader = await read.ExecuteReaderAsync();
                var count = 0;
                while (await reader.ReadAsync())
                {
                    // What the rebuild reads of a row: all of it.
                    var row = (reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt16(7), reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<DateTimeOffset>(9),
                        reader.GetGuid(10), reader.GetGuid(11), reader.IsDBNull(12) ? null : reader.GetString(12), reader.IsDBNull(13) ? null : reader.GetString(13), reader.IsDBNull(14) ? null : reader.GetString(14));
                    if (row.Item4 > 0 && Body.Read(reader.GetString(4), reader.GetString(5)) is not null) count++;
                }
                Interlocked.Add(ref total, count);
            }
        })));
        return total;
    }
}

using Journey.EventStore;
using Npgsql;
using static Journey.Bench.Slices;

namespace Journey.Bench;

/// <summary>Appends to existing streams under an expected version, beside raw Npgsql writing the same rows; and the sequencer's lag meanwhile.</summary>
internal static class AppendBench
{
    private const int StreamsEach = 200;
    private const string Type = "bench";
    private static readonly string LagSql = Installation.Sql("lag");

    public static async Task Run(Installation installation, Options options)
    {
        var op = installation.Operator;
        var streams = await Streams(op, options.Workers.Max() * StreamsEach);
        Console.WriteLine($"""

            ### append: {options.Rounds} rounds of {options.Slice.TotalSeconds} s a side, load {Installation.LoadAverage()}

            | workers | events | raw/s | raw p50 / p99 ms | journey/s | p50 / p99 ms | ratio: median (min–max) | sequencing lag p50 / p99 ms |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        foreach (var size in new[] { 1, 10 })
        {
            foreach (var workers in options.Workers)
            {
                await installation.Settle();
                var head = await Store.Head(op);
                // A worker's streams are its own, so no append meets another's: it is the write that is measured, not the conflict.
                var ours = new Side(w => Task.FromResult<(Func<Task>, IAsyncDisposable)>((Step(w, streams.Ours, (s, version, events) => Store.Append(op, Sample.Append(s, Type, version, events))), new Nothing())));
                var raw = new Side(async w =>
                {
                    var connection = await Raw.Open(op);
                    return (Step(w, streams.Raw, (s, version, events) => connection.Append(s, version, events, Sample.Key(), Sample.Answer)), connection);
                });
                var ratios = await Alternate(ours, raw, workers, options.Slice, options.Rounds, () => installation.Sequenced());
                var lag = await Lag(op, head);
                Console.WriteLine($"| {workers} | {size} | {Quantile(raw.Rates, 0.5):N0} | {Quantile(raw.Milliseconds, 0.5):N2} / {Quantile(raw.Milliseconds, 0.99):N1} "
                    + $"| {Quantile(ours.Rates, 0.5):N0} | {Quantile(ours.Milliseconds, 0.5):N2} / {Quantile(ours.Milliseconds, 0.99):N1} "
                    + $"| **{Quantile(ratios, 0.5):N2}** ({ratios.Min():N2}–{ratios.Max():N2}) | {lag[0]:N0} / {lag[1]:N0} |");

                Func<Task> Step(int w, Dictionary<Guid, long> versions, Func<Guid, long, EventToAppend[], Task> append)
                {
                    var own = streams.Ids[(w * StreamsEach)..((w + 1) * StreamsEach)];
                    var next = 0;
                    return async () =>
                    {
                        var stream = own[next++ % own.Length];
                        var events = new EventToAppend[size];
                        for (var i = 0; i < size; i++) events[i] = Sample.Event("attendance_marked", Sample.Body());
                        await append(stream, versions[stream], events);
                        versions[stream] += size;
                    };
                }
            }
        }
    }

    // Every worker changes only values of its own keys, so plain dictionaries do.
    private static async Task<(Guid[] Ids, Dictionary<Guid, long> Ours, Dictionary<Guid, long> Raw)> Streams(Operator op, int count)
    {
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
        foreach (var some in ids.Chunk(500))
            await Store.Append(op, new Append([.. some.Select(id => new StreamWrite(id, Type, 0, [Sample.Event("participant_registered", Sample.Body())]))]) { Inline = [.. some.Select(id => Sample.Inline(id, 1))] });
        await Copy(op, Type);
        return (ids, ids.ToDictionary(x => x, _ => 1L), ids.ToDictionary(x => x, _ => 1L));
    }

    internal static async Task Copy(Operator op, string type)
    {
        await using var copy = op.Main.CreateCommand(Installation.Sql("raw_copy"));
        copy.Parameters.Add(new NpgsqlParameter { Value = type });
        await copy.ExecuteNonQueryAsync();
    }

    private static async Task<double[]> Lag(Operator op, long after)
    {
        await using var lag = op.Main.CreateCommand(LagSql);
        lag.Parameters.Add(new NpgsqlParameter { Value = after });
        return (double[])(await lag.ExecuteScalarAsync())!;
    }
}

/// <summary>Nothing to close: the store takes its connections from the pool.</summary>
internal sealed class Nothing : IAsyncDisposable
{
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using System.Diagnostics;
using Journey.EventStore.Proof;

namespace Journey.Bench;

/// <summary>
/// What a leaf costs in a tree of ten thousand to one of --events leaves (tiles stored, root computed), and how long a proof takes there. The leaves
/// are made in bulk, which is not counted.
/// </summary>
internal static class ProofBench
{
    private const int Step = TileId.Full, Proofs = 1_000;

    public static async Task Run(Installation installation, Options options)
    {
        var main = installation.Operator.Main;
        var sizes = new Dictionary<ProofLog, long> { [ProofLog.Events] = 0, [ProofLog.Accesses] = 0 };
        var random = new Random(1);
        Console.WriteLine($"""

            ### proof, load {Installation.LoadAverage()}; a growing log and a small one beside it take turns

            | leaves | stored anew, µs a leaf | growing by {Step}: median µs a leaf | the small one's | ratio | inclusion p50 ms | p95 ms | consistency p95 ms | the small one's inclusion p95 ms |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        await Fill(ProofLog.Accesses, 10_000);
        for (long target = 10_000; target <= Math.Max(options.Events, 10_000); target *= 10)
        {
            var before = sizes[ProofLog.Events];
            await Fill(ProofLog.Events, target);
            await installation.Analyze();
            var watch = Stopwatch.StartNew();
            await TileStore.Grow(main, ProofLog.Events, target, default);
            var bulk = watch.Elapsed.TotalMicroseconds / (target - before);

            var steps = new Dictionary<ProofLog, List<double>> { [ProofLog.Events] = [], [ProofLog.Accesses] = [] };
            for (var i = 0; i < 20 * options.Rounds; i++)
            {
                foreach (var log in ProofLogs.All)
                {
                    await Fill(log, sizes[log] + Step);
                    watch.Restart();
                    await TileStore.Grow(main, log, sizes[log], default);
                    await TileStore.Root(main, log, sizes[log], default);
                    steps[log].Add(watch.Elapsed.TotalMicroseconds / Step);
                }
            }
            var (grown, small) = (At(steps[ProofLog.Events], 0.5), At(steps[ProofLog.Accesses], 0.5));
            var (inclusion, consistency, beside) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i < Proofs; i++)
            {
                inclusion.Add(await Time(ProofLog.Events, t => t.Inclusion(random.NextInt64(0, sizes[ProofLog.Events]))));
                consistency.Add(await Time(ProofLog.Events, t => t.Consistency(random.NextInt64(1, sizes[ProofLog.Events]))));
                beside.Add(await Time(ProofLog.Accesses, t => t.Inclusion(random.NextInt64(0, sizes[ProofLog.Accesses]))));
            }
            Console.WriteLine($"| {sizes[ProofLog.Events]:N0} | {bulk:N2} | {grown:N1} | {small:N1} | **{grown / small:N2}** | {At(inclusion, 0.5):N2} | **{At(inclusion, 0.95):N2}** | {At(consistency, 0.95):N2} | {At(beside, 0.95):N2} |");
        }

        async Task Fill(ProofLog log, long target)
        {
            await using var fill = main.CreateCommand(Installation.Sql(log == ProofLog.Events ? "proof_leaves" : "proof_access_leaves"));
            fill.CommandTimeout = 0;
            fill.Parameters.Add(new() { Value = sizes[log] + 1 });
            fill.Parameters.Add(new() { Value = target });
            await fill.ExecuteNonQueryAsync();
            sizes[log] = target;
        }

        // The tiles are asked for and read, and the proof computed from them: the same index both times.
        async Task<double> Time(ProofLog log, Func<Tree, IReadOnlyList<byte[]>> proof)
        {
            var seed = random.Next();
            var began = Stopwatch.GetTimestamp();
            random = new Random(seed);
            var tree = await TileStore.At(main, log, sizes[log], t => proof(t), default);
            random = new Random(seed);
            proof(tree);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    private static double At(List<double> values, double quantile)
    {
        values.Sort();
        return values[(int)Math.Min(values.Count - 1, values.Count * quantile)];
    }
}

using System.Diagnostics;

namespace Journey.Bench;

/// <summary>One of the two, and what it did in all its slices.</summary>
/// <param name="Worker">Readies the worker of this number: what it does over and over, and what to close afterwards.</param>
internal sealed record Side(Func<int, Task<(Func<Task> Step, IAsyncDisposable Open)>> Worker)
{
    public List<double> Rates { get; } = [];
    public List<double> Milliseconds { get; } = [];
}

/// <summary>
/// Two sides in turn, in short slices, each first every other time: what else the machine does meets both. The ratio is taken
/// within each round.
/// </summary>
internal static class Slices
{
    public static async Task<IReadOnlyList<double>> Alternate(Side ours, Side raw, int workers, TimeSpan slice, int rounds, Func<Task> between)
    {
        var ratios = new List<double>();
        await Run(raw, workers, TimeSpan.FromMilliseconds(500)); // both warm
        await Run(ours, workers, TimeSpan.FromMilliseconds(500));
        foreach (var side in new[] { ours, raw })
        {
            side.Rates.Clear();
            side.Milliseconds.Clear();
        }
        await between();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var side in round % 2 == 0 ? new[] { raw, ours } : [ours, raw])
            {
                await Run(side, workers, slice);
                await between();
            }
            ratios.Add(ours.Rates[^1] / raw.Rates[^1]);
        }
        return ratios;
    }

    private static async Task Run(Side side, int workers, TimeSpan slice)
    {
        var ready = new List<(Func<Task> Step, IAsyncDisposable Open)>();
        for (var w = 0; w < workers; w++) ready.Add(await side.Worker(w));
        var began = Stopwatch.GetTimestamp();
        var until = began + (long)(slice.TotalSeconds * Stopwatch.Frequency);
        var times = await Task.WhenAll(ready.Select(worker => Task.Run(() => Repeat(worker.Step, until))));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var worker in ready) await worker.Open.DisposeAsync();
        side.Milliseconds.AddRange(times.SelectMany(x => x));
        side.Rates.Add(times.Sum(x => x.Count) / took);
    }

    private static async Task<List<double>> Repeat(Func<Task> step, long until)
    {
        var times = new List<double>(4096);
        for (var at = Stopwatch.GetTimestamp(); at < until;)
        {
            await step();
            var now = Stopwatch.GetTimestamp();
            times.Add((now - at) * 1000.0 / Stopwatch.Frequency);
            at = now;
        }
        return times;
    }

    /// <param name="share">0 the least, 0.5 the median, 1 the most.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Round((sorted.Length - 1) * share)];
    }
}

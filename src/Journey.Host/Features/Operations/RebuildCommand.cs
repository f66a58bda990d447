using System.Globalization;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Projections;

namespace Journey.Host.Features.Operations;

/// <summary><c>rebuild</c> makes a read model again from the log, beside running hosts or without one.</summary>
internal static class RebuildCommand
{
    public const string Usage = """
        journey rebuild [OPERATOR] NAME     make a read model again from the log; readers see the old one until the new one is whole
          --readers N                       so many chunks at once (default: one per core, at most 16)
          --chunk N                         so many events a chunk (default: 10000)
          --abandon                         throw away what an unfinished rebuild has made
        What was killed or stopped goes on when it is run again. OPERATOR may be left out where there is one.
        0: done, 2: it is under way elsewhere, or the arguments are wrong.
        """;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var arguments = new Arguments(args, ["--readers", "--chunk"], ["--abandon"]);
        if (arguments.Words is not ([_] or [_, _])) throw new SetupException("Usage: journey rebuild [OPERATOR] NAME (--help says more)");
        var options = new RebuildOptions(arguments.Number("--readers") ?? 0, arguments.Number("--chunk") ?? new RebuildOptions().Chunk, StepBack: true);
        var name = arguments.Words[^1];
        var shard = Shard.All.FirstOrDefault(s => s.Name == name) ?? throw new SetupException($"There is no read model {name}: {string.Join(", ", Shard.All.Select(s => s.Name))}.");
        await using var installation = await Installation.Join(Settings.Read([.. arguments.Settings]), ct);
        var all = installation.Operators.All;
        var op = arguments.Words is [var slug, _] ? all.FirstOrDefault(o => o.Id.Value == slug) ?? throw new SetupException($"There is no operator {slug}.")
            : all.Count == 1 ? all.First() : throw new SetupException($"Say whose: {string.Join(", ", all.Select(o => $"journey rebuild {o.Id.Value} {name}"))}.");
        try
        {
            if (arguments.Has("--abandon"))
            {
                Console.WriteLine(await Rebuild.Abandon(op, shard, options, ct) ? $"What was built of {name} is thrown away." : $"Nothing of {name} was being built.");
                return 0;
            }
            using var told = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var started = TimeProvider.System.GetTimestamp();
            var telling = Tell(op, shard, told.Token);
            long read;
            try { read = await Rebuild.Run(op, shard, options, new PublishedPrograms().Find, ct); }
            finally
            {
                await told.CancelAsync();
                await telling;
            }
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{op.Id} {name} v{shard.Version} is served anew: {read:N0} events read in {seconds:N1} s, {read / seconds:N0} events/s"));
            return 0;
        }
        catch (RebuildUnderWay e)
        {
            throw new SetupException($"{e.Message.TrimEnd('.')}{((await Under(op, shard, ct)) is { } at ? $": {Line(at)}" : "")}. `journey shards` shows how far it is.", e);
        }
    }

    /// <summary>How far it is, on one line.</summary>
    public static string Line(RebuildProgress at) => string.Create(CultureInfo.InvariantCulture, $"{at.Model} v{at.Version} {at.Percent:0.0} % {Phase(at)}");

    private static string Phase(RebuildProgress at) => at.State switch
    {
        "filling" => string.Create(CultureInfo.InvariantCulture, $"{at.EventsDone:N0} of {at.Events:N0} events, chunk {at.ChunksDone:N0} of {at.Chunks:N0}, {at.Rate:N0} events/s{(at.Remaining is { } left ? $", {left:h\\:mm\\:ss} left" : "")}"),
        "indexing" => "making indexes",
        "following" => string.Create(CultureInfo.InvariantCulture, $"following the log: {at.Position:N0} of {at.Head:N0}"),
        _ => "served",
    };

    // A line a second on a terminal, over the one before; in a file one every ten seconds.
    private static async Task Tell(Operator op, Shard shard, CancellationToken stop)
    {
        var terminal = !Console.IsErrorRedirected;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(terminal ? 1 : 10), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) break;
            try { if (await Under(op, shard, stop) is { } at) await Console.Error.WriteAsync(terminal ? $"\r\e[K{Line(at)}" : Line(at) + Environment.NewLine); }
            catch (Exception e) when (e is Npgsql.NpgsqlException or OperationCanceledException) { } // told next time
        }
        if (terminal) await Console.Error.WriteAsync("\r\e[K");
    }

    private static async Task<RebuildProgress?> Under(Operator op, Shard shard, CancellationToken ct) =>
        (await RebuildProgress.Read(op, ct)).LastOrDefault(p => p.Model == shard.Name && p.Version == shard.Version && p.IsUnderWay);
}

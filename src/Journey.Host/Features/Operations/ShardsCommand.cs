using System.Globalization;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Databases;
using Journey.Projections;

namespace Journey.Host.Features.Operations;

/// <summary>
/// <c>shards</c> prints how far whatever follows an operator's log is behind it and why, and what is being rebuilt; with more words it acts on a
/// stream that a read model could not take.
/// </summary>
internal static class ShardsCommand
{
    public const string Usage = """
        journey shards
          Prints how far whatever follows each operator's log is behind it, who holds it, what is parked, and the cause of any lag.
        journey shards retry OPERATOR SHARD STREAM
          Has a parked stream tried again at once.
        journey shards skip OPERATOR SHARD STREAM --reason TEXT
          Makes a parked stream's rows without the event that it is parked at, until a host can take that one. Recorded with the reason.
        Exit codes: 0 done; 2 a wrong argument, or a stream that is not parked there; 3 printed, and something is wrong.
        """;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var reason = Array.IndexOf(args, "--reason") is >= 0 and var at ? at + 1 < args.Length ? args[at + 1] : throw new SetupException("--reason needs a text.") : null;
        string[] rest = reason is null ? args : [.. args[..Array.IndexOf(args, "--reason")], .. args[(Array.IndexOf(args, "--reason") + 2)..]];
        var words = rest.TakeWhile(x => !x.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (words is not ([] or ["retry" or "skip", _, _, _])) throw new SetupException("Usage: journey shards [retry OPERATOR SHARD STREAM | skip OPERATOR SHARD STREAM --reason TEXT]");
        if (words is ["skip", ..] ? !ShardsFeature.IsReason(reason) : reason is not null) throw new SetupException($"skip, and only skip, takes --reason: why the event is left out, in 1 to {ShardsFeature.LongestReason} characters.");
        await using var installation = await Installation.Join(Settings.Read(rest[words.Length..]), ct);
        var op = words is [_, var slug, ..] ? installation.Operators.All.FirstOrDefault(o => o.Id.Value == slug) ?? throw new SetupException($"There is no operator {slug}.") : null;
        switch (words)
        {
            case [var act, _, var name, var id]:
                if (!Guid.TryParse(id, out var stream)) throw new SetupException($"{id} is no stream: an id such as 0198c2a1-….");
                var by = new ByHand(null, null, $"command line, {Environment.UserName}", TimeProvider.System.GetUtcNow());
                if (!(act == "retry" ? await Parking.Retry(op!, name, stream, by, ct) : await Parking.Skip(op!, name, stream, reason!.Trim(), by, ct)))
                    throw new SetupException($"The stream {stream} is not parked for {name}, or at no event that is known: 'journey shards' lists what is.");
                break;
        }
        var wrong = await Show(installation.Operators.All, ct);
        return wrong && words.Length == 0 ? 3 : 0;
    }

    private static async Task<bool> Show(IEnumerable<Operator> operators, CancellationToken ct)
    {
        var wrong = false;
        Print(["operator", "shard", "position", "head", "behind", "seconds", "status", "parked", "owner"]);
        foreach (var op in operators)
        {
            var watch = await Watchdog.Look(op, ct: ct);
            foreach (var lag in watch.Shards.Where(s => s.Followed))
            {
                Print([op.Id.Value, $"{lag.Shard} v{lag.Version}", Text(lag.Position), Text(lag.Head), Text(lag.Events), lag.Seconds.ToString("0.0", CultureInfo.InvariantCulture), lag.Status, Text(lag.Parked.Count), lag.Owner ?? ""]);
                foreach (var p in lag.Parked) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    parked {p.Stream} at {p.Type} ({p.Event}, position {p.Position}): {p.Error}, {p.Attempts} attempts since {p.Since:u}{(p.NextTry is { } next ? $", next {next:u}" : "")}"));
                foreach (var k in lag.Skipped) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    left out {k.Type} ({k.Event}) of {k.Stream} since {k.Since:u}: {k.Reason}"));
            }
            foreach (var rebuild in await RebuildProgress.Read(op, ct))
                if (rebuild.IsUnderWay) Console.WriteLine($"{op.Id.Value,-20} {RebuildCommand.Line(rebuild)}, {(rebuild.Host is { } host ? $"by {host.Split('/')[0]}" : "by nobody at the moment")}");
            foreach (var cause in watch.Causes) Console.WriteLine($"  {op.Id.Value}: {CauseWords.Plain(cause)}");
            wrong |= watch.Causes.Any(c => c.Kind != "catching-up");
        }
        return wrong;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Print(string[] cells) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cells[0],-20} {cells[1],-14} {cells[2],10} {cells[3],10} {cells[4],9} {cells[5],9} {cells[6],-10} {cells[7],7} {cells[8]}").TrimEnd());
}

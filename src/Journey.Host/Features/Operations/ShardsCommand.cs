using System.Globalization;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Databases;
using Journey.Projections;

namespace Journey.Host.Features.Operations;

/// <summary>
/// <c>shards</c> prints how far each read model is behind its operator's log; <c>shards rebuild OPERATOR SHARD</c> makes one again
/// from the log.
/// </summary>
internal static class ShardsCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var words = args.Where(x => !x.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (words is not ([] or ["rebuild", _, _])) throw new SetupException("Usage: journey shards [rebuild OPERATOR SHARD]");
        await using var installation = await Installation.Join(Settings.Read([.. args.Except(words)]), ct);
        if (words is ["rebuild", var slug, var name])
        {
            var op = installation.Operators.All.FirstOrDefault(o => o.Id.Value == slug) ?? throw new SetupException($"There is no operator {slug}.");
            var shard = Shard.All.FirstOrDefault(s => s.Name == name) ?? throw new SetupException($"There is no shard {name}: {string.Join(", ", Shard.All.Select(s => s.Name))}.");
            await Rebuild.Run(op, shard, ct: ct);
        }
        Print(["operator", "shard", "position", "head", "behind", "seconds", "status", "waiting", "error"]);
        foreach (var op in installation.Operators.All)
        {
            foreach (var lag in await Shards.Lag(op, ct))
            {
                Print([op.Id.Value, $"{lag.Shard} v{lag.Version}", Text(lag.Position), Text(lag.Head), Text(lag.Events), lag.Seconds.ToString("0.0", CultureInfo.InvariantCulture), lag.Status, Text(lag.Waiting.Count), lag.Error ?? ""]);
                foreach (var waiting in lag.Waiting) Console.WriteLine($"    {waiting.Stream}: {waiting.Reason}");
            }
        }
        return 0;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Print(string[] cells) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cells[0],-20} {cells[1],-14} {cells[2],10} {cells[3],10} {cells[4],9} {cells[5],9} {cells[6],-10} {cells[7],7} {cells[8]}").TrimEnd());
}

using System.Globalization;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Databases;
using Journey.Projections;

namespace Journey.Host.Features.Operations;

/// <summary>
/// <c>shards</c> prints how far each read model is behind its operator's log, and what is being rebuilt.
/// </summary>
internal static class ShardsCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        await using var installation = await Installation.Join(Settings.Read(args), ct);
        Print(["operator", "shard", "position", "head", "behind", "seconds", "status", "waiting", "error"]);
        foreach (var op in installation.Operators.All)
        {
            foreach (var lag in await Shards.Lag(op, ct))
            {
                Print([op.Id.Value, $"{lag.Shard} v{lag.Version}", Text(lag.Position), Text(lag.Head), Text(lag.Events), lag.Seconds.ToString("0.0", CultureInfo.InvariantCulture), lag.Status, Text(lag.Waiting.Count), lag.Error ?? ""]);
                foreach (var waiting in lag.Waiting) Console.WriteLine($"    {waiting.Stream}: {waiting.Reason}");
            }
            foreach (var rebuild in await RebuildProgress.Read(op, ct))
                if (rebuild.IsUnderWay) Console.WriteLine($"{op.Id.Value,-20} {RebuildCommand.Line(rebuild)}, {(rebuild.Host is { } host ? $"by {host.Split('/')[0]}" : "by nobody at the moment")}");
        }
        return 0;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Print(string[] cells) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cells[0],-20} {cells[1],-14} {cells[2],10} {cells[3],10} {cells[4],9} {cells[5],9} {cells[6],-10} {cells[7],7} {cells[8]}").TrimEnd());
}

using Journey.Domain.Subscriptions;
using Journey.EventStore;

namespace Journey.Host.Features.Subscriptions;

/// <summary>How far each version of every subscription's delivery has got, and so where one begins that nobody has worked on yet.</summary>
internal sealed class Beginning
{
    private static readonly string ReadSql = Sql.Load("Features.Subscriptions.read_followed");

    private readonly Dictionary<(string Name, int Version), long> reached = [];

    public static async Task<Beginning> Read(Operator op, CancellationToken ct)
    {
        var found = new Beginning();
        await using var read = op.Main.CreateCommand(ReadSql);
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.reached[(reader.GetString(0), reader.GetInt32(1))] = reader.GetInt64(2);
        return found;
    }

    /// <summary>Up to which position its newest version has taken the log; null: nobody has begun.</summary>
    public long? Reached(Subscription s) => reached.TryGetValue((Standing.NameOf(s), s.Replays + 1), out var position) ? position : null;

    /// <summary>A replay goes back, and never over what was not taken yet: not by the version before it, nor by a replay that nobody had begun.</summary>
    public long Of(Subscription s)
    {
        var begin = reached.GetValueOrDefault((Standing.NameOf(s), 1), s.From);
        for (var version = 2; version <= s.Replays + 1; version++)
            begin = reached.GetValueOrDefault((Standing.NameOf(s), version), Math.Min(begin, s.ReplaysFrom[version - 2]));
        return begin;
    }
}

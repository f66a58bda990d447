using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Projections;

namespace Journey.Torture;

/// <summary>What must hold when everything has come to rest. Each sentence names one thing that does not.</summary>
internal static class Checks
{
    public static async Task<IReadOnlyList<string>> Run(Installation parts, Work work, IReadOnlySet<Guid> before, IReadOnlyCollection<Sink> sinks)
    {
        var found = new List<string>();
        found.AddRange(work.Unanswered.Select(u => $"never answered: {u}"));
        found.AddRange(work.Changed.Select(c => $"a repeated command got another answer: {c}"));
        foreach (var name in new[] { "log", "moves" })
        {
            await using var read = parts.Operator.Main.CreateCommand(Torture.Sql(name));
            read.CommandTimeout = 600;
            await using var reader = await read.ExecuteReaderAsync();
            while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        }

        var log = new Dictionary<long, Guid>();
        var stored = new Dictionary<Guid, (string Headers, string Mark)>();
        await using (var read = parts.Operator.Main.CreateCommand(Torture.Sql("events")))
        {
            read.CommandTimeout = 600;
            await using var reader = await read.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                log[reader.GetInt64(0)] = reader.GetGuid(1);
                if (!stored.TryAdd(reader.GetGuid(1), (reader.GetString(2), reader.GetString(3)))) found.Add($"event {reader.GetGuid(1)} has two positions");
            }
        }

        var acknowledged = new HashSet<Guid>();
        foreach (var answer in work.Answers)
        {
            foreach (var id in answer.Events)
            {
                if (!acknowledged.Add(id)) found.Add($"event {id} was given to two commands, one of them {answer.Mark}");
                if (!stored.TryGetValue(id, out var there)) found.Add($"acknowledged and lost: {answer.Mark} {answer.Route} {id}");
                else if (there.Mark.Length > 0 && there.Mark != answer.Mark) found.Add($"{answer.Mark} was acknowledged as {id}, which says {there.Mark}");
            }
        }
        // What hosts write by themselves when time passes was never asked for.
        var nobodys = stored.Where(s => !acknowledged.Contains(s.Key) && !before.Contains(s.Key) && !s.Value.Headers.Contains("due-work", StringComparison.Ordinal)).Select(s => s.Key).ToList();
        if (nobodys.Count > 0) found.Add($"{nobodys.Count} events that no command was told of, such as {nobodys[0]}");

        foreach (var sink in sinks) found.AddRange(sink.Violations(log).Take(5));
        found.AddRange(await Models(parts.Operator));
        return found;
    }

    // Made again from the log by the same functions over whole histories, a read model may not change.
    private static async Task<List<string>> Models(Operator op)
    {
        var (found, programs) = (new List<string>(), new PublishedPrograms());
        foreach (var shard in Shard.All)
        {
            var live = await Rebuild.Hash(op, shard);
            await Rebuild.Run(op, shard, definitions: programs.Find);
            await new Shards(op, "torture", definitions: programs.Find).CatchUp();
            if (await Rebuild.Hash(op, shard) != live) found.Add($"the read model {shard.Name} is not what the log comes to");
        }
        return found;
    }
}

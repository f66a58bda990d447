using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Journey.Torture;

/// <summary>What one subscriber got, in the order in which it came.</summary>
internal sealed class Sink(string name)
{
    private readonly ConcurrentQueue<Got> got = [];
    private readonly ConcurrentDictionary<long, byte> positions = [];

    public string Name => name;

    public int Count => got.Count;

    /// <summary>One entry of the log, as it came.</summary>
    internal sealed record Got(long Position, Guid Id, string Subject, string Type);

    /// <summary>How many entries of the log it has.</summary>
    public int Entries => positions.Count;

    public void Take(JsonElement cloudEvent)
    {
        var entry = new Got(
            long.Parse(cloudEvent.GetProperty("position").GetString()!, CultureInfo.InvariantCulture), cloudEvent.GetProperty("id").GetGuid(),
            cloudEvent.TryGetProperty("subject", out var subject) ? subject.GetString()! : "", cloudEvent.GetProperty("type").GetString()!);
        got.Enqueue(entry);
        if (entry.Position > 0) positions.TryAdd(entry.Position, 0);
    }

    /// <summary>Compared with the log: nothing missing, nothing that is not there, each subject's entries in the log's order at their first arrival.</summary>
    /// <param name="log">Position to event id.</param>
    public IEnumerable<string> Violations(IReadOnlyDictionary<long, Guid> log)
    {
        var seen = new HashSet<long>();
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        var ids = log.Values.ToHashSet();
        foreach (var g in got)
        {
            if (!ids.Contains(g.Id)) yield return $"{name}: {g.Type} {g.Id} came, and never happened";
            if (g.Position == 0) continue; // told without a place in the log
            if (!log.TryGetValue(g.Position, out var id) || id != g.Id) yield return $"{name}: {g.Type} {g.Id} at {g.Position} is not what the log has there";
            if (!seen.Add(g.Position) || g.Subject.Length == 0) continue;
            if (last.GetValueOrDefault(g.Subject) > g.Position) yield return $"{name}: {g.Subject} got {g.Position} after {last[g.Subject]}";
            last[g.Subject] = Math.Max(g.Position, last.GetValueOrDefault(g.Subject));
        }
        var missing = log.Keys.Where(p => !seen.Contains(p)).Order().ToList();
        if (missing.Count > 0) yield return $"{name}: {missing.Count} of {log.Count} entries never came, the first at {missing[0]}";
    }

    public int Doubled => got.Count(g => g.Position > 0) - Entries;
}

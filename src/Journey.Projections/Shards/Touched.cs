using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.EventStore;

namespace Journey.Projections;

/// <summary>A stream that this host cannot take whole.</summary>
/// <param name="Error"><c>unknown-event</c>, <c>unreadable-body</c>, an exception's name, or <c>sqlstate-…</c>. Never a value.</param>
/// <param name="Event">The first event that it cannot be taken with; of a linked record, it may be on that one's stream.</param>
/// <param name="Type">Its wire name.</param>
public sealed record Unreadable(Guid Stream, string Error, Guid? Event = null, string? Type = null)
{
    /// <summary>For people to read.</summary>
    public string Reason => Type is null ? Error : $"{Error.Replace('-', ' ')} {Type}";
}

/// <summary>The histories that a stretch of the log touches, each read whole, once.</summary>
/// <param name="Waiting">Streams that hold what this host cannot read; nothing that depends on them is among the others.</param>
/// <param name="Streams">Every stream that was looked at.</param>
public sealed record Touched(
    IReadOnlyList<PersonHistory> People, IReadOnlyList<IReadOnlyList<Entry>> Cohorts, IReadOnlyList<Unreadable> Waiting, IReadOnlyCollection<Guid> Streams)
{
    /// <summary>The programs of its people, where somebody knows them.</summary>
    public PinnedPrograms Programs { get; init; } = PinnedPrograms.None;

    /// <summary>By stream, the first version that its rows may be without. A stream that is not named here: they may be without anything.</summary>
    public IReadOnlyDictionary<Guid, long> New { get; init; } = new Dictionary<Guid, long>();

    /// <summary>
    /// When the first of that person's new entries was written down, where each of them was written down later than all before it. What was known
    /// until then stands, and rows can only be added or end: also those that were made when some of the new entries were there already.
    /// </summary>
    /// <returns>Null: what is known may have changed at any time.</returns>
    internal DateTimeOffset? NewSince(PersonHistory person)
    {
        if (person.Linked.Count > 0 || !New.TryGetValue(person.Id.Value, out var first)) return null;
        DateTimeOffset? since = null;
        var last = DateTimeOffset.MinValue;
        foreach (var entry in person.Own)
        {
            if (entry.Version >= first)
            {
                if (entry.RecordedAt <= last) return null;
                since ??= entry.RecordedAt;
            }
            if (entry.RecordedAt > last) last = entry.RecordedAt;
        }
        return since;
    }

    /// <summary>How many events its histories have.</summary>
    public long Events => People.Sum(p => (long)p.Own.Count + p.Linked.Values.Sum(l => l.Count)) + Cohorts.Sum(c => (long)c.Count);

    /// <param name="streams">Streams with new events; records linked to them are read as well.</param>
    /// <param name="skipped">Events to leave out.</param>
    public static async Task<Touched> Read(Operator op, IReadOnlyCollection<Guid> streams, CancellationToken ct, IReadOnlyDictionary<Guid, Guid>? skipped = null)
    {
        skipped ??= Aside.None.Skipped;
        var read = new Dictionary<Guid, IReadOnlyList<Entry>>();
        var waiting = new Dictionary<Guid, Unreadable>();
        await Read(op, streams, read, waiting, skipped, ct);
        // A linked record's rows are the other record's, and the other's history is folded with all that were ever linked to it.
        var survivors = read.Values.SelectMany(Projections.People.LinkedIntoEver).ToHashSet();
        await Read(op, survivors, read, waiting, skipped, ct);
        await Read(op, read.Values.ToList().SelectMany(Projections.People.LinkedEver).ToHashSet(), read, waiting, skipped, ct);

        return Of(streams.Concat(survivors).ToHashSet(), read, waiting);
    }

    private static Touched Of(IReadOnlyCollection<Guid> streams, Dictionary<Guid, IReadOnlyList<Entry>> read, Dictionary<Guid, Unreadable> waiting)
    {
        var people = new List<PersonHistory>();
        var cohorts = new List<IReadOnlyList<Entry>>();
        foreach (var stream in streams)
        {
            if (!read.TryGetValue(stream, out var own)) continue;
            if (own.Any(e => e.Event is CohortEvent)) cohorts.Add(own);
            if (!own.Any(e => e.Event is ParticipantEvent)) continue;
            if (Projections.People.LinkedEver(own).FirstOrDefault(waiting.ContainsKey) is var other && other != Guid.Empty)
                waiting[stream] = waiting[other] with { Stream = stream };
            else
                people.Add(Projections.People.Of(new ParticipantId(stream), own, read));
        }
        return new Touched(people, cohorts, [.. waiting.Values], [.. read.Keys, .. waiting.Keys]);
    }

    /// <summary>The streams after one id up to and with another, each once, with the records that were ever linked to them: for a rebuild, whose other ranges bring the others.</summary>
    public static async Task<Touched> ReadRange(Operator op, Guid after, Guid upto, IReadOnlyDictionary<Guid, Guid> skipped, CancellationToken ct)
    {
        var read = new Dictionary<Guid, IReadOnlyList<Entry>>();
        var waiting = new Dictionary<Guid, Unreadable>();
        Decode(await Store.ReadRange(op, after, upto, ct), read, waiting, skipped);
        var streams = read.Keys.Concat(waiting.Keys).ToList();
        await Read(op, read.Values.SelectMany(Projections.People.LinkedEver).ToHashSet(), read, waiting, skipped, ct);
        return Of(streams, read, waiting) with { Streams = streams };
    }

    private static async Task Read(Operator op, IReadOnlyCollection<Guid> streams, Dictionary<Guid, IReadOnlyList<Entry>> read, Dictionary<Guid, Unreadable> waiting, IReadOnlyDictionary<Guid, Guid> skipped, CancellationToken ct)
    {
        var missing = streams.Where(s => !read.ContainsKey(s) && !waiting.ContainsKey(s)).ToList();
        if (missing.Count > 0) Decode(await Store.ReadStreams(op, missing, ct), read, waiting, skipped);
    }

    private static void Decode(IReadOnlyList<StoredEvent> stored, Dictionary<Guid, IReadOnlyList<Entry>> read, Dictionary<Guid, Unreadable> waiting, IReadOnlyDictionary<Guid, Guid> skipped)
    {
        foreach (var stream in stored.GroupBy(e => e.StreamId))
        {
            var entries = new List<Entry>();
            Unreadable? unreadable = null;
            foreach (var row in stream)
            {
                if (skipped.ContainsKey(row.Id)) continue;
                try
                {
                    var entry = Entries.Of(row);
                    if (entry.Event is null) unreadable ??= new(stream.Key, "unknown-event", row.Id, row.Type);
                    entries.Add(entry);
                }
                catch (JsonException)
                {
                    unreadable ??= new(stream.Key, "unreadable-body", row.Id, row.Type);
                }
            }
            if (unreadable is null) read[stream.Key] = entries;
            else waiting[stream.Key] = unreadable;
        }
    }
}

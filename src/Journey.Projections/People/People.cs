using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.EventStore;

namespace Journey.Projections;

/// <summary>Reads whole histories, linked records included.</summary>
public static class People
{
    /// <summary>Null when the participant has no stream.</summary>
    public static async Task<PersonHistory?> Read(Operator op, ParticipantId id, CancellationToken ct = default)
    {
        var own = Projections.Entries.Of(await Store.ReadStream(op, id.Value, ct: ct));
        if (own.Count == 0) return null;
        var linked = LinkedEver(own);
        var streams = linked.Count == 0 ? [] : Projections.Entries.Of(await Store.ReadStreams(op, linked, ct));
        return Of(id, own, streams.GroupBy(e => e.Stream).ToDictionary(g => g.Key, g => (IReadOnlyList<Entry>)[.. g]));
    }

    /// <summary>Many at once: one round trip, and a second one where some were merged. Those that have no stream are left out.</summary>
    public static async Task<IReadOnlyDictionary<ParticipantId, PersonHistory>> ReadMany(Operator op, IReadOnlyCollection<ParticipantId> ids, CancellationToken ct = default)
    {
        var own = Streams(await Store.ReadStreams(op, [.. ids.Select(i => i.Value)], ct));
        var linked = own.Values.SelectMany(LinkedEver).Except(own.Keys).ToHashSet();
        var others = linked.Count == 0 ? own : Streams(await Store.ReadStreams(op, linked, ct));
        foreach (var (id, entries) in own) others[id] = entries;
        return ids.Distinct().Where(i => own.ContainsKey(i.Value)).ToDictionary(i => i, i => Of(i, own[i.Value], others));
    }

    private static Dictionary<Guid, IReadOnlyList<Entry>> Streams(IEnumerable<StoredEvent> stored) =>
        Projections.Entries.Of(stored).GroupBy(e => e.Stream).ToDictionary(g => g.Key, g => (IReadOnlyList<Entry>)[.. g]);

    /// <summary>Streams that were ever linked to this one.</summary>
    internal static IReadOnlyCollection<Guid> LinkedEver(IEnumerable<Entry> own) =>
        Said(own).OfType<RecordLinked>().Select(l => l.Other.Value).ToHashSet();

    /// <summary>Streams that this one was ever linked into.</summary>
    internal static IReadOnlyCollection<Guid> LinkedIntoEver(IEnumerable<Entry> own) =>
        Said(own).OfType<LinkedIntoRecord>().Select(l => l.Into.Value).ToHashSet();

    private static IEnumerable<JourneyEvent?> Said(IEnumerable<Entry> own) => own.Select(e => e.Event is EntryAmended amended ? amended.Replacement : e.Event).Concat(own.Select(e => e.Event));

    internal static PersonHistory Of(ParticipantId id, IReadOnlyList<Entry> own, Dictionary<Guid, IReadOnlyList<Entry>> streams) =>
        new(id, own, LinkedEver(own).Where(l => l != id.Value && streams.ContainsKey(l)).ToDictionary(l => new ParticipantId(l), l => streams[l]));
}

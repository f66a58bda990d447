using Journey.Domain;
using Journey.Domain.Participants;

namespace Journey.Projections;

/// <summary>
/// One record's stream with the streams of those ever linked to it. Which of them belong to the person depends on what was
/// known: the links are read from the record's own stream.
/// </summary>
/// <param name="Own">The record's own entries.</param>
/// <param name="Linked">By record.</param>
public sealed record PersonHistory(ParticipantId Id, IReadOnlyList<Entry> Own, IReadOnlyDictionary<ParticipantId, IReadOnlyList<Entry>> Linked)
{
    /// <summary>Version of the record's own stream.</summary>
    public long Version => Own.Count == 0 ? 0 : Own.Max(e => e.Version);

    /// <summary>The person true on D as known on K.</summary>
    public Participant Fold(AsOf asOf = default) => History.Fold(Entries(asOf.KnownOn), asOf);

    /// <summary>The entries that make up the person as known on K: the record's own and those of the records linked then.</summary>
    public IEnumerable<Entry> Entries(DateTimeOffset? knownOn = null)
    {
        if (Linked.Count == 0) return Own;
        var linked = History.Fold(Own, new AsOf(null, knownOn)).LinkedWith;
        return Own.Concat(Linked.Where(l => linked.Contains(l.Key)).SelectMany(l => l.Value));
    }

    /// <summary>Everything known, with the versions that it was folded at.</summary>
    public InlineState Inline()
    {
        var person = Fold();
        return new InlineState(Id, person, Version, Linked.Where(l => person.LinkedWith.Contains(l.Key)).Sum(l => l.Value.Count == 0 ? 0 : l.Value.Max(e => e.Version)));
    }

    /// <summary>The whole state as of each recorded time, in the order of these times.</summary>
    public IEnumerable<(DateTimeOffset Known, Participant State)> States()
    {
        var times = Own.Concat(Linked.Values.SelectMany(l => l)).GroupBy(e => e.RecordedAt).OrderBy(g => g.Key);
        Participant? state = Participant.Nobody;
        foreach (var time in times)
        {
            // Linked streams are always folded anew, since the link itself may be what changed.
            foreach (var entry in time.OrderBy(e => e.Seq))
                state = state is null || Linked.Count > 0 ? null : History.Advance(state, entry);
            yield return (time.Key, state ??= Fold(new AsOf(null, time.Key)));
        }
    }
}

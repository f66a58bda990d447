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

    /// <summary>What was known at each recorded time, in the order of these times whatever order the entries came in.</summary>
    public IEnumerable<Knowledge> Knowledge()
    {
        var times = Own.Concat(Linked.Values.SelectMany(l => l)).GroupBy(e => e.RecordedAt).OrderBy(g => g.Key);
        Participant? state = Participant.Nobody;
        foreach (var time in times)
        {
            var days = new List<Participant>();
            // Linked streams are always folded anew, since the link itself may be what changed.
            foreach (var entry in time.OrderBy(e => e.Seq))
            {
                state = state is null || Linked.Count > 0 ? null : History.Advance(state, entry);
                if (state is not null) days.Add(state);
            }
            var anew = state is null;
            if (anew) days = [.. History.Days(Entries(time.Key), time.Key)];
            // Nothing counts (all is retracted): the links still do.
            state ??= days.Count > 0 ? days[^1] : Fold(new AsOf(null, time.Key));
            yield return new Knowledge(time.Key, state, days, anew);
        }
    }
}

/// <summary>One person as known at a recorded time.</summary>
/// <param name="State">With no limit to the day.</param>
/// <param name="Days">The states of days, in order (each day's last one counts): of all days where <paramref name="Anew"/>, else those that follow after what was known before.</param>
public sealed record Knowledge(DateTimeOffset At, Participant State, IReadOnlyList<Participant> Days, bool Anew);

using Journey.Domain;
using Journey.Domain.Participants;

namespace Journey.Projections;

/// <summary>A person's spells on both clocks: one state of knowledge after the other, and a row lives as long as they agree on it.</summary>
internal sealed class SpellVersions(ParticipantId id)
{
    private readonly List<SpellRow> rows = [];
    private readonly Dictionary<(EnrollmentId, string, int), SpellRow> open = [];
    private Participant? before;

    public IEnumerable<SpellRow> Rows => rows.Concat(open.Values);

    /// <param name="at">Later than the time before.</param>
    public void Known(DateTimeOffset at, Participant state)
    {
        // Most events, such as a session attended, begin and end no spell: the parts that make them up are the very same objects.
        if (before is not null && SpellRow.AreSame(before, state)) return;
        before = state;
        var now = SpellRow.Of(id, state).ToDictionary(r => (r.Enrollment, r.Kind, r.Ordinal));
        foreach (var (key, row) in open)
        {
            if (now.GetValueOrDefault(key) is { } same && same with { KnownFrom = row.KnownFrom } == row) continue;
            rows.Add(row with { KnownTo = at });
            open.Remove(key);
        }
        foreach (var (key, row) in now) open.TryAdd(key, row with { KnownFrom = at });
    }
}

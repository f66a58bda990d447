using Journey.Domain;
using Journey.Domain.Participants;

namespace Journey.Projections;

/// <summary>
/// A person's spells on both clocks: the history is folded as of every recorded time in it, in the order of those times
/// whatever order the entries came in, and a row lives as long as the folds agree on it.
/// </summary>
internal static class SpellVersions
{
    /// <param name="latest">The state with everything known.</param>
    public static IReadOnlyList<SpellRow> Of(PersonHistory history, out Participant latest)
    {
        latest = Participant.Nobody;
        var rows = new List<SpellRow>();
        var open = new Dictionary<(EnrollmentId, string, int), SpellRow>();
        foreach (var (known, state) in history.States())
        {
            latest = state;
            var now = SpellRow.Of(history.Id, state).ToDictionary(r => (r.Enrollment, r.Kind, r.Ordinal));
            foreach (var (key, row) in open)
            {
                if (now.GetValueOrDefault(key) is { } same && same with { KnownFrom = row.KnownFrom } == row) continue;
                rows.Add(row with { KnownTo = known });
                open.Remove(key);
            }
            foreach (var (key, row) in now) open.TryAdd(key, row with { KnownFrom = known });
        }
        rows.AddRange(open.Values);
        return rows;
    }
}

using System.Runtime.CompilerServices;
using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>One person of a walk.</summary>
/// <param name="State">Null when the history does not read.</param>
/// <param name="At">The record at whose place the person is met: their own, or of those merged into theirs the first that enrolled.</param>
internal readonly record struct Walker(ParticipantId Id, Participant? State, PersonHistory? History, Guid At)
{
    /// <summary>An event that this host does not know: nothing is decided on it.</summary>
    public bool IsUnknown => History is { } h && (h.Own.Any(e => e.Event is null) || h.Linked.Values.Any(l => l.Any(e => e.Event is null)));

    public int Events => History is { } h ? h.Own.Count + h.Linked.Values.Sum(l => l.Count) : 0;
}

/// <summary>
/// Goes through everybody who ever enrolled in a program, each person once, in a fixed order, some pages at a time. A merged record's
/// person is the one that it was merged into.
/// </summary>
internal static class Walk
{
    private const int PageSize = 500;

    /// <param name="asOf">The two clocks; the default is everything as known now.</param>
    /// <param name="look">Looks at one page; several run at once.</param>
    /// <returns>What <paramref name="look"/> made of each page, in order.</returns>
    public static async IAsyncEnumerable<T> Through<T>(Operator op, string program, AsOf asOf, Func<IReadOnlyList<Walker>, Task<T>> look, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = new Queue<Task<T>>();
        var (last, more) = (Guid.Empty, true);
        while (more || pages.Count > 0)
        {
            while (more && pages.Count <= Environment.ProcessorCount)
            {
                var ids = await Population.Page(op, program, last, PageSize, ct);
                more = ids.Count == PageSize;
                if (ids.Count == 0) break;
                last = ids[^1];
                pages.Enqueue(Task.Run(async () => await look(await Page(op, program, ids, asOf, ct)), ct));
            }
            if (pages.Count > 0) yield return await pages.Dequeue();
        }
    }

    /// <summary>The people who are met on one page of records.</summary>
    public static async Task<IReadOnlyList<Walker>> Page(Operator op, string program, IReadOnlyCollection<Guid> ids, AsOf asOf, CancellationToken ct)
    {
        var people = new List<Walker>(ids.Count);
        List<(Guid Record, Guid Into)>? merged = null;
        foreach (var (id, history) in await Population.Read(op, ids, ct))
        {
            var state = history?.Fold(asOf);
            if (state?.LinkedInto is { } other) (merged ??= []).Add((id.Value, other.Value));
            else people.Add(new Walker(id, state, history, id.Value));
        }
        if (merged is null) return people;
        foreach (var (id, history) in await Population.Read(op, [.. merged.Select(m => m.Into).Distinct()], ct))
        {
            // It can't be told where they are met, so each of the records that leads there says so itself.
            if (history is null)
            {
                people.AddRange(merged.Where(m => m.Into == id.Value).Select(m => new Walker(new(m.Record), null, null, m.Record)));
                continue;
            }
            // Met elsewhere: at their own place, or at that of a record that comes first.
            if (Enrolled(history.Own, program)) continue;
            var here = merged.Where(m => m.Into == id.Value).Min(m => m.Record);
            var state = history.Fold(asOf);
            if (!history.Linked.Any(l => l.Key.Value < here && state.LinkedWith.Contains(l.Key) && Enrolled(l.Value, program))) people.Add(new Walker(id, state, history, here));
        }
        people.Sort(static (a, b) => a.At.CompareTo(b.At));
        return people;
    }

    private static bool Enrolled(IEnumerable<Entry> entries, string program) => entries.Any(e =>
        e.Event is EnrollmentOpened opened && opened.Program == program || e.Event is EntryAmended { Replacement: EnrollmentOpened amended } && amended.Program == program);
}

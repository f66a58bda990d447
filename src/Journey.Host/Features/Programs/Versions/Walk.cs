using System.Runtime.CompilerServices;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>One person of a walk.</summary>
/// <param name="State">Null when the history does not read.</param>
internal readonly record struct Walker(ParticipantId Id, Participant? State, PersonHistory? History)
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
        var merged = new HashSet<Guid>();
        var pages = new Queue<Task<(T Result, IReadOnlyList<Guid> Into)>>();
        var (last, more) = (Guid.Empty, true);
        while (more || pages.Count > 0)
        {
            while (more && pages.Count <= Environment.ProcessorCount)
            {
                var ids = await Population.Page(op, program, last, PageSize, ct);
                more = ids.Count == PageSize;
                if (ids.Count == 0) break;
                last = ids[^1];
                pages.Enqueue(Task.Run(() => Page(ids), ct));
            }
            if (pages.Count == 0) break;
            var (result, into) = await pages.Dequeue();
            merged.UnionWith(into);
            yield return result;
        }
        // Whoever has no enrollment of their own in it was not on any page yet.
        var seen = new HashSet<Guid>();
        while ((await Outside(op, program, [.. merged.Where(seen.Add)], ct)).Order().ToList() is { Count: > 0 } outside)
        {
            merged.Clear();
            foreach (var some in outside.Chunk(PageSize))
            {
                var (result, into) = await Page(some);
                merged.UnionWith(into);
                yield return result;
            }
        }

        async Task<(T Result, IReadOnlyList<Guid> Into)> Page(IReadOnlyList<Guid> ids)
        {
            var people = new List<Walker>(ids.Count);
            var into = new List<Guid>();
            foreach (var (id, history) in await Population.Read(op, ids, ct))
            {
                var state = history?.Fold(asOf);
                if (state?.LinkedInto is { } other) into.Add(other.Value);
                else people.Add(new Walker(id, state, history));
            }
            return (await look(people), into);
        }
    }

    private static async Task<IReadOnlyList<Guid>> Outside(Operator op, string program, IReadOnlyCollection<Guid> merged, CancellationToken ct)
    {
        if (merged.Count == 0) return [];
        return [.. (await Population.Read(op, merged, ct)).Where(r => r.History?.Own.Any(e => Opens(e.Event, program)) != true).Select(r => r.Id.Value)];
    }

    private static bool Opens(JourneyEvent? happened, string program) =>
        happened is EnrollmentOpened opened && opened.Program == program || happened is Domain.Corrections.EntryAmended { Replacement: EnrollmentOpened amended } && amended.Program == program;
}

using Journey.Domain;
using Npgsql;

namespace Journey.Projections;

/// <summary>Finds out which histories a projection, or the database, refuses, and at which of their events.</summary>
internal static class Failing
{
    // More than so many at once is no matter of some histories.
    private const int MostRefused = 100;

    /// <summary>Each history by itself.</summary>
    public static IEnumerable<(Guid Stream, Touched Alone)> Each(Touched touched) =>
        touched.People.Select(p => (p.Id.Value, touched with { People = [p], Cohorts = [] }))
            .Concat(touched.Cohorts.Select(c => (c[0].Stream, touched with { People = [], Cohorts = [c] })));

    /// <summary>The others.</summary>
    public static Touched Without(Touched touched, IReadOnlySet<Guid> streams) => streams.Count == 0 ? touched : touched with
    {
        People = [.. touched.People.Where(p => !streams.Contains(p.Id.Value))],
        Cohorts = [.. touched.Cohorts.Where(c => !streams.Contains(c[0].Stream))],
        Waiting = [.. touched.Waiting.Where(w => !streams.Contains(w.Stream))],
        Streams = [.. touched.Streams.Where(s => !streams.Contains(s))],
    };

    /// <summary>The others, and these left waiting.</summary>
    public static Touched Waiting(Touched touched, IReadOnlyCollection<Unreadable> failing) =>
        Without(touched, failing.Select(f => f.Stream).ToHashSet()) with { Waiting = [.. touched.Waiting, .. failing], Streams = touched.Streams };

    /// <summary>Without the histories whose rows the database refuses, each found by halving and left waiting.</summary>
    /// <param name="refused">What it said of all of them together.</param>
    /// <param name="error">What it says of some of them, without keeping them; null: nothing.</param>
    /// <exception cref="PostgresException">It is not a matter of some histories.</exception>
    public static async Task<Touched> WithoutRefused(Touched touched, PostgresException refused, Func<Touched, Task<string?>> error)
    {
        var found = new List<Unreadable>();
        await Halve([.. Each(touched)]);
        return found.Count == 0 ? throw refused : Waiting(touched, found);

        async Task Halve(IReadOnlyList<(Guid Stream, Touched Alone)> some)
        {
            if (some.Count == 0 || await error(Together(some)) is not { } why) return;
            if (some is [var (stream, alone)])
            {
                found.Add(await At(stream, alone, why, error));
                if (found.Count > MostRefused) throw refused;
                return;
            }
            await Halve([.. some.Take(some.Count / 2)]);
            await Halve([.. some.Skip(some.Count / 2)]);
        }

        Touched Together(IEnumerable<(Guid, Touched Alone)> some) => touched with { People = [.. some.SelectMany(s => s.Alone.People)], Cohorts = [.. some.SelectMany(s => s.Alone.Cohorts)] };
    }

    /// <summary>The event that a history is refused with and was not without; by halving, so that a long one takes a few tries.</summary>
    /// <param name="error">Null: it is taken.</param>
    public static async Task<Unreadable> At(Guid stream, Touched alone, string refusal, Func<Touched, Task<string?>> error)
    {
        var own = alone.People.Count > 0 ? alone.People[0].Own : alone.Cohorts[0];
        var (taken, refused) = (0, own.Count);
        while (refused - taken > 1)
        {
            var middle = (taken + refused) / 2;
            if (await error(Until(alone, own, middle)) is null) taken = middle;
            else refused = middle;
        }
        var entry = own[refused - 1];
        return new Unreadable(stream, refusal, entry.Id, entry.Type);
    }

    private static Touched Until(Touched alone, IReadOnlyList<Entry> own, int count) => alone.People.Count > 0
        ? alone with { People = [alone.People[0] with { Own = [.. own.Take(count)] }] }
        : alone with { Cohorts = [[.. own.Take(count)]] };
}

using Journey.Domain;

namespace Journey.Projections;

/// <summary>Finds out which histories a projection, or the database, refuses, and at which of their events.</summary>
internal static class Failing
{
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

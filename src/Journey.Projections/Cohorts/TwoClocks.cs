namespace Journey.Projections;

/// <summary>What was so of a key from a day to a day, as known from a recorded time to a recorded time (ends not included; null: still).</summary>
internal sealed record Spell<TKey, TValue>(TKey Key, TValue Value, DateOnly ValidFrom, DateOnly? ValidTo, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo);

/// <summary>
/// Turns what is said, one recorded time after the other, of the days from which something is so into spells on both clocks. Saying it
/// day by day or all at once gives the same spells: the last word on a day counts, and what goes on unchanged is one spell.
/// </summary>
internal sealed class TwoClocks<TKey, TValue> where TKey : notnull where TValue : class
{
    private readonly Dictionary<TKey, List<Piece>> now = [];
    private readonly Dictionary<TKey, List<Spell<TKey, TValue>>> open = [];
    private readonly HashSet<TKey> touched = [];
    private readonly List<Spell<TKey, TValue>> ended = [];

    private readonly record struct Piece(DateOnly From, DateOnly? To, TValue Value);

    /// <summary>Nothing of what was said before stands: all of it is said again.</summary>
    public void Anew()
    {
        touched.UnionWith(now.Keys);
        now.Clear();
    }

    /// <summary>From <paramref name="day"/> on, which is no earlier than the one named before, it is so.</summary>
    /// <param name="value">Null: nothing is so any more.</param>
    public void From(DateOnly day, TKey key, TValue? value)
    {
        if (!now.TryGetValue(key, out var pieces))
        {
            if (value is null) return;
            now[key] = pieces = [];
        }
        if (pieces is [.., { To: null } last])
        {
            if (last.Value.Equals(value)) return;
            pieces.RemoveAt(pieces.Count - 1);
            if (last.From < day) pieces.Add(last with { To = day });
        }
        else if (value is null) return;
        touched.Add(key);
        if (value is null) return;
        if (pieces is [.., { } before] && before.To == day && before.Value.Equals(value)) pieces[^1] = before with { To = null };
        else pieces.Add(new Piece(day, null, value));
    }

    /// <summary>All of that was known from <paramref name="at"/> on, which is later than the time before.</summary>
    public void Known(DateTimeOffset at)
    {
        foreach (var key in touched)
        {
            var (pieces, spells) = (now.GetValueOrDefault(key, []), open.GetValueOrDefault(key, []));
            var still = spells.FindAll(s => pieces.Exists(p => Same(p, s)));
            ended.AddRange(spells.Where(s => !still.Contains(s)).Select(s => s with { KnownTo = at }));
            open[key] = [.. still, .. pieces.Where(p => !still.Exists(s => Same(p, s))).Select(p => new Spell<TKey, TValue>(key, p.Value, p.From, p.To, at, null))];
        }
        touched.Clear();
    }

    public IEnumerable<Spell<TKey, TValue>> Spells => ended.Concat(open.Values.SelectMany(s => s));

    private static bool Same(Piece piece, Spell<TKey, TValue> spell) => piece.From == spell.ValidFrom && piece.To == spell.ValidTo && piece.Value.Equals(spell.Value);
}

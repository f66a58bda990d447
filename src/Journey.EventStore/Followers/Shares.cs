namespace Journey.EventStore;

/// <summary>A live host, as the others see it.</summary>
/// <param name="Follows">What it could do.</param>
/// <param name="Knows">Of the wire names that some host could not read, those that it can.</param>
internal sealed record Member(string Owner, IReadOnlySet<(string Name, int Version)> Follows, IReadOnlySet<string> Knows);

/// <summary>Work that follows the log, as its row says.</summary>
/// <param name="Owner">Null when nobody holds it.</param>
/// <param name="Unread">Wire names that some host met there and did not know.</param>
internal sealed record Holding((string Name, int Version) Work, string? Owner, IReadOnlyList<string> Unread);

/// <summary>
/// Who should do what: every host works it out from the same rows and comes to the same answer, so nobody has to lead. Who holds something
/// keeps it, unless others have two less.
/// </summary>
internal static class Shares
{
    public static Dictionary<(string Name, int Version), string> Of(IReadOnlyCollection<Member> members, IEnumerable<Holding> holdings)
    {
        var rows = holdings.ToDictionary(h => h.Work);
        var able = members.SelectMany(m => m.Follows).Distinct().ToDictionary(w => w, w => Able(w, members, rows.GetValueOrDefault(w)?.Unread ?? []));
        var share = new Dictionary<(string Name, int Version), string>();
        var load = members.ToDictionary(m => m.Owner, _ => 0, StringComparer.Ordinal);

        foreach (var (work, hosts) in able)
        {
            if (rows.GetValueOrDefault(work)?.Owner is not { } owner || !hosts.Contains(owner)) continue;
            share[work] = owner;
            load[owner]++;
        }
        foreach (var (work, hosts) in able.Where(a => !share.ContainsKey(a.Key)).OrderBy(a => a.Key.Name, StringComparer.Ordinal).ThenBy(a => a.Key.Version))
        {
            share[work] = hosts.OrderBy(h => load[h]).ThenBy(h => h, StringComparer.Ordinal).First();
            load[share[work]]++;
        }
        while (Move(able, share, load) is var (work, to) && to is not null)
        {
            load[share[work]]--;
            load[to]++;
            share[work] = to;
        }
        return share;
    }

    // An old host lets a newer one have what it cannot read whole, and does not take it back while that one lives.
    private static HashSet<string> Able((string, int) work, IReadOnlyCollection<Member> members, IReadOnlyList<string> unread)
    {
        var following = members.Where(m => m.Follows.Contains(work)).ToList();
        var most = following.Max(m => unread.Count(m.Knows.Contains));
        return [.. following.Where(m => unread.Count(m.Knows.Contains) == most).Select(m => m.Owner)];
    }

    private static ((string Name, int Version) Work, string? To) Move(
        Dictionary<(string Name, int Version), HashSet<string>> able, Dictionary<(string Name, int Version), string> share, Dictionary<string, int> load)
    {
        if (load.Count < 2 || load.Values.Max() - load.Values.Min() < 2) return default;
        return share.Where(s => able[s.Key].Count > 1)
            .SelectMany(s => able[s.Key].Where(h => load[s.Value] - load[h] >= 2).Select(h => (s.Key, From: s.Value, To: h)))
            .OrderByDescending(m => load[m.From]).ThenBy(m => load[m.To]).ThenBy(m => m.From, StringComparer.Ordinal).ThenBy(m => m.To, StringComparer.Ordinal)
            .ThenByDescending(m => m.Key.Name, StringComparer.Ordinal).ThenByDescending(m => m.Key.Version)
            .Select(m => (m.Key, (string?)m.To)).FirstOrDefault();
    }
}

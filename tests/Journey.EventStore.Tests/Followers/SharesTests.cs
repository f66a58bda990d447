using FsCheck;
using FsCheck.Fluent;
using Journey.EventStore;

namespace Journey.Tests.Followers;

public sealed class SharesTests
{
    private static readonly HashSet<(string, int)> Twelve = [.. Enumerable.Range(0, 12).Select(i => ($"work-{i}", 1))];

    /// <summary>Law: whatever hosts hold and however they come and go, shares differ by one at most, and who may keep something keeps it.</summary>
    [Fact]
    public void Everything_has_one_host_and_shares_differ_by_at_most_one()
    {
        var held = Gen.Choose(-1, 5).ListOf(12);
        Prop.ForAll((from hosts in Gen.Choose(1, 5) from owners in held select (hosts, owners)).ToArbitrary(), t =>
        {
            var members = Enumerable.Range(0, t.hosts).Select(i => Host($"h{i}", Twelve)).ToList();
            var holdings = Twelve.Zip(t.owners, (w, o) => new Holding(w, o < 0 ? null : $"h{o}", [])).ToList();
            var share = Shares.Of(members, holdings);
            share.Keys.ShouldBe(Twelve, ignoreOrder: true);
            var loads = members.Select(m => share.Values.Count(o => o == m.Owner)).ToList();
            (loads.Max() - loads.Min()).ShouldBeLessThanOrEqualTo(1);
            // Everybody comes to the same, in whatever order they read the rows, and what was settled stays.
            Shares.Of([.. members.AsEnumerable().Reverse()], holdings.AsEnumerable().Reverse()).OrderBy(s => s.Key).ShouldBe(share.OrderBy(s => s.Key));
            var settled = Shares.Of(members, [.. share.Select(s => new Holding(s.Key, s.Value, []))]);
            settled.OrderBy(s => s.Key).ShouldBe(share.OrderBy(s => s.Key));
            var fair = Math.Ceiling(12d / t.hosts);
            foreach (var member in members.Where(m => holdings.Count(h => h.Owner == m.Owner) <= Math.Floor(12d / t.hosts)))
                holdings.Where(h => h.Owner == member.Owner).ShouldAllBe(h => share[h.Work] == member.Owner);
            loads.ShouldAllBe(l => l <= fair);
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void What_only_some_hosts_can_do_is_done_by_them_and_the_rest_is_shared()
    {
        var share = Shares.Of([Host("old", [("cohorts", 1), ("caseload", 1)]), Host("new", [("cohorts", 2), ("caseload", 1)])],
            [new(("cohorts", 1), "old", []), new(("caseload", 1), null, []), new(("gone", 1), null, [])]);
        share.Keys.ShouldBe([("cohorts", 1), ("cohorts", 2), ("caseload", 1)], ignoreOrder: true);
        (share[("cohorts", 1)], share[("cohorts", 2)]).ShouldBe(("old", "new"));
    }

    [Fact]
    public void Work_that_a_host_could_not_read_goes_to_one_that_can_and_does_not_come_back()
    {
        HashSet<(string, int)> two = [("caseload", 1), ("cohorts", 1)];
        Holding[] rows = [new(("caseload", 1), "old", []), new(("cohorts", 1), "old", ["teleported"])];
        Shares.Of([Host("old", two)], rows).Values.ShouldAllBe(o => o == "old"); // nobody better
        Member[] both = [Host("old", two), Host("new", two, "teleported")];
        Shares.Of(both, rows).ShouldBe(new Dictionary<(string, int), string> { [("caseload", 1)] = "old", [("cohorts", 1)] = "new" }, ignoreOrder: true);
        Shares.Of(both, [new(("caseload", 1), "new", []), new(("cohorts", 1), null, ["teleported"])])[("cohorts", 1)].ShouldBe("new", "though it has the larger share then");
    }

    private static Member Host(string owner, HashSet<(string, int)> follows, params string[] knows) => new(owner, follows, knows.ToHashSet(StringComparer.Ordinal));
}

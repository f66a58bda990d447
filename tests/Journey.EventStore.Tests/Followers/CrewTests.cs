using System.Collections.Concurrent;
using Journey.EventStore;

namespace Journey.Tests.Followers;

public sealed class CrewTests
{
    private const int Work = 7;
    private readonly ConcurrentDictionary<(string Name, string Host), int> running = new();

    [Fact]
    public async Task Three_hosts_that_come_and_go_share_the_work_so_that_each_piece_has_one_host()
    {
        var op = await Postgres.NewOperator();
        await using var one = new Host(this, op, "one");
        await Rest(op, [one], 7);
        await using var two = new Host(this, op, "two");
        await Rest(op, [one, two], 4, 3);
        await using var three = new Host(this, op, "three");
        await Rest(op, [one, two, three], 3, 2, 2);
        await two.Stop();
        await Rest(op, [one, three], 4, 3);
        await one.Stop();
        await Rest(op, [three], 7);
        (await op.List<string>("select owner from journey.host")).ShouldBe(["three"], "who leaves says so");
    }

    [Fact]
    public async Task A_look_at_rest_is_one_round_trip_that_writes_nothing_but_the_heartbeat()
    {
        var op = await Postgres.NewOperator();
        var roster = new Roster(op, "one", "1.0", ["noted"]);
        HashSet<(string, int)> follows = [("a", 1)];
        await roster.Look(follows, TimeSpan.FromSeconds(6), default);
        var seen = await op.Ask<DateTime>("select seen from journey.host");
        var shard = await op.Ask<string>("select coalesce(max(xmin::text), '') from journey.shard");
        await roster.Look(follows, TimeSpan.FromSeconds(6), default);
        (await op.Ask<DateTime>("select seen from journey.host")).ShouldBeGreaterThan(seen);
        (await op.Ask<string>("select coalesce(max(xmin::text), '') from journey.shard")).ShouldBe(shard);
        (await op.Ask<string[]>("select knows || follows from journey.host")).ShouldBe(["noted", "a/1"]);

        // One that says nothing any more is not reckoned with; one whose line is gone says again who it is.
        await op.Do("update journey.host set seen = seen - interval '7 seconds', owner = 'silent'; insert into journey.shard (name, version, unread) values ('a', 1, '{noted,other}')");
        var (members, holdings) = await roster.Look(follows, TimeSpan.FromSeconds(6), default);
        members.ShouldHaveSingleItem().Owner.ShouldBe("one");
        members[0].Knows.ShouldBe(["noted"]);
        holdings[("a", 1)].Owner.ShouldBeNull();
    }

    private async Task Rest(Operator op, Host[] hosts, params int[] shares)
    {
        await Given.Eventually(async () =>
        {
            var now = running.Where(r => r.Value > 0).Select(r => r.Key).ToList();
            return now.Select(r => r.Name).Distinct().Count() == Work && now.GroupBy(r => r.Host).Select(g => g.Count()).OrderDescending().SequenceEqual(shares)
                && (await op.List<string>("select distinct owner from journey.shard where lease_until > clock_timestamp()")).Order().SequenceEqual(hosts.Select(h => h.Name).Order());
        }, $"{Work} pieces on {hosts.Length} hosts", 20);
        running.Where(r => r.Value > 0).GroupBy(r => r.Key.Name).ShouldAllBe(g => g.Sum(r => r.Value) == 1);
    }

    private sealed class Host : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task task;

        public Host(CrewTests test, Operator op, string name)
        {
            Name = name;
            Follower[] all = [.. Enumerable.Range(0, Work).Select(i => new Follower($"work-{i}", 1, async (held, ct) =>
            {
                test.running.AddOrUpdate((held.Name, name), 1, (_, n) => n + 1);
                try { for (; ; await Task.Delay(100, ct)) await held.Renew(null, ct); }
                finally { test.running.AddOrUpdate((held.Name, name), 0, (_, n) => n - 1); }
            }))];
            task = new Crew(op, name, [(_, _) => Task.FromResult<IReadOnlyList<Follower>>(all)], TimeSpan.FromSeconds(1)).Run(stop.Token);
        }

        public string Name { get; }

        public async Task Stop()
        {
            await stop.CancelAsync();
            await task;
        }

        public async ValueTask DisposeAsync()
        {
            await Stop();
            stop.Dispose();
        }
    }
}

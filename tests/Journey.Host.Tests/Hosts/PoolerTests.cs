using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Features.Due;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

[Trait("Category", "Faults")]
public sealed class PoolerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_host_works_through_pgbouncer_in_transaction_mode()
    {
        await using var cluster = await Cluster.New();
        await using var bouncer = await PgBouncer.Before(cluster, pool: 4);
        var servers = new Dictionary<string, Server> { ["default"] = new(bouncer.ConnectionString, "the pooler") { Direct = cluster.ConnectionString } };
        await using var site = await Site.Start(servers, null, ("pooled", "default"));
        var op = site.Operators.All.Single();
        using var client = site.Client("pooled", "caseManager");

        // Many at once over few sessions: whatever one leaves behind another one meets.
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(async worker =>
        {
            var last = Guid.Empty;
            for (var i = 0; i < 6; i++)
            {
                var answer = await client.PostAsJsonAsync("/v1/participants", new { givenName = "Ada", familyName = $"Invented {worker}" });
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
                last = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("created").GetProperty("id").GetGuid();
                (await client.GetAsync($"/v1/participants/{last}")).StatusCode.ShouldBe(HttpStatusCode.OK);
                (await client.GetAsync("/v1/participants?limit=5&names=true")).StatusCode.ShouldBe(HttpStatusCode.OK);
                (await client.GetAsync("/v1/due")).StatusCode.ShouldBe(HttpStatusCode.OK);
            }
            return last;
        }));

        // The log, by a listener that is heard, and the read models.
        var head = await Store.Head(op);
        while ((head = await Store.WaitForHead(op, head, TimeSpan.FromMilliseconds(200))) < ids.Length * 6) { }
        while ((await ShardLag.Read(op)).Any(l => l.Events > 0)) await Task.Delay(50);
        var before = await Rebuild.Hash(op, Shard.Cohorts);
        await Rebuild.Run(op, Shard.Cohorts);
        (await Rebuild.Hash(op, Shard.Cohorts)).ShouldBe(before);

        // Holds and due work beside each other.
        await using (var held = await Store.TryHold(op, "a test's work"))
        {
            held.ShouldNotBeNull();
            (await Store.TryHold(op, "a test's work")).ShouldBeNull();
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Drain(op, (_, _, _, _) => Task.FromResult<ProgramDefinition?>(null), TimeProvider.System).Once(default)));
        }
        await using (var again = await Store.TryHold(op, "a test's work")) again.ShouldNotBeNull();

        // It all went through the pooler, over its four sessions, and nothing was prepared on any of them.
        var (transactions, queries) = await bouncer.Stats("journey_pooled");
        output.WriteLine($"through the pooler: {transactions} transactions, {queries} statements");
        transactions.ShouldBeGreaterThan(ids.Length * 6 * 4);
        (await bouncer.Ask("show servers")).Count(r => r[2] == "journey_pooled").ShouldBeInRange(1, 4);
        foreach (var source in new[] { op.Main, op.Keys })
        {
            await using var prepared = source.CreateCommand("select count(*) from pg_prepared_statements");
            for (var i = 0; i < 12; i++) ((long)(await prepared.ExecuteScalarAsync())!).ShouldBe(0);
        }
        await using var listens = op.Direct.CreateCommand("select count(*) from pg_stat_activity where datname = 'journey_pooled' and wait_event = 'ClientRead' and query ilike '%journey.current_log_origin%'");
        ((long)(await listens.ExecuteScalarAsync())!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_pooler_without_a_way_past_it_is_refused_and_so_is_the_way_without_a_pooler()
    {
        Refusal(("Journey:Servers:b", "Host=b"), ("Journey:Servers:b:Pooled", "true")).ShouldContain("Journey:Servers:b:Direct");
        Refusal(("Journey:Servers:b", "Host=b"), ("Journey:Servers:b:Direct", "Host=c")).ShouldContain("Journey:Servers:b:Pooled");
        Refusal(("Journey:Servers:b:Replica", "Host=c")).ShouldContain("Journey__Servers__b");
        Refusal(("Journey:Servers:default", "Host=c")).ShouldContain("ConnectionStrings__Journey");

        static string Refusal(params (string, string)[] settings) => Should.Throw<SetupException>(() => Of(settings)).Message;
    }

    [Fact]
    public void Servers_are_named_in_the_configuration()
    {
        var servers = Of(("ConnectionStrings:JourneyKeys", "Host=k"), ("Journey:Servers:default:Replica", "Host=r"), ("Journey:Servers:EAST", "Host=e"), ("Journey:Servers:EAST:Keys", "Host=ek"), ("Journey:Servers:EAST:Pooled", "true"), ("Journey:Servers:EAST:Direct", "Host=ed"));
        servers.Keys.ShouldBe(["default", "east"], ignoreOrder: true);
        servers["default"].ShouldBe(new Server("Host=d", "default") { Replica = "Host=r", Keys = new Server("Host=k", "ConnectionStrings__JourneyKeys") });
        servers["east"].ShouldBe(new Server("Host=e", "Journey:Servers:east") { Direct = "Host=ed", Keys = new Server("Host=ek", "Journey:Servers:east:Keys") });
    }

    private static IReadOnlyDictionary<string, Server> Of(params (string Key, string Value)[] settings) => Databases.Servers.Of(
        new Microsoft.Extensions.Configuration.ConfigurationBuilder().Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)) }).Build(),
        new Server("Host=d", "default"));
}

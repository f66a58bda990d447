using System.Diagnostics;
using System.Net.Http.Json;
using Journey.EventStore;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

[Trait("Category", "Faults")]
public sealed class RestoreTests
{
    [Fact]
    public async Task A_database_replaced_by_an_older_state_under_a_running_host_needs_no_restart()
    {
        await using var cluster = await Cluster.New();
        await using var site = await Site.Start(new Dictionary<string, Server> { ["default"] = cluster.Server }, null, ("again", "default"));
        var op = site.Operators.All.Single();
        using var client = site.Client("again", "caseManager");
        using var reader = site.Client("again", "feedReader");
        await Register(client, 5);
        await CaughtUp(op, 5);
        var origin = (await reader.GetAsync("/v1/events?after=0")).Headers.GetValues("x-log-origin").Single();
        await Replace(cluster, "create database kept template journey_again");
        await Register(client, 7);
        await CaughtUp(op, 12);

        await Replace(cluster, "drop database journey_again", "alter database kept rename to journey_again");
        await Register(client, 2);
        await CaughtUp(op, 7);
        op.Restores.ShouldBe(1);
        // The feed's own connections learn of it by failing once: 503 with Retry-After.
        using var feed = await Answered(() => reader.GetAsync("/v1/events?after=0"));
        feed.Headers.GetValues("x-log-origin").Single().ShouldNotBe(origin);
        feed.Headers.GetValues("x-log-position").Single().ShouldBe("7");
        (await Store.WaitForHead(op, 0, TimeSpan.Zero)).ShouldBe(7);
    }

    private static async Task Replace(Cluster cluster, params string[] statements)
    {
        await cluster.Execute("alter database journey_again allow_connections false");
        await cluster.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'journey_again'");
        foreach (var statement in statements) await cluster.Execute(statement);
        await cluster.Execute("alter database journey_again allow_connections true");
    }

    private static async Task Register(HttpClient client, int people)
    {
        for (var i = 0; i < people; i++) (await Answered(() => client.PostAsJsonAsync("/v1/participants", new { givenName = "Ada", familyName = "Invented" }))).Dispose();
    }

    private static async Task<HttpResponseMessage> Answered(Func<Task<HttpResponseMessage>> ask)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (answer.IsSuccessStatusCode) return answer;
            ((int)answer.StatusCode).ShouldBe(503, await answer.Content.ReadAsStringAsync());
            answer.Headers.RetryAfter.ShouldNotBeNull();
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40));
            answer.Dispose();
            await Task.Delay(100);
        }
    }

    private static async Task CaughtUp(Operator op, long head)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await Store.Head(op) == head && (await ShardLag.Read(op)).All(l => l.Events == 0)) return;
            }
            catch (Npgsql.NpgsqlException) { }
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40), $"the log and its read models are at {head}");
            await Task.Delay(50);
        }
    }
}

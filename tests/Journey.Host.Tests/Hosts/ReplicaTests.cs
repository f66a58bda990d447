using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.EventStore;
using Journey.Host.Tests.Confidential;
using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

[Trait("Category", "Faults")]
public sealed class ReplicaTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nobody_reads_less_from_a_replica_than_they_have_written_and_an_opening_is_on_the_primarys_record_first()
    {
        await using var primary = await Cluster.New();
        // The databases first, so that they are in the copy.
        var root = await Surroundings.NewRoot();
        await using (await Site.Start(new Dictionary<string, Server> { ["default"] = primary.Server }, root, ("mirrored", "default"))) { }
        await using var standby = await primary.Standby();
        await using var site = await Site.Start(new Dictionary<string, Server> { ["default"] = primary.Server with { Replica = standby.ConnectionString } }, root);
        var op = site.Operators.All.Single();
        using var client = site.Client("mirrored", "caseManager");

        // In the usual case the write is there after a moment, and is read there.
        for (var i = 0; i < 5; i++)
        {
            var (id, seq) = await Register(client);
            var answer = await Read(client, $"/v1/participants/{id}", seq);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Source(answer).ShouldBe("replica");
            long.Parse(answer.Headers.GetValues("x-journey-as-of").Single()).ShouldBeGreaterThanOrEqualTo(0);
        }

        // The record of access stands on the primary, before the answer.
        var (shown, at) = await Register(client);
        var opened = await Read(client, $"/v1/participants/{shown}", at);
        Source(opened).ShouldBe("replica");
        var record = (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessRecord").GetGuid();
        (await op.Primary.Scalar<bool>($"select exists (select from journey.access where id = '{record}')")).ShouldBeTrue();

        // A replica that lags: one's own write is read from the primary, which says so; others read what there is, which says so too.
        await standby.Execute("select pg_wal_replay_pause()");
        var (late, token) = await Register(client);
        var watch = Stopwatch.StartNew();
        var own = await Read(client, $"/v1/participants/{late}", token);
        output.WriteLine($"one's own write with a lagging replica: {watch.Elapsed.TotalMilliseconds:0} ms");
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        Source(own).ShouldBe("primary");
        (await Read(client, $"/v1/participants/{late}", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Source(await Read(client, $"/v1/participants/{shown}", null)).ShouldBe("replica");
        Source(await Read(client, $"/v1/participants/{shown}", at)).ShouldBe("replica");
        // A browser's cookie says the same; one of another operator says nothing.
        Source(await Read(client, $"/v1/participants/{late}", null, $"journey-seq=mirrored.{token}")).ShouldBe("primary");
        Source(await Read(client, $"/v1/participants/{shown}", null, $"journey-seq=another.{token}")).ShouldBe("replica");
        watch.Restart();
        Source(await Read(client, $"/v1/participants/{late}", token)).ShouldBe("primary");
        output.WriteLine($"and again, when nobody waits any more: {watch.Elapsed.TotalMilliseconds:0} ms");

        // How far the read models are, seen from one's own write: not in yet, then in.
        await Until(async () => Position(await Read(client, "/v1/totals", token)) is { } p && p.Own <= p.AsOf, "the write is in the read models");
        await standby.Execute("select pg_wal_replay_resume()");
        await Until(async () => Source(await Read(client, $"/v1/participants/{late}", token)) == "replica", "the replica has caught up");

        // What must not be read anywhere else is not.
        Source(await Read(site.Client("mirrored", "feedReader"), "/v1/events?after=0", null)).ShouldBe("primary");
        (await Read(client, "/v1/totals", "x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // Frozen, stopped, or no replica any more: the primary answers.
        standby.Freeze();
        watch.Restart();
        (await Read(client, $"/v1/participants/{late}", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        output.WriteLine($"with a silent replica: {watch.Elapsed.TotalMilliseconds:0} ms");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        Source(await Read(client, $"/v1/participants/{late}", token)).ShouldBe("primary");
        standby.Thaw();
        await Until(async () => Source(await Read(client, $"/v1/participants/{late}", token)) == "replica", "the replica is read from again");
        await standby.StopImmediately();
        var stopped = await Read(client, $"/v1/participants/{late}", token);
        (stopped.StatusCode, Source(stopped)).ShouldBe((HttpStatusCode.OK, "primary"));
        await standby.Start();
        await Until(async () => Source(await Read(client, $"/v1/participants/{late}", token)) == "replica", "the replica is back");
        await standby.Execute("select pg_promote()");
        await Until(async () => Source(await Read(client, $"/v1/participants/{late}", token)) == "primary", "a database that was promoted is no replica");
        var (after, last) = await Register(client);
        var end = await Read(client, $"/v1/participants/{after}", last);
        (end.StatusCode, Source(end)).ShouldBe((HttpStatusCode.OK, "primary"));
    }

    private static async Task<(Guid Id, string Seq)> Register(HttpClient client)
    {
        var key = Guid.NewGuid().ToString();
        HttpRequestMessage Request() => new(HttpMethod.Post, "/v1/participants") { Content = JsonContent.Create(new { givenName = "Ada", familyName = "Invented" }), Headers = { { "Idempotency-Key", key } } };
        var answer = await client.SendAsync(Request());
        // Whoever lost the answer asks again, and gets the same number.
        (await client.SendAsync(Request())).Headers.GetValues("x-seq").ShouldBe(answer.Headers.GetValues("x-seq"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("created").GetProperty("id").GetGuid(), answer.Headers.GetValues("x-seq").Single());
    }

    private static Task<HttpResponseMessage> Read(HttpClient client, string address, string? seq, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (seq is not null) request.Headers.Add("x-seq", seq);
        return client.SendAsync(request);
    }

    private static string Source(HttpResponseMessage answer) => answer.Headers.GetValues("x-journey-source").Single();

    private static (long Own, long AsOf)? Position(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-journey-seq-position", out var own) ? (long.Parse(own.Single()), long.Parse(answer.Headers.GetValues("x-journey-as-of").Single())) : null;

    private static async Task Until(Func<Task<bool>> so, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await so())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40), what);
            await Task.Delay(50);
        }
    }
}

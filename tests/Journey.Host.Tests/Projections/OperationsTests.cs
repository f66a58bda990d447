using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Operations;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Tests;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class OperationsTests
{
    [Fact]
    public async Task The_host_follows_the_log_and_tells_operations_how_far_it_is()
    {
        await using var host = await HostUnderTest.Start();
        using var administrator = host.Client("administrator");
        await ShardTests.Until(async () => (await administrator.GetStringAsync("/v1/shards")).Contains("running", StringComparison.Ordinal));
        using var document = JsonDocument.Parse(await administrator.GetStringAsync("/v1/shards"));
        document.RootElement.GetProperty("shards").EnumerateArray().Select(s => s.GetProperty("shard").GetString()).ShouldBe(Shard.All.Select(s => s.Name), ignoreOrder: true);
        var serving = document.RootElement.GetProperty("hosts").EnumerateArray().ShouldHaveSingleItem();
        (serving.GetProperty("lives").GetBoolean(), serving.GetProperty("program").GetString()).ShouldBe((true, typeof(Host.Program).Assembly.GetName().Version!.ToString(3)));
        document.RootElement.GetProperty("sequencer").GetProperty("held").GetBoolean().ShouldBeTrue();

        using var facilitator = host.Client("facilitator");
        (await facilitator.GetAsync("/v1/shards")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // A stream that is parked is on the page, in both languages, and acted on from there and over HTTP.
        var op = host.Operator;
        var stream = Guid.NewGuid();
        var unknown = Written.Event(new StageEntered(new EnrollmentId(Guid.NewGuid()), "crt"), null, DateTimeOffset.UtcNow) with { Type = "teleported" };
        await Store.Append(op, new Append([new StreamWrite(stream, "participant", 0, [unknown])]));
        await ShardTests.Until(async () => (await Shards.Lag(op)).All(l => l.Parked.Count == 1));
        (await administrator.PostAsync($"/v1/shards/cohorts/parked/{stream}/retry", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refused = await administrator.PostAsJsonAsync($"/v1/shards/cohorts/parked/{stream}/skip", new { reason = " " });
        (refused.StatusCode, (await refused.Content.ReadAsStringAsync()).Contains("shards.reason", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
        var absent = await administrator.PostAsJsonAsync($"/v1/shards/cohorts/parked/{Guid.NewGuid()}/skip", new { reason = "None." });
        (absent.StatusCode, (await absent.Content.ReadAsStringAsync()).Contains("shards.not-parked", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.NotFound, true));
        (await facilitator.PostAsync($"/v1/shards/cohorts/parked/{stream}/retry", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await administrator.PostAsJsonAsync($"/v1/shards/cohorts/parked/{stream}/skip", new { reason = "Deployed on Monday." })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShardTests.Until(async () => (await Shards.Lag(op)).Single(l => l.Shard == "cohorts") is { Parked.Count: 0, Skipped.Count: 1 });
        (await Parking.Done(op, ["cohorts"])).Select(e => (e.Event!.GetType(), e.Actor is not null)).ShouldBe([(typeof(ParkedStreamSkipped), true), (typeof(ParkedStreamRetried), true)]);
    }
}

using System.Net;
using System.Text.Json;
using Journey.Domain;
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
        document.RootElement.EnumerateArray().Select(s => s.GetProperty("shard").GetString()).ShouldBe(Shard.All.Select(s => s.Name), ignoreOrder: true);

        using var facilitator = host.Client("facilitator");
        (await facilitator.GetAsync("/v1/shards")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}

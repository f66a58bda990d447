using System.Net;
using System.Net.Http.Json;
using Journey.EventStore;
using Journey.EventStore.Schema;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

/// <summary>What docs/operating.md says of hosts on a newer program's schema: beside it, and after a roll-back.</summary>
[Trait("Category", "Faults")]
public sealed class UpgradeTests
{
    // What the next version would ship. An upgrade only adds; the last one is what it may not do.
    private static readonly Migration Added = new("Journey.Projections", 9001, "next", "alter table journey.caseload add column next text; create table journey.next (id uuid)");
    private static readonly Migration Removing = new("Journey.Projections", 9002, "removes", "alter table journey.stream rename to stream_of_next");

    [Fact]
    public async Task An_old_host_works_beside_a_newer_schema_and_is_started_again_on_it_and_a_file_between_is_refused()
    {
        await using var cluster = await Cluster.New();
        var servers = new Dictionary<string, Server> { ["default"] = cluster.Server };
        await using var old = await Site.Start(servers, null, ("harbour", "default"));
        (await Registers(old)).ShouldBe(HttpStatusCode.OK);

        // The new version's hosts start first and bring the schema with them, while the old ones work.
        var files = Migrations.Of("main", Databases.Installation.Modules);
        var database = old.Operators.All.Single().Main;
        (await Migrations.Apply(database, [.. files, Added])).ShouldBe(1);
        (await Registers(old)).ShouldBe(HttpStatusCode.OK, "a running old host");
        (await Ready(old)).ShouldBe(HttpStatusCode.OK);

        // Roll-back: the old program starts again on the newer schema, which stays.
        await using (var again = await Site.Start(servers, old.Root))
        {
            (await Registers(again)).ShouldBe(HttpStatusCode.OK, "an old host that starts");
            (await Ready(again)).ShouldBe(HttpStatusCode.OK);
            await Until(async () => (await Store.Head(again.Operators.All.Single())) >= 3 && (await ShardLag.Read(again.Operators.All.Single())).All(s => s.Events == 0), "its read models follow");
        }
        (await Migrations.Pending(database, files)).ShouldBe(0);

        // A program whose own file is numbered before one that is applied, or whose file is another text, is another program.
        var between = new Migration(Added.Module, Added.Number - 1, "between", "select 1");
        (await Should.ThrowAsync<SetupException>(Migrations.Apply(database, [.. files, between]))).Message.ShouldContain("comes before 9001");
        (await Should.ThrowAsync<SetupException>(Migrations.Apply(database, [.. files, Added with { Text = "select 1" }]))).Message.ShouldContain("was changed after it had been applied");

        // The checks look at files, not at tables: a version that takes something away is not noticed by them, only by what then fails.
        await Migrations.Apply(database, [.. files, Added, Removing]);
        (await Migrations.Pending(database, files)).ShouldBe(0);
        ((int)await Registers(old)).ShouldBeGreaterThanOrEqualTo(500);
    }

    private static async Task<HttpStatusCode> Registers(Site site)
    {
        using var client = site.Client("harbour", "caseManager");
        return (await client.PostAsJsonAsync("/v1/participants", new { givenName = "Ada", familyName = "Invented" })).StatusCode;
    }

    private static async Task<HttpStatusCode> Ready(Site site)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        HttpStatusCode status = 0;
        for (var tries = 0; tries < 100 && status != HttpStatusCode.OK; tries++, await Task.Delay(100)) status = (await client.GetAsync("/health/ready")).StatusCode;
        return status;
    }

    private static async Task Until(Func<Task<bool>> so, string what)
    {
        for (var tries = 0; !await so(); tries++, await Task.Delay(50)) tries.ShouldBeLessThan(800, what);
    }
}

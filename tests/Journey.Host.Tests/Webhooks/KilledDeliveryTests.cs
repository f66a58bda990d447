using System.Diagnostics;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.Host.Databases;
using Journey.Tests;
using Journey.Tests.Projections;
using Journey.Tests.Start;
using Microsoft.AspNetCore.Http;

namespace Journey.Host.Tests.Webhooks;

public sealed class KilledDeliveryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Two hosts deliver to a receiver that fails now and then, and are killed at random, twice, while at it.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task Hosts_that_are_killed_leave_nothing_out_and_keep_each_participants_order()
    {
        await using var postgres = await EmbeddedPostgres.Start(Postgres.Unsafe(folder.In("cluster")));
        await using var operators = await Operators.Open(postgres.Server, postgres.Server, Installation.Modules);
        var op = await operators.Create(new OperatorId("alpha"), "Alpha");
        await using var receiver = await Receiver.Start();
        var random = new Random(11);
        receiver.Answer = async (_, http) =>
        {
            int dice;
            lock (random) dice = random.Next(10);
            await Task.Delay(5);
            if (dice == 0) http.Response.StatusCode = 500;
        };
        HostProcess Up() => HostProcess.Up(folder.In("data"), ("ConnectionStrings__Journey", postgres.Server.ConnectionString), ("Journey__Webhooks__AllowedOrigins__0", receiver.Origin));
        HostProcess[] hosts = [Up(), Up()];
        try
        {
            var people = Enumerable.Range(0, 30).Select(_ => Guid.NewGuid()).ToList();
            var owner = new Dictionary<Guid, Guid>();
            for (var i = 0; i < 6; i++)
            {
                foreach (var person in people)
                {
                    var id = Guid.CreateVersion7();
                    owner[id] = person;
                    await Store.Append(op, new([new(person, "participant", null, [Written.Event(new StageEntered(new(person), "crt"), null, DateTimeOffset.UtcNow, id: id)])]));
                }
            }
            await Open(await hosts[0].Serves(), receiver.Address);
            var kills = 0;
            for (var watch = Stopwatch.StartNew(); receiver.Taken.Distinct().Count(owner.ContainsKey) < owner.Count; await Task.Delay(10))
            {
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
                if (kills == 2 || receiver.Taken.Distinct().Count() < (kills + 1) * owner.Count / 4) continue;
                var victim = kills % 2;
                hosts[victim].Process.Kill();
                hosts[victim].Dispose();
                hosts[victim] = Up();
                kills++;
            }
            kills.ShouldBe(2, "the hosts were killed under load");
            var log = (await Store.ReadLog(op, 0, 10_000)).Where(e => owner.ContainsKey(e.Event.Id)).ToLookup(e => e.Event.StreamId, e => e.Event.Id);
            var received = receiver.Taken.Distinct().Where(owner.ContainsKey).ToLookup(id => owner[id]);
            foreach (var person in people) received[person].ShouldBe(log[person]);
        }
        finally { foreach (var host in hosts) host.Dispose(); }
    }

    private static async Task Open(Uri host, string address)
    {
        using var client = new HttpClient { BaseAddress = host };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "dev:alpha:administrator");
        async Task<System.Text.Json.JsonElement> Post(string path, object body)
        {
            using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, path, body);
            var text = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue(text);
            return System.Text.Json.JsonDocument.Parse(text).RootElement;
        }
        var owner = (await Post("/v1/organizations", new { name = "Registry", kind = "other" })).GetProperty("created").GetProperty("id").GetGuid();
        await Post("/v1/subscriptions", new { name = "Registry", owner, purpose = "credential-registry", delivery = "Webhook", address, scope = new { types = new[] { "journey.stage.entered" } }, from = 0 });
    }
}

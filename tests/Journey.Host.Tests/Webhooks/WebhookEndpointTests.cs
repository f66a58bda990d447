using System.Net;
using System.Text.Json;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Features.Webhooks;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Browser;
using Journey.Tests.Projections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Journey.Host.Tests.Webhooks;

/// <summary>From an append to somebody else's server and back to the page, through the host as it runs.</summary>
public sealed class WebhookEndpointTests(Chromium chromium)
{
    private static readonly DateTimeOffset Then = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_webhook_is_opened_tested_delivered_looked_at_and_sent_again()
    {
        await using var receiver = await Receiver.Start();
        await using var host = await HostUnderTest.Start(b =>
        {
            b.Logging.SetMinimumLevel(LogLevel.Information);
            (b.Configuration["Journey:Webhooks:AllowedOrigins:0"], b.Configuration["Journey:Webhooks:Look"]) = (receiver.Origin, "00:00:00.05");
        });
        var logs = new Heard();
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        var api = new HttpApi(host, Roles.Administrator);
        var owner = await api.Make("/organizations", new { name = "Registry", kind = "other" });
        await api.Refused(HttpMethod.Post, "/subscriptions", Opening(owner, "https://10.0.0.1/hooks"), HttpStatusCode.Conflict, "address.number");
        var opened = await api.Post("/subscriptions", Opening(owner, receiver.Address));
        var (id, secret) = (opened.GetProperty("created").GetProperty("id").GetGuid(), opened.GetProperty("secret").GetString()!);

        // A test: signed, marked, in no log.
        var test = await api.Post($"/subscriptions/{id}/test", new { });
        test.GetProperty("delivered").GetBoolean().ShouldBeTrue();
        var tried = receiver.Posts.ShouldHaveSingleItem();
        using (var body = JsonDocument.Parse(tried.Body)) (body.RootElement.GetProperty("type").GetString(), body.RootElement.TryGetProperty("position", out _)).ShouldBe(("journey.test", false));
        tried.Headers["webhook-signature"].ShouldBe(WebhookSignature.Of(tried.Headers["webhook-id"], DateTimeOffset.FromUnixTimeSeconds(long.Parse(tried.Headers["webhook-timestamp"], null)),
            System.Text.Encoding.UTF8.GetBytes(tried.Body), [Convert.FromBase64String(secret["whsec_".Length..])]));

        // What happens is delivered, each participant's entries in order.
        Guid[] people = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        var ids = new List<Guid>();
        foreach (var person in people.Concat(people))
        {
            ids.Add(Guid.CreateVersion7());
            await Store.Append(host.Operator, new([new(person, "participant", null, [Written.Event(new StageEntered(new(person), "crt"), null, Then, id: ids[^1])])]));
        }
        await Until(() => ids.All(i => receiver.Taken.Contains(i)));
        await Until(async () => (await List("?state=delivered")).Count == 6);
        var first = (await List("?state=delivered&limit=2"))[0];
        var one = await api.Get($"/subscriptions/{id}/deliveries/{first.GetProperty("id").GetGuid()}");
        var attempt = one.GetProperty("attempts").EnumerateArray().ShouldHaveSingleItem();
        (attempt.GetProperty("outcome").GetString(), attempt.GetProperty("status").GetInt32(), attempt.GetProperty("request").GetProperty("webhook-signature").GetString()).ShouldBe(("delivered", 200, "v1,…"));
        attempt.GetProperty("timings").GetProperty("total").GetDouble().ShouldBeGreaterThan(0);
        one.GetProperty("delivery").GetProperty("body").GetString()!.ShouldContain("journey.stage.entered");

        // Once more: one, a stretch, everything.
        (await api.Post($"/subscriptions/{id}/deliveries/{first.GetProperty("id").GetGuid()}/replay", new { })).GetProperty("entries").GetInt32().ShouldBe(1);
        await Until(() => receiver.Taken.Count == 8);
        logs.ToString().ShouldContain($"{DevelopmentPeople.IdOf(host.Operator.Id.Value, Roles.Administrator)} sends delivery {first.GetProperty("id").GetGuid()} of subscription {id}");
        var positions = (await List("?state=delivered")).Concat(await List("?state=pending")).Select(d => d.GetProperty("position").GetInt64()).Order().ToList();
        await Until(async () => (await List("?state=delivered")).Count == 6);
        (await api.Post($"/subscriptions/{id}/replay-range", new { from = positions[1], to = positions[3] })).GetProperty("entries").GetInt32().ShouldBe(3);
        await Until(() => receiver.Taken.Count == 11);
        await api.Refused(HttpMethod.Post, $"/subscriptions/{id}/replay-range", new { from = 5, to = 4 }, HttpStatusCode.BadRequest, "delivery.range");
        await api.Refused(HttpMethod.Get, $"/subscriptions/{id}/deliveries?state=lost", null, HttpStatusCode.BadRequest, "delivery.state");
        await api.Refused(HttpMethod.Get, $"/subscriptions/{id}/deliveries/{Guid.NewGuid()}", null, HttpStatusCode.NotFound, "delivery.unknown");
        await api.Refused(HttpMethod.Post, $"/subscriptions/{id}/deliveries/{test.GetProperty("delivery").GetGuid()}/replay", new { }, HttpStatusCode.Conflict, "delivery.test");
        await api.Post($"/subscriptions/{id}/replay", new { from = 0 });
        await Until(() => ids.All(i => receiver.Taken.Count(t => t == i) >= 2));
        foreach (var person in people) receiver.Taken.Where(t => ids.Contains(t)).Distinct().Where(t => people[ids.IndexOf(t) % 3] == person).ShouldBe(ids.Where((_, i) => people[i % 3] == person));

        // Gone: paused, with the reason, by an event.
        receiver.Answer = (_, http) => { http.Response.StatusCode = 410; return Task.CompletedTask; };
        await Store.Append(host.Operator, new([new(people[0], "participant", null, [Written.Event(new StageEntered(new(people[0]), "ost"), null, Then)])]));
        await Until(async () => (await api.Get($"/subscriptions/{id}")).GetProperty("pausedBecause").ToString() == PauseReasons.Gone, "pausedBecause");

        // What a person sees of one delivery.
        foreach (var look in new[] { Look.Desktop, Look.Phone with { Dark = true, Language = "fr-CA" } })
        {
            await using var visit = await Visit.Start(chromium, host, look);
            await visit.SignIn(Roles.Administrator, $"/subscriptions/{id}/deliveries/{first.GetProperty("id").GetGuid()}");
            (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("journey.stage.entered");
            await visit.Page.Locator("details summary").First.ClickAsync();
            await visit.Screenshot("delivery");
            await visit.ShouldBeSound();
        }

        async Task<List<JsonElement>> List(string query) => [.. (await api.Get($"/subscriptions/{id}/deliveries{query}")).GetProperty("items").EnumerateArray()];
    }

    private static object Opening(Guid owner, string address) => new { name = "Registry", owner, purpose = "credential-registry", delivery = "Webhook", address, scope = new { types = new[] { "journey.stage.entered" } }, from = 0 };

    private static Task Until(Func<bool> so) => Until(() => Task.FromResult(so()));

    private static async Task Until(Func<Task<bool>> so, string? missing = null)
    {
        for (var i = 0; ; i++)
        {
            try { if (await so()) return; }
            catch (KeyNotFoundException) when (missing is not null) { }
            if (i > 600) throw new TimeoutException("It did not come to that.");
            await Task.Delay(20);
        }
    }
}

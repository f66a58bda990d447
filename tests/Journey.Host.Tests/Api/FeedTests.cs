using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Host.Features.Events;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Confidential;
using Journey.Host.Tests.Events;

namespace Journey.Host.Tests.Api;

public sealed class FeedTests
{
    [Fact]
    public async Task Every_position_has_exactly_one_entry_and_none_names_anybody()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, service) = (new HttpApi(host), new HttpApi(host, Roles.FeedReader));
        var (person, enrollment) = await staff.Accepted();
        await staff.Put($"/participants/{person}/contact", new { email = "canary@example.org" });
        await staff.Post($"/participants/{person}/enrollments/{enrollment}/check-ins", new { with = "CaseManager", summary = "Canary" });
        var total = await host.Operator.Main.Scalar<long>("select count(*) from journey.event");

        var (entries, text) = (new List<JsonElement>(), "");
        while (entries.Count < total)
        {
            using var answer = await service.Client.GetAsync($"/v1/events?after={entries.Count}&limit=7&wait=5");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/cloudevents-batch+json");
            answer.Headers.GetValues(ReadEvents.Origin).Single().ShouldNotBeEmpty();
            text += await answer.Content.ReadAsStringAsync();
            entries.AddRange(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.EnumerateArray());
            answer.Headers.GetValues(ReadEvents.Seen).Single().ShouldBe($"{entries.Count}");
        }
        entries.Select(e => long.Parse(e.GetProperty("position").GetString()!)).ShouldBe(Enumerable.Range(1, (int)total).Select(i => (long)i));
        entries.ShouldAllBe(e => e.GetProperty("specversion").GetString() == "1.0");
        (await Ajv.Entries(entries.Select(e => JsonObject.Create(e)!))).ShouldBeEmpty();
        var admitted = entries.Single(e => e.GetProperty("type").GetString() == "journey.admission.decided");
        (admitted.GetProperty("program").GetString(), admitted.GetProperty("programversion").GetInt32()).ShouldBe(("aspire-manufacturing", 1));
        (await service.Send(HttpMethod.Get, $"/events/{admitted.GetProperty("id").GetString()}", null)).ToString().ShouldBe(admitted.ToString());
        await service.Refused(HttpMethod.Get, $"/events/{Guid.NewGuid()}", null, HttpStatusCode.NotFound, "events.unknown");
        text.ShouldNotContain("Murray");
        text.ShouldNotContain("anary");
        text.ShouldNotContain("\"v\":");
        text.ShouldNotContain(person.ToString());
        entries.Where(e => e.GetProperty("type").GetString() == PublicEvents.Withheld).Count(e => e.TryGetProperty("data", out _)).ShouldBe(0);
        entries.Count(e => e.GetProperty("type").GetString() == PublicEvents.Withheld).ShouldBeGreaterThan(2);
        var reference = await host.Operator.Main.Scalar<string>($"select reference from journey.participant_header where participant = '{person}'");
        entries.Single(e => e.GetProperty("type").GetString() == "journey.admission.decided").GetProperty("subject").GetString().ShouldBe($"participants/{reference}");
    }

    [Fact]
    public async Task A_filter_tells_how_far_it_has_looked_and_a_long_poll_waits_for_what_comes()
    {
        await using var host = await HostUnderTest.Start();
        var (staff, service) = (new HttpApi(host), new HttpApi(host, Roles.FeedReader));
        var person = await staff.Make("/participants", new { givenName = "Ada" });
        while (await host.Operator.Main.Scalar<long>("select count(*) from journey.log") < 1) await Task.Delay(10);

        using var none = await service.Client.GetAsync("/v1/events?types=journey.graduated");
        (await none.Content.ReadAsStringAsync()).ShouldBe("[]");
        none.Headers.GetValues(ReadEvents.Seen).Single().ShouldBe("1");

        var watch = Stopwatch.StartNew();
        var waiting = service.Client.GetAsync("/v1/events?after=1&types=journey.employer.registered&wait=20");
        await staff.Put($"/participants/{person}/contact", new { email = "a@example.org" });
        await staff.Make("/employers", new { name = "Harbour Metalworks" });
        using var answer = await waiting;
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement[0].GetProperty("data").GetProperty("name").GetString().ShouldBe("Harbour Metalworks");
        answer.Headers.GetValues(ReadEvents.Seen).Single().ShouldBe("3");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));

        await service.Refused(HttpMethod.Get, "/events?after=99", null, HttpStatusCode.Conflict, "events.beyond-log");
        await service.Refused(HttpMethod.Get, "/events?types=nonsense", null, HttpStatusCode.BadRequest, "events.type");
        await staff.Refused(HttpMethod.Get, "/events", null, HttpStatusCode.Forbidden, "access.denied");
    }
}

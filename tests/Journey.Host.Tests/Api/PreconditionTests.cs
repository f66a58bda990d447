using System.Net;
using System.Net.Http.Json;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using static Journey.Host.Tests.Api.HttpApi;

namespace Journey.Host.Tests.Api;

public sealed class PreconditionTests
{
    [Fact]
    public async Task A_cohort_that_somebody_changed_meanwhile_is_not_changed_on_what_was_seen_before()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var director = new HttpApi(host, Roles.Director);
        var cohort = await director.Make("/cohorts", new { name = "Spring", program = "aspire-manufacturing", variant = "sequential", starts = Day(20), ends = Day(-40), capacity = 12 });
        var session = await director.Make($"/cohorts/{cohort}/sessions", new { stage = "crt", date = Day(10), length = "half-day" });
        (await Move(director, cohort, session, seen: 1)).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await Move(director, cohort, session, seen: 2)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_text_that_the_database_cannot_keep_is_the_sender_s_to_mend()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var e = await Should.ThrowAsync<TextNotStorable>(() => Store.Append(host.Operator, new Append([new StreamWrite(Guid.NewGuid(), "participant", 0,
            [new EventToAppend { Id = Guid.NewGuid(), Type = "note_added", Data = """{"text": "canary\u0000"}""", Precision = OccurredPrecision.Unknown, RecordedAt = DateTimeOffset.UnixEpoch }])])));
        e.ToString().ShouldNotContain("canary");
        await new HttpApi(host, Roles.Director).Refused(HttpMethod.Post, "/cohorts", new { name = "Spring\0", program = "aspire-manufacturing", starts = Day(20), capacity = 12, variant = "sequential", ends = Day(-40) }, HttpStatusCode.BadRequest, "request.invalid");
    }

    private static async Task<HttpStatusCode> Move(HttpApi api, Guid cohort, Guid session, int seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/cohorts/{cohort}/sessions/{session}/move") { Content = JsonContent.Create(new { date = Day(9) }) };
        request.Headers.IfMatch.Add(new($"\"{seen}\""));
        using var answer = await api.Client.SendAsync(request);
        return answer.StatusCode;
    }
}

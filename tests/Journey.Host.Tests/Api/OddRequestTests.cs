using System.Globalization;
using System.Net;
using System.Text;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Confidential;

namespace Journey.Host.Tests.Api;

/// <summary>Whatever arrives, the answer is a decision or a clear refusal, never "unexpected".</summary>
public sealed class OddRequestTests
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);

    private static readonly (string Path, string Body)[] Bodies =
    [
        ("/participants", """{"givenName":"\ud800"}"""), ("/participants", """{"givenName":"a\u0000b"}"""), ("/participants", $$"""{"givenName":"{{new string('x', 10_000)}}"}"""),
        ("/participants", """{"givenName":"A","givenName":"B"}"""), ("/participants", """{"birthDate":"0001-01-01"}"""), ("/participants", """{"birthDate":"9999-12-31"}"""), ("/participants", """{"birthDate":"2026-13-01"}"""),
        ("/participants", """{"occurred":"0001-01-01"}"""), ("/participants", """{"occurred":"0001-01-01T00:00:00+14:00"}"""), ("/participants", """{"occurred":"9999-12-31"}"""), ("/participants", """{"occurred":"9999-12-31T23:59:59-14:00"}"""), ("/participants", """{"occurred":"0001-01"}"""),
        ("/participants", "[]"), ("/participants", "null"), ("/participants", ""), ("/participants", Deep), ("/participants", """{"id":"00000000-0000-0000-0000-000000000000"}"""),
        ("/participants/search", """{"text":""}"""), ("/participants/search", """{"text":"\u0000\ud800","limit":-5}"""), ("/participants/search", $$"""{"text":"{{new string('y', 100_000)}}"}"""),
        ("{p}/notes", """{"class":"Health","text":"a\u0000\ud800"}"""), ("{p}/notes", """{"class":99,"text":"a"}"""), ("{p}/notes", """{"class":"99","text":"a"}"""), ("{p}/barriers", """{"kind":77,"description":"x","shared":true}"""),
        ("{p}/consents", """{"formVersion":-1,"language":"\u0000","purposes":["\ud800"],"classes":["Health"]}"""), ("{p}/consents", """{"formVersion":1,"language":"en","purposes":[],"classes":[],"until":"0001-01-01"}"""),
        ("{e}/supports", """{"category":"busPass","amount":-79228162514264337593543950335,"currency":"CAD"}"""), ("{e}/supports", """{"category":"busPass","amount":1e400,"currency":"CAD"}"""), ("{e}/supports", """{"category":"busPass","amount":5,"currency":"\u0000"}"""),
        ("{e}/supports", """{"category":"busPass","amount":5,"currency":"dollars"}"""), ("{e}/stages/%00/enter", "{}"), ("{e}/stages/crt%2F..%2F/enter", "{}"), ("{e}/criteria/%ED%A0%80/override", """{"reason":"x"}"""),
        ("{p}/jobs", """{"enrollment":"{id}","hourlyWage":-5,"nocCode":"\u0000"}"""), ("{e}/plans", """{"stage":"crt","steps":"x","reviewOn":"9999-12-31"}"""), ("{e}/exit", """{"reason":"\u0000"}"""),
        ("{p}/entries/00000000-0000-0000-0000-000000000000/amend", """{"reason":"WrongValue","set":{}}"""), ("{p}/entries/{first}/amend", """{"reason":"WrongValue","set":{"reference":"a b c"}}"""),
        ("{p}/entries/{first}/amend", """{"reason":"WrongValue","set":{"givenName":{"k":"00000000-0000-0000-0000-000000000000","c":"identity","v":"AAAA","m":"AAAA"}}}"""), ("{p}/entries/{first}/amend", """{"reason":"WrongValue","set":{"participant":"\u0000"}}"""),
        ("{p}/links/{p0}", "{}"), ("{p}/referrals", """{"to":"00000000-0000-0000-0000-000000000000","service":"\ud800"}"""),
    ];

    private static readonly string[] Questions =
    [
        "{p}?trueOn=0001-01-01", "{p}?trueOn=9999-12-31", "{p}?knownOn=0001-01-01", "{p}?knownOn=9999-12-31", "{p}?knownOn=9999-12-31T23:59:59-14:00", "{p}/history?knownOn=9999-12-31", "{e}/gate?trueOn=0001-01-01", "{e}/follow-ups?trueOn=9999-12-31",
        "{e}/follow-ups?knownOn=9999-12-31", "/participants?limit=-1", "/participants?limit=99999999999", "/participants?cursor=%00", "/participants?cursor=MDAwMS0wMS0wMXx4", "/participants?cursor=OTk5OS0xMi0zMXwwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA",
        "/participants?program=%00", "/participants?stage=%ED%A0%80", "/participants?status=77", "/cohorts?trueOn=9999-12-31&knownOn=9999-12-31", "/cohorts?knownOn=0001-01-01", "/programs/%00/versions/1", "/programs/x/versions/-1", "/findings/%00",
        "/totals?knownOn=9999-12-31", "/totals?program=%00",
    ];

    private static readonly string[] FeedQuestions = ["/events?after=9223372036854775807", "/events?after=-1", "/events?after=99999999999999999999", "/events?limit=0", "/events?wait=31", "/events?types=journey.nothing", "/events?types=%00", "/events?types=,,"];

    [Fact]
    public async Task Nothing_that_arrives_is_unexpected()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, service) = (new HttpApi(host), new HttpApi(host, Roles.FeedReader));
        var (person, enrollment) = await staff.Accepted();
        var first = await host.Operator.Main.Scalar<Guid>($"select id from journey.event where stream_id = '{person}' and type = 'participant_registered'");
        string Fill(string text) => text.Replace("{p}", $"/participants/{person}", StringComparison.Ordinal).Replace("{e}", $"/participants/{person}/enrollments/{enrollment}", StringComparison.Ordinal)
            .Replace("{id}", $"{enrollment}", StringComparison.Ordinal).Replace("{first}", $"{first}", StringComparison.Ordinal).Replace("{p0}", $"{person}", StringComparison.Ordinal);
        var wrong = new StringBuilder();
        async Task Look(string what, Task<HttpResponseMessage> sent)
        {
            using var answer = await sent;
            if ((int)answer.StatusCode >= 500) wrong.AppendLine(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {what}: {await answer.Content.ReadAsStringAsync()}");
            // What Kestrel itself refuses (a NUL in the path) never reached the host.
            if (answer.IsSuccessStatusCode && answer.Headers.CacheControl?.NoStore != true) wrong.AppendLine(CultureInfo.InvariantCulture, $"may be cached: {what}");
        }
        foreach (var (path, body) in Bodies) await Look($"{path} {body[..Math.Min(90, body.Length)]}", staff.Client.PostAsync("/v1" + Fill(path), new StringContent(Fill(body), Encoding.UTF8, "application/json")));
        foreach (var path in Questions) await Look(path, staff.Client.GetAsync("/v1" + Fill(path)));
        foreach (var path in FeedQuestions) await Look(path, service.Client.GetAsync("/v1" + path));
        foreach (var (name, value) in new[] { ("If-Match", "*"), ("If-Match", "\"99999999999999999999\""), ("If-Match", "W/\"1\""), ("Idempotency-Key", "é"), ("Idempotency-Key", "\u0001"), ("X-Correlation-Id", "a b<script>"), ("Accept-Language", "xx-%00"), ("Cookie", "journey=nonsense") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/participants/{person}/contact") { Content = new StringContent("""{"phone":"1"}""", Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(name, value);
            try { await Look($"{name}: {value}", staff.Client.SendAsync(request)); }
            catch (HttpRequestException) { /* a client that can't say it at all */ }
        }
        wrong.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Hundreds_who_wait_for_the_log_keep_nobody_else_waiting()
    {
        await using var host = await HostUnderTest.Start();
        var (staff, service) = (new HttpApi(host), new HttpApi(host, Roles.FeedReader));
        var waiting = Enumerable.Range(0, 300).Select(_ => service.Client.GetAsync("/v1/events?after=0&wait=20")).ToList();
        await Task.Delay(500);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var made = await staff.Client.PostAsync("/v1/participants", new StringContent("""{"givenName":"Ada"}""", Encoding.UTF8, "application/json"), stop.Token);
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var answer in await Task.WhenAll(waiting)) (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains("participant.registered", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true));
    }
}

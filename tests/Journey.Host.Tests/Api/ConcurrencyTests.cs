using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Confidential;
using static Journey.Host.Tests.Api.HttpApi;

namespace Journey.Host.Tests.Api;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Two_take_the_last_seat_at_once_and_exactly_one_gets_it()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, director) = (new HttpApi(host), new HttpApi(host, Roles.Director));
        var (one, two) = (await staff.Accepted(), await staff.Accepted());
        for (var round = 0; round < 20; round++)
        {
            var cohort = await director.Make("/cohorts", new { name = $"Round {round}", program = "aspire-manufacturing", capacity = 1 });
            var applicants = new List<string>();
            foreach (var (person, enrollment) in new[] { one, two })
            {
                await staff.Post($"/participants/{person}/enrollments/{enrollment}/seat/offer", new { cohort });
                applicants.Add($"/v1/participants/{person}/enrollments/{enrollment}");
            }
            var answers = await Task.WhenAll(applicants.Select(a => staff.Client.PostAsJsonAsync($"{a}/seat/accept", new { })));
            answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
            var loser = answers.Single(a => a.StatusCode != HttpStatusCode.OK);
            (await loser.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("cohort.full");
            (await director.Get($"/cohorts/{cohort}/plan")).GetProperty("seatsTaken").GetInt32().ShouldBe(1);

            // The winner's seat is given back, so that both may try again.
            var winner = answers[0].StatusCode == HttpStatusCode.OK ? (one, answers[0]) : (two, answers[1]);
            var entry = (await winner.Item2.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("events")[0].GetGuid();
            await staff.Post($"/participants/{winner.Item1.Person}/entries/{entry}/retract", new { reason = "DidNotHappen" });
        }
    }

    [Fact]
    public async Task A_version_that_has_moved_on_is_refused()
    {
        await using var host = await HostUnderTest.Start();
        var staff = new HttpApi(host);
        var person = await staff.Make("/participants", new { givenName = "Ada" });
        (await Put(staff, $"/v1/participants/{person}/contact", new { email = "a@example.org" }, ("If-Match", "\"1\""))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var late = await Put(staff, $"/v1/participants/{person}/contact", new { email = "b@example.org" }, ("If-Match", "\"1\""));
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await late.Content.ReadAsStringAsync()).ShouldContain("current version is 2");
        (await Put(staff, $"/v1/participants/{person}/contact", new { email = "b@example.org" }, ("If-Match", "seven"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_same_request_again_gets_the_first_answer_byte_for_byte()
    {
        await using var host = await HostUnderTest.Start();
        var staff = new HttpApi(host);
        var body = new { givenName = "Ada", familyName = "Byron" };
        var first = await Post(staff, "/v1/participants", body, ("Idempotency-Key", "k1"));
        var again = await Post(staff, "/v1/participants", body, ("Idempotency-Key", "k1"));
        (await again.Content.ReadAsByteArrayAsync()).ShouldBe(await first.Content.ReadAsByteArrayAsync());
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);

        var other = await Post(staff, "/v1/participants", new { givenName = "Eve" }, ("Idempotency-Key", "k1"));
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await other.Content.ReadAsStringAsync()).ShouldContain("idempotency.reused");

        // "It was so already" is kept too.
        var id = (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("created").GetProperty("id").GetGuid();
        var path = $"/v1/participants/{id}/identity";
        (await (await Put(staff, path, new { givenName = "Ada" }, ("Idempotency-Key", "k2"))).Content.ReadAsStringAsync()).ShouldContain("\"changed\":false");
        await Put(staff, path, new { givenName = "Augusta" });
        (await (await Put(staff, path, new { givenName = "Ada" }, ("Idempotency-Key", "k2"))).Content.ReadAsStringAsync()).ShouldContain("\"changed\":false");
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_appends_once()
    {
        await using var host = await HostUnderTest.Start();
        var staff = new HttpApi(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Post(staff, "/v1/participants", new { givenName = "Ada" }, ("Idempotency-Key", "once"))));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct().Count().ShouldBe(1);
        (await host.Operator.Main.Scalar<long>("select count(*) from journey.event where type = 'participant_registered'")).ShouldBe(1);
    }

    private static Task<HttpResponseMessage> Put(HttpApi api, string path, object body, params (string Name, string Value)[] headers) => Send(api, HttpMethod.Put, path, body, headers);

    private static Task<HttpResponseMessage> Post(HttpApi api, string path, object body, params (string Name, string Value)[] headers) => Send(api, HttpMethod.Post, path, body, headers);

    private static async Task<HttpResponseMessage> Send(HttpApi api, HttpMethod method, string path, object body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await api.Client.SendAsync(request);
    }
}

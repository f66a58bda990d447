using System.Net;
using System.Text;
using System.Text.Json;

namespace Journey.Host.Tests.Api;

/// <summary>A request that does not fit is told what, where and what to do, and never hears its own values back.</summary>
public sealed class RequestTests(UnwrittenHost unwritten)
{
    [Theory]
    [InlineData("""{"givenName":"Ada","famlyName":"Canary"}""", "famlyName", "familyName")]
    [InlineData("""{"birthDate":"Canary"}""", "$.birthDate", "a day such as 2026-03-04")]
    [InlineData("""{"occurred":"Canary"}""", "$.occurred", "a month (2026-03)")]
    [InlineData("""{"id":"Canary"}""", "$.id", "an id (a UUID)")]
    [InlineData("""{"givenName":"Canary" """, "no JSON", "line 1")]
    public async Task What_does_not_fit_is_named(string body, string where, string todo)
    {
        var host = await unwritten.Host();
        var detail = await Refused(host, "/v1/participants", body);
        detail.ShouldContain(where);
        detail.ShouldContain(todo);
        detail.ShouldNotContain("Canary");
    }

    [Fact]
    public async Task What_is_missing_and_what_may_be_chosen_is_named()
    {
        await using var host = await HostUnderTest.Start();
        var person = await new HttpApi(host).Make("/participants", new { givenName = "Ada" });
        (await Refused(host, $"/v1/participants/{person}/enrollments", "{}")).ShouldContain("program");
        (await Refused(host, $"/v1/participants/{person}/barriers", """{"kind":"Canary","shared":true}""")).ShouldContain("Psychosocial, Institutional, Situational");
        (await Refused(host, $"/v1/participants?cohort=Canary", null)).ShouldContain("cohort");
        // Of somebody who is theirs what is not there is not found; of anybody else nothing is told.
        var nothing = Guid.NewGuid();
        await new HttpApi(host).Refused(HttpMethod.Get, $"/participants/{person}/enrollments/{nothing}/gate", null, HttpStatusCode.NotFound, "enrollment.unknown");
        await new HttpApi(host).Refused(HttpMethod.Post, $"/participants/{person}/enrollments/{nothing}/application", new { }, HttpStatusCode.NotFound, "enrollment.unknown");
        await new HttpApi(host).Refused(HttpMethod.Post, $"/participants/{person}/assignments/{nothing}/end", new { }, HttpStatusCode.NotFound, "assignment.unknown");
    }

    [Theory]
    [InlineData("GET", "/cohorts/{0}", "cohort.unknown")]
    [InlineData("GET", "/employers/{0}", "employer.unknown")]
    [InlineData("GET", "/programs/none/versions/1", "program.unknown")]
    [InlineData("GET", "/findings/none", "finding.unknown")]
    [InlineData("POST", "/employers/{0}/site-visits", "employer.unknown")]
    public async Task An_id_that_is_nobodys_is_not_found(string method, string path, string code)
    {
        var host = await unwritten.Host();
        var id = Guid.NewGuid();
        await new HttpApi(host).Refused(new HttpMethod(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), method == "GET" ? null : new { }, HttpStatusCode.NotFound, code);
    }

    private static async Task<string> Refused(HostUnderTest host, string path, string? body)
    {
        using var client = host.Client("caseManager");
        var answer = body is null ? await client.GetAsync(path) : await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("code").GetString().ShouldBe("request.invalid");
        return problem.GetProperty("detail").GetString()!;
    }
}

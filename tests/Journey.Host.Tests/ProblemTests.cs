using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Host.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Journey.Host.Tests;

public sealed class ProblemTests(UnwrittenHost unwritten, ProblemTests.Broken broken) : IClassFixture<ProblemTests.Broken>
{
    /// <summary>A host that also has endpoints that fail and refuse.</summary>
    public sealed class Broken() : UnwrittenHost(app =>
    {
        app.MapGet("/broken/{status:int}", void (int status) => throw new ProblemException(status)).AllowAnonymous();
        app.MapGet("/v1/sqlstate/{state}", void (string state) => throw new InvalidOperationException("Reading failed.", new PostgresException("…", "FATAL", "FATAL", state))).AllowAnonymous();
        app.MapGet("/v1/full", () => Problems.Of(409, "cohort.full", "No seat is left.")).AllowAnonymous();
    });

    [Fact]
    public async Task A_program_gets_problem_details_with_a_stable_code_and_its_own_correlation_id()
    {
        var host = await unwritten.Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.Add(Correlation.Header, "import-2026.07");
        var answer = await client.GetAsync("/v1/nothing");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("code").GetString().ShouldBe("not-found");
        problem.GetProperty("correlationId").GetString().ShouldBe("import-2026.07");
        answer.Headers.GetValues(Correlation.Header).ShouldBe(["import-2026.07"]);
    }

    [Fact]
    public async Task A_correlation_id_that_could_forge_a_log_line_is_replaced()
    {
        var host = await unwritten.Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation(Correlation.Header, "a b\tc");
        (await client.GetAsync("/health/live")).Headers.GetValues(Correlation.Header).Single().ShouldMatch("^[0-9a-f]{32}$");
    }

    [Fact]
    public async Task What_an_exception_says_reaches_neither_the_answer_nor_the_log_which_says_what_it_was_and_where()
    {
        using var log = new Heard();
        await using var host = await HostUnderTest.Start(map: app => app.MapGet("/v1/broken", string () => throw new InvalidOperationException("Ada Lovelace")).AllowAnonymous());
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var answer = await host.Client().GetAsync("/v1/broken");
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        text.ShouldNotContain("Ada");
        text.ShouldContain("\"unexpected\"");
        log.ToString().ShouldNotContain("Ada");
        log.ToString().ShouldContain(nameof(InvalidOperationException));
        log.ToString().ShouldContain(nameof(ProblemTests));
        answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        answer.Headers.Contains(Correlation.Header).ShouldBeTrue();
    }

    [Theory]
    [InlineData(403, "en", "Not yours to see")]
    [InlineData(404, "fr", "Rien ici")]
    [InlineData(500, "fr-CA,en;q=0.5", "Un problème est survenu de notre côté")]
    [InlineData(503, "de,en;q=0.3", "Not available just now")]
    public async Task A_person_gets_a_page_in_their_language(int status, string language, string title)
    {
        var host = await broken.Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        var answer = await client.GetAsync($"/broken/{status}");
        ((int)answer.StatusCode).ShouldBe(status);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain($"<h1>{title}</h1>");
    }

    [Theory]
    [InlineData("57P01", true)] // terminated by an administrator
    [InlineData("57P02", true)]
    [InlineData("57P03", true)] // starting up, or stopping
    [InlineData("57P05", true)]
    [InlineData("08006", true)]
    [InlineData("08P01", true)] // a pooler that lost its server
    [InlineData("53300", true)] // too many connections
    [InlineData("25006", true)] // a standby since
    [InlineData("57014", false)]
    [InlineData("23505", false)]
    [InlineData("42P01", false)]
    public async Task A_server_that_goes_away_is_503_to_be_asked_again_and_a_fault_of_ours_500(string state, bool again)
    {
        var host = await broken.Host();
        var answer = await host.Client().GetAsync($"/v1/sqlstate/{state}");
        answer.StatusCode.ShouldBe(again ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.InternalServerError);
        (answer.Headers.RetryAfter is not null).ShouldBe(again);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(again ? "unavailable" : "unexpected");
    }

    [Fact]
    public async Task The_API_answers_a_browser_in_JSON_too()
    {
        var host = await unwritten.Host();
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");
        var answer = await client.GetAsync("/v1/nowhere");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_refusal_keeps_its_own_code()
    {
        var host = await broken.Host();
        var answer = await host.Client().GetAsync("/v1/full");
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("code").GetString().ShouldBe("cohort.full");
        body.GetProperty("type").GetString().ShouldBe("urn:journey:problem:cohort.full");
    }
}

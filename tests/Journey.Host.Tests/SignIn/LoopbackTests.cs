using System.Net;
using Journey.EventStore;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Tests.SignIn;

public sealed class LoopbackTests(UnwrittenHost unwritten)
{
    [Theory]
    [InlineData("--urls", "http://0.0.0.0:5080")]
    [InlineData("--urls", "http://*:5080")]
    [InlineData("--urls", "http://+:5080")]
    [InlineData("--urls", "http://localhost:5080;http://10.1.2.3:5080")]
    [InlineData("--urls", "http://[::]:5080")]
    [InlineData("--urls", "http://unix:/run/journey.sock")]
    [InlineData("--http_ports", "8080")]
    [InlineData("--Kestrel:Endpoints:Public:Url", "https://journey.example:443")]
    public void Development_sign_in_refuses_to_start_where_others_could_reach_it(string setting, string value) =>
        Should.Throw<SetupException>(() => Program.Build([setting, value])).Message.ShouldContain("loopback");

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:5080;https://127.0.0.2:5081")]
    public async Task It_starts_on_loopback(string urls)
    {
        await using var app = Program.Build(["--urls", urls]);
        app.ShouldNotBeNull();
    }

    [Fact]
    public void Another_kind_of_sign_in_is_refused_until_there_is_one() =>
        Should.Throw<SetupException>(() => Program.Build(["--urls", "http://localhost:5080", "--Journey:SignIn", "OpenId"])).Message.ShouldNotContain("\n");

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Host", "journey.example")]
    public async Task A_request_that_came_through_a_proxy_or_under_another_name_is_refused(string header, string value)
    {
        var host = await unwritten.Host();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.TryAddWithoutValidation(header, value);
        (await host.Client().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        var host = await unwritten.Host();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["operator"] = host.Operator.Id.Value, ["role"] = Roles.Director });
        var answer = await host.Client().PostAsync("/sign-in/development", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Another_site_cannot_make_a_browser_change_anything()
    {
        var host = await unwritten.Host();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/language");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        (await host.Client().SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/cohorts?x=1", "/cohorts?x=1")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("/a\r\nb", "/")]
    [InlineData(null, "/")]
    public void Going_back_never_leaves_this_host(string? url, string to) => Language.LocalUrl.Or(url, "/").ShouldBe(to);
}

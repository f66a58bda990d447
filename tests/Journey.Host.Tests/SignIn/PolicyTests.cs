using System.Net;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Journey.Host.Tests.SignIn;

public sealed class PolicyTests(UnwrittenHost unwritten, PolicyTests.Guarded guarded) : IClassFixture<PolicyTests.Guarded>
{
    /// <summary>A host that also has an endpoint without a policy, one for each policy, and one of a person.</summary>
    public sealed class Guarded() : UnwrittenHost(app =>
    {
        app.MapGet("/v1/forgotten", () => "secret");
        foreach (var policy in Policies.Names) app.MapGet($"/v1/guarded/{policy}", () => "ok").RequireAuthorization(policy).Touches(Touch.Nobody);
        app.MapGet("/v1/people/{id}", (string id) => id).RequireAuthorization(Policies.SeePerson).Touches(Touch.Nobody);
    });

    [Fact]
    public async Task Every_endpoint_names_a_policy_or_is_one_of_the_few_that_anybody_may_reach()
    {
        var host = await unwritten.Host();
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var open = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Name).Where(n => !IsStaticFile(n)).Distinct().Order(StringComparer.Ordinal).ToList();
        open.ShouldBe(await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "golden", "open-endpoints.txt")));

        var unnamed = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>() is var named && (named.Count == 0 || named.Any(d => d.Policy is null || !Policies.Names.Contains(d.Policy))));
        // The framework's own, which can't be given a policy and so meet the deny-all; neither is needed.
        unnamed.Select(Name).Except(["GET,HEAD {**path:file}", "GET /_framework/opaque-redirect"]).ShouldBeEmpty();
        endpoints.Count.ShouldBeGreaterThan(open.Count);
    }

    [Fact]
    public async Task An_endpoint_that_names_no_policy_is_denied_even_to_somebody_signed_in()
    {
        var host = await guarded.Host();
        foreach (var role in Roles.All)
            (await host.Client(role).GetAsync("/v1/forgotten")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Client().GetAsync("/v1/forgotten")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(Policies.SeePeople, "caseManager advancementCoach facilitator director")]
    [InlineData(Policies.SeeCounts, "caseManager advancementCoach facilitator director")]
    [InlineData(Policies.Audit, "privacyOfficer")]
    [InlineData(Policies.Configure, "administrator")]
    [InlineData(Policies.Subscribe, "service feedReader")]
    [InlineData(Policies.ReadWholeFeed, "feedReader")]
    public async Task A_policy_lets_in_exactly_its_roles(string policy, string roles)
    {
        var host = await guarded.Host();
        foreach (var role in Roles.All)
            (await host.Client(role).GetAsync($"/v1/guarded/{policy}")).StatusCode.ShouldBe(roles.Split(' ').Contains(role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, role);
    }

    [Fact]
    public async Task A_participant_reaches_their_own_record_and_nobody_elses()
    {
        var host = await guarded.Host();
        var (own, other) = (Guid.NewGuid(), Guid.NewGuid());
        var client = host.Client($"participant:{own}");
        (await client.GetAsync($"/v1/people/{own}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"/v1/people/{other}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Client(Roles.Participant).GetAsync($"/v1/people/{own}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    static string Name(RouteEndpoint e) =>
        $"{string.Join(",", e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])} {e.RoutePattern.RawText}";

    // What wwwroot holds: MapStaticAssets makes an endpoint per file and hash.
    static bool IsStaticFile(string name) => name.StartsWith("GET,HEAD ", StringComparison.Ordinal) && Path.HasExtension(name);
}

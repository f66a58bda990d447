using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;
using Journey.Tests.Projections;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Journey.Host.Tests.Permits;

/// <summary>Every route with a participant in it, asked by every role: with the relationship, without one, and about nobody at all.</summary>
public sealed partial class RoutesTests
{
    [Fact]
    public async Task Each_route_lets_in_whom_the_policy_lets_in_and_tells_the_others_nothing()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        await host.Agree();
        var staff = new HttpApi(host);
        var (mine, enrollment) = await staff.Accepted();
        foreach (var role in new[] { Roles.CaseManager, Roles.AdvancementCoach, Roles.Facilitator }) await staff.Assign(mine, role);
        var (strangers, nobody) = (await Stranger(host.Operator), Guid.CreateVersion7());
        var routes = TouchesTests.Guarded(host).Where(r => r.Endpoint.Metadata.GetMetadata<TouchesAttribute>() is { What: Touch.Person }).ToList();
        routes.Count.ShouldBeGreaterThan(70);

        var (wrong, asked, denied) = (new StringBuilder(), 0, 0);
        foreach (var role in Roles.All)
        {
            using var client = host.Client(role == Roles.Participant ? $"participant:{mine}" : role);
            foreach (var (name, endpoint) in routes)
            {
                var touches = endpoint.Metadata.GetMetadata<TouchesAttribute>()!;
                var byRole = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().All(a => Policies.Allows(a.Policy!, [role]));
                var expected = byRole && Granted(role, touches);
                var (status, _) = await Ask(client, endpoint, mine, enrollment);
                if ((status != HttpStatusCode.Forbidden) != expected || (int)status >= 500) wrong.AppendLine($"{role} {name} of their own: {(int)status}, expected {(expected ? "permitted" : "403")}");
                (asked, denied) = (asked + 1, denied + (status == HttpStatusCode.Forbidden ? 1 : 0));
                // Whom the role alone keeps out never gets as far as anybody's record.
                if (!byRole) continue;
                var (theirs, said) = await Ask(client, endpoint, strangers, enrollment);
                var (nobodys, also) = await Ask(client, endpoint, nobody, enrollment);
                if (theirs != HttpStatusCode.Forbidden) wrong.AppendLine($"{role} {name} of a stranger: {(int)theirs}");
                if (theirs != nobodys || said != also) wrong.AppendLine($"{role} {name} tells a stranger from nobody: {(int)theirs} {said} | {(int)nobodys} {also}");
                (asked, denied) = (asked + 2, denied + 2);
            }
        }
        wrong.ToString().ShouldBeEmpty();
        (await host.Operator.Main.Scalar<long>("select count(*) from journey.access where not allowed and reason in ('role', 'relationship', 'field', 'basis')")).ShouldBe(denied, $"of {asked} requests each refusal is on the record");
        TestContext.Current.SendDiagnosticMessage($"{routes.Count} routes, {Roles.All.Count} roles: {asked} requests, {denied} refused and recorded");
    }

    [Fact]
    public async Task Lists_hold_nobody_whom_the_viewer_has_nothing_to_do_with()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        await host.Agree();
        var staff = new HttpApi(host);
        var (mine, _) = await staff.Accepted();
        await staff.Assign(mine, Roles.Facilitator);
        await Stranger(host.Operator);
        // The host repairs the rows that nobody wrote.
        for (var i = 0; i < 200 && await host.Operator.Main.Scalar<long>("select count(*) from journey.caseload") < 2; i++) await Task.Delay(50);
        async Task<int> Listed(string role, string path) => (await new HttpApi(host, role).Get(path)).GetProperty("items").GetArrayLength();
        foreach (var (role, people) in new[] { (Roles.CaseManager, 1), (Roles.Director, 1), (Roles.Facilitator, 1), (Roles.AdvancementCoach, 0) })
        {
            (await Listed(role, "/participants?names=true")).ShouldBe(people, role);
            (await Listed(role, "/participants?names=true&limit=1")).ShouldBe(people, role);
            (await new HttpApi(host, role).Get("/participants?limit=1")).TryGetProperty("next", out _).ShouldBeFalse(role);
        }
        var row = (await new HttpApi(host, Roles.Facilitator).Get("/participants?names=true")).GetProperty("items")[0];
        row.EnumerateObject().Select(p => p.Name).ShouldBe(["participant", "enrollment", "reference", "givenName", "familyName", "program", "programVersion"], ignoreOrder: true, "what is not a facilitator's is absent");

        var sheet = await new HttpApi(host, Roles.Facilitator).Get($"/participants/{mine}");
        sheet.GetProperty("identity").EnumerateObject().Select(p => p.Name).ShouldBe(["givenName", "familyName"]);
        sheet.EnumerateObject().Select(p => p.Name).ShouldBe(["id", "reference", "version", "identity", "enrollments", "accessRecord"], ignoreOrder: true);
        sheet.GetProperty("enrollments")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["id", "program", "programVersion", "cohorts", "training"], ignoreOrder: true);
    }

    private static bool Granted(string role, TouchesAttribute touches) =>
        Enum.TryParse<Role>(role, ignoreCase: true, out var known) && Grants.All.Any(g => g.Role == known && g.Relationship is Relationship.Own or Relationship.Assigned or Relationship.Organization && g.Role == known
            && g.Verbs.Contains(touches.Verb) && (touches.AnyPart || g.Covers(touches.Part)));

    // Somebody whom an organization took up that nobody here belongs to.
    private static async Task<Guid> Stranger(Operator op)
    {
        var (person, enrollment, now) = (new ParticipantId(Guid.CreateVersion7()), new EnrollmentId(Guid.CreateVersion7()), DateTimeOffset.UtcNow);
        EventToAppend Said(JourneyEvent happened) => Written.Event(happened, DateOnly.FromDateTime(now.UtcDateTime), now) with { Organization = Guid.CreateVersion7() };
        await Store.Append(op, new Append([new StreamWrite(person.Value, "participant", 0, [Said(new ParticipantRegistered(person, "P-2")), Said(new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax"))])]));
        return person.Value;
    }

    private static async Task<(HttpStatusCode Status, string Said)> Ask(HttpClient client, RouteEndpoint endpoint, Guid person, Guid enrollment)
    {
        var path = Parameter().Replace(endpoint.RoutePattern.RawText!, m => m.Groups["name"].Value switch
        {
            "id" or "Id" => person.ToString(),
            "enrollment" or "Enrollment" => enrollment.ToString(),
            // The person themself: the only one who can't be merged with them.
            "other" => person.ToString(),
            _ when m.Groups["type"].Value == "guid" => "0198f0f0-0000-7000-8000-000000000000",
            _ => "none",
        });
        var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/" + path);
        // A body that says something misspelt: whoever is let in is told so, and nothing happens.
        if (method is "POST" or "PUT")
            request.Content = path.Contains("v1/", StringComparison.Ordinal) ? new StringContent("""{"nothing":true}""", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([new("nothing", "true")]);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, Correlation().Replace(await answer.Content.ReadAsStringAsync(), ""));
    }

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<type>\w+))?\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"correlationId\":\"[^\"]*\"")]
    private static partial Regex Correlation();
}

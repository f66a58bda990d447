using System.Net;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;

namespace Journey.Host.Tests.Permits;

/// <summary>What has ended has ended with the next request, on a host that had no part in it, whatever was signed in before.</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task A_withdrawn_consent_an_ended_agreement_an_ended_assignment_and_a_leaving_close_the_door_on_every_host()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        await using var another = await host.Another();
        var (staff, admin) = (new HttpApi(host), new HttpApi(host, Roles.Administrator));
        var (elsewhere, coach) = (new HttpApi(another), new HttpApi(another, Roles.AdvancementCoach));
        var (person, enrollment) = await staff.Accepted();
        var p = $"/participants/{person}";
        var first = await host.Agree();
        var assignment = await staff.Assign(person, Roles.AdvancementCoach);
        async Task Open(HttpApi who) => (await who.Get(p)).GetProperty("identity").GetProperty("givenName").GetString().ShouldBe("Grace");
        async Task Closed(HttpApi who, string path, string reason)
        {
            var before = await Denied(reason);
            await who.Refused(HttpMethod.Get, path, null, HttpStatusCode.Forbidden, "access.denied");
            (await Denied(reason)).ShouldBe(before + 1, $"{path}: refused and recorded as {reason}");
        }
        Task<long> Denied(string reason) => host.Operator.Main.Scalar<long>($"select count(*) from journey.access where not allowed and reason = '{reason}' and '{person}' = any(subjects)");

        await Open(coach);
        await admin.Post($"/agreements/{first}/end", new { reason = "not-renewed" });
        await Closed(coach, p, "relationship");
        await Closed(coach, $"{p}/history", "relationship");
        await coach.Refused(HttpMethod.Post, $"{p}/enrollments/{enrollment}/check-ins", new { with = "AdvancementCoach" }, HttpStatusCode.Forbidden, "access.denied");
        await coach.Refused(HttpMethod.Get, "/cohorts", null, HttpStatusCode.Forbidden, "access.denied");
        (await coach.Post("/participants/search", new { text = "Grace" })).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await coach.Get("/participants")).GetProperty("items").GetArrayLength().ShouldBe(0);

        // One that is over by its date is none; one in force opens the door again.
        await host.Agree(to: HttpApi.Today.AddDays(-2));
        await Closed(coach, p, "relationship");
        await host.Agree(to: HttpApi.Today.AddDays(2));
        await Open(coach);
        await staff.Post($"{p}/assignments/{assignment}/end", new { });
        await Closed(coach, p, "relationship");

        await Open(elsewhere);
        var consent = (await staff.Get(p)).GetProperty("consents")[0].GetProperty("id").GetGuid();
        await staff.Post($"{p}/consents/{consent}/withdraw", new { });
        await Closed(elsewhere, p, "basis");
        await Closed(elsewhere, $"{p}/history?open=true", "basis");
        await elsewhere.Refused(HttpMethod.Post, $"{p}/notes", new { @class = "Health", text = "Told me more" }, HttpStatusCode.Forbidden, "access.denied");
        (await elsewhere.Post("/participants/search", new { text = "Grace" })).GetProperty("items").GetArrayLength().ShouldBe(0);
        // That it was withdrawn can be seen, without anything that rests on it; and a new one can be recorded.
        var bare = await elsewhere.Get($"{p}?open=false");
        (bare.GetProperty("identity").EnumerateObject().Count(), bare.GetProperty("withheld").GetString()).ShouldBe((0, "basis"));
        await elsewhere.Make($"{p}/consents", new { enrollment, formVersion = 1, language = "en", purposes = new[] { "service" }, classes = new[] { "Identity" } });
        await Open(elsewhere);
        (await elsewhere.Get(p)).GetProperty("enrollments")[0].GetProperty("intake").GetProperty("answers").TryGetProperty("annualIncome", out _).ShouldBeFalse("the new consent does not name income");

        // Whoever leaves their organization, as its own list says, has nothing to do with anybody any more.
        await admin.Make("/organizations", new { id = host.Provider, name = "North End Employment", kind = "ServiceProvider" });
        var manager = DevelopmentPeople.IdOf(host.Operator.Id.Value, Roles.CaseManager);
        await admin.Post($"/organizations/{host.Provider}/staff", new { id = manager, name = "Robin Doe", roles = new[] { "CaseManager" } });
        await Open(elsewhere);
        await admin.Post($"/organizations/{host.Provider}/staff/{manager}/leave", new { });
        await Closed(elsewhere, p, "relationship");
        await elsewhere.Refused(HttpMethod.Get, "/participants", null, HttpStatusCode.Forbidden, "access.denied");
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Confidential;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Journey.Host.Tests.Api.HttpApi;

namespace Journey.Host.Tests.Api;

/// <summary>What was said in confidence over HTTP is found nowhere else, and nobody learns it by another way round.</summary>
public sealed class ConfidentialityTests
{
    [Fact]
    public async Task What_was_said_in_confidence_is_in_no_dump_log_feed_or_record()
    {
        var logs = new Heard();
        await using var host = await HostUnderTest.Start(b => b.Logging.SetMinimumLevel(LogLevel.Trace));
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await host.Publish();
        var (staff, coach, director, service) = (new HttpApi(host), new HttpApi(host, Roles.AdvancementCoach), new HttpApi(host, Roles.Director), new HttpApi(host, Roles.FeedReader));
        staff.Client.DefaultRequestHeaders.Add("Idempotency-Key", "one-of-many");
        var employer = await staff.Make("/employers", new { name = "Harbour Metalworks" });
        await staff.Put($"/employers/{employer}/contact", new { name = "Canary contact", details = "canary-contact@mail.example" });
        await staff.Post($"/employers/{employer}/decline-service", new { note = "Canary declining" });

        var person = await staff.Make("/participants", new { givenName = "Canarygiven", familyName = "Canaryfamily", birthDate = "1987-06-05", occurred = Day(100) });
        var (p, enrollment) = ($"/participants/{person}", await staff.Make($"/participants/{person}/enrollments", new { program = "aspire-manufacturing", channel = "friend", occurred = Day(100) }));
        var e = $"{p}/enrollments/{enrollment}";
        await staff.Put($"{p}/contact", new { email = "canary@mail.example", phone = "canary 902", address = "Canary street" });
        await staff.Make($"{p}/notes", new { @class = "Health", text = "Canary note" });
        await staff.Put($"{e}/answers", new { answers = new { annualIncome = 73519.31m, highSchool = true } });
        await staff.Post($"{e}/criteria/experience/override", new { reason = "Canary allowance" });
        await staff.Put($"{e}/baseline", new { status = "EmployedLowWage", hourlyWage = 73519.41m, weeklyHours = 31.0913m });
        await staff.Make($"{p}/barriers", new { kind = "Situational", description = "Canary barrier", shared = true });
        await staff.Post($"{p}/accommodations", new { description = "Canary accommodation" });
        await staff.Post($"{p}/skills-assessments", new { tool = "ESARF", skill = "numeracy", level = "Canary level" });
        await staff.Make($"{e}/goals", new { text = "Canary goal" });
        await staff.Post($"{e}/check-ins", new { with = "CaseManager", summary = "Canary summary" });
        var support = await staff.Make($"{e}/supports", new { category = "busPass", amount = 80m, currency = "CAD", reason = "Canary need" });
        support.ShouldNotBe(Guid.Empty);
        var job = await staff.Make($"{p}/jobs", new { enrollment, employer, hourlyWage = 73519.51m, weeklyHours = 33.0917m, occurred = Day(10) });
        await staff.Post($"{p}/jobs/{job}/feedback", new { text = "Canary feedback" });
        await staff.Post($"{p}/jobs/{job}/loss", new { reason = "SectorTrend", note = "Canary loss", occurred = Day(5) });
        var wrong = (await staff.Put($"{p}/identity", new { familyName = "Canarymarried" })).GetProperty("events")[0].GetGuid();
        await staff.Post($"{p}/entries/{wrong}/amend", new { reason = "WrongValue", note = "Canary correction", set = new { familyName = "Canaryamended" } });

        // Looked for and looked at, rightly and wrongly.
        (await staff.Post("/participants/search", new { text = "canaryam" })).GetProperty("items")[0].GetProperty("familyName").GetString().ShouldBe("Canaryamended");
        (await staff.Get(p)).ToString().ShouldContain("Canary note");
        (await staff.Get($"{p}/history?open=true")).ToString().ShouldContain("Canary goal");
        var refused = new StringBuilder();
        foreach (var (path, body) in new (string, object)[]
        {
            ($"{p}/notes", new { @class = "Canary", text = "Canary note" }), ($"{p}/notes", new { @class = "None", text = "Canary note" }), ($"{p}/canary", new { text = "Canary" }),
            ($"{p}/notes", new { @class = "Health", text = "Canary \0 note", more = "Canary" }), ($"{e}/supports/{support}/decline", new { reason = "Canary told us of her illness" }),
            ($"{p}/entries/{wrong}/amend", new { reason = "WrongValue", set = new { familyName = new { canary = "Canary" } } }), ($"{p}/jobs/{job}/wage", new { hourlyWage = "Canary" }),
        })
        {
            using var answer = await staff.Client.PostAsync("/v1" + path, System.Net.Http.Json.JsonContent.Create(body));
            ((int)answer.StatusCode).ShouldBeInRange(400, 499, path);
            refused.AppendLine((await answer.Content.ReadAsStringAsync()).Replace("/canary", "", StringComparison.Ordinal));
        }
        var others = (await director.Get(p)).ToString() + await director.Get($"{p}/history?open=true") + await director.Get("/participants?names=true") + await coach.Send(HttpMethod.Get, p, null, HttpStatusCode.Forbidden);

        var feed = new StringBuilder();
        using (var batch = await service.Client.GetAsync("/v1/events?after=0&limit=1000&wait=5")) feed.Append(await batch.Content.ReadAsStringAsync());
        feed.ToString().ShouldContain("journey.participant.registered");
        var main = await CanaryTests.Dump(host.Operator.Main);
        main.ShouldContain("one-of-many");
        foreach (var (place, text) in new[] { ("dump", main), ("keys", await CanaryTests.Dump(host.Operator.Keys)), ("feed", feed.ToString()), ("problems", refused.ToString()), ("others", others), ("logs", logs.ToString()) })
        {
            foreach (var canary in new[] { "canary", "73519", "1987-06-05", "31.0913", "33.0917" })
            {
                if (text.IndexOf(canary, StringComparison.OrdinalIgnoreCase) is >= 0 and var at) Assert.Fail($"{canary} in {place}: …{text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)]}…");
            }
        }
        logs.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_open_an_answer_can_not_have_it_checked_nor_find_anybody_by_name()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (staff, coach, director) = (new HttpApi(host), new HttpApi(host, Roles.AdvancementCoach), new HttpApi(host, Roles.Director));
        var (person, enrollment) = await staff.Accepted();
        var check = $"/participants/{person}/enrollments/{enrollment}/criteria/check";
        async Task<long> Denied(string action, string reason) => await host.Operator.Main.Scalar<long>($"select count(*) from journey.access where action = '{action}' and not allowed and reason = '{reason}'");
        await coach.Refused(HttpMethod.Post, check, new { }, HttpStatusCode.Forbidden, "access.denied");
        (await Denied("participant.write", "relationship")).ShouldBe(1);
        foreach (var (who, hits) in new[] { (staff, 1), (coach, 0), (director, 0) })
            (await who.Post("/participants/search", new { text = "Grace" })).GetProperty("items").GetArrayLength().ShouldBe(hits);
        await host.Agree();
        await staff.Assign(person, Roles.AdvancementCoach);
        await coach.Refused(HttpMethod.Post, check, new { }, HttpStatusCode.Forbidden, "access.denied");
        (await Denied("criteria.evaluate", "field")).ShouldBe(1, "the criteria rest on an income, which is not a coach's");

        var consent = (await staff.Get($"/participants/{person}")).GetProperty("consents")[0].GetProperty("id").GetGuid();
        await staff.Post($"/participants/{person}/consents/{consent}/withdraw", new { });
        await staff.Refused(HttpMethod.Post, check, new { }, HttpStatusCode.Forbidden, "access.denied");
        (await Denied("criteria.evaluate", "basis")).ShouldBe(1);
        (await staff.Post("/participants/search", new { text = "Grace" })).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_name_that_was_wrong_finds_nobody_once_it_is_retracted()
    {
        await using var host = await HostUnderTest.Start();
        var staff = new HttpApi(host);
        var person = await staff.Make("/participants", new { givenName = "Ada", familyName = "Byron" });
        var wrong = (await staff.Put($"/participants/{person}/identity", new { familyName = "Lovelace" })).GetProperty("events")[0].GetGuid();
        async Task<int> Hits(string name) => (await staff.Post("/participants/search", new { text = name })).GetProperty("items").GetArrayLength();
        (await Hits("Lovelace")).ShouldBe(1);
        var retraction = (await staff.Post($"/participants/{person}/entries/{wrong}/retract", new { reason = "WrongPerson" })).GetProperty("events")[0].GetGuid();
        ((await Hits("Lovelace")), (await Hits("Ada Byron"))).ShouldBe((0, 1));
        await staff.Post($"/participants/{person}/entries/{retraction}/retract", new { reason = "WrongPerson" });
        ((await Hits("Ada Lovelace")), (await Hits("Byron"))).ShouldBe((1, 0));
        // Correcting what has been superseded does not bring it back.
        var registered = await host.Operator.Main.Scalar<Guid>($"select id from journey.event where stream_id = '{person}' and type = 'participant_registered'");
        await staff.Post($"/participants/{person}/entries/{registered}/amend", new { reason = "WrongValue", set = new { familyName = "Gordon" } });
        ((await Hits("Ada Lovelace")), (await Hits("Gordon"))).ShouldBe((1, 0));
    }
}

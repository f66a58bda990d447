using System.Net;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;
using Journey.Projections;

namespace Journey.Host.Tests.Programs.Versions;

public sealed class AcrossVersionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Trait("Category", "Faults")]
    public async Task A_person_of_the_first_version_goes_on_to_the_end_while_new_ones_take_the_second()
    {
        await using var host = await HostUnderTest.Start();
        var (cases, admin) = (new HttpApi(host), new HttpApi(host, Roles.Administrator));
        async Task<JsonElement> Publish(string text, HttpStatusCode expected = HttpStatusCode.OK)
        {
            using var answer = await admin.Client.PostAsync("/v1/programs/small/versions", new StringContent(text), Ct);
            answer.StatusCode.ShouldBe(expected);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        }
        (await Publish(Crowd.Source(1))).GetProperty("changed").GetBoolean().ShouldBeTrue();
        var person = await cases.Make("/participants", new { givenName = "Ada" });
        var first = await cases.Make($"/participants/{person}/enrollments", new { program = "small", channel = "friend" });
        (await Publish(Crowd.Source(2))).GetProperty("version").GetInt32().ShouldBe(2);
        (await Publish(Crowd.Source(2).Replace("< 36", "< 37", StringComparison.Ordinal), HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("program.changed");
        var wrong = await Publish(Crowd.Source(2).Replace("months <", "monhts <", StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity);
        var finding = wrong.GetProperty("findings")[0];
        (wrong.GetProperty("code").GetString(), finding.GetProperty("code").GetString(), finding.GetProperty("line").GetInt32()).ShouldBe(("program.findings", "guard.unknown-name", 8));

        using (var broken = await admin.Client.PostAsync("/v1/programs/small/versions", new StringContent("{\"source\": 5", System.Text.Encoding.UTF8, "application/json"), Ct)) broken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var second = await cases.Make("/participants", new { givenName = "Bo" });
        var newer = await cases.Make($"/participants/{second}/enrollments", new { program = "small", channel = "friend" });
        async Task<JsonElement> Enrollment(Guid p) => (await cases.Get($"/participants/{p}")).GetProperty("enrollments")[0];
        ((await Enrollment(person)).GetProperty("programVersion").GetInt32(), (await Enrollment(second)).GetProperty("programVersion").GetInt32()).ShouldBe((1, 2));

        // 30 months: too many under the version that the first one is on, and not under the second one's.
        foreach (var (p, e) in new[] { (person, first), (second, newer) })
        {
            await cases.Post($"/participants/{p}/enrollments/{e}/application", new { });
            await cases.Put($"/participants/{p}/enrollments/{e}/answers", new { answers = new { months = 30 } });
            await cases.Post($"/participants/{p}/enrollments/{e}/criteria/check", new { });
        }
        async Task<bool?> Open(Guid p, Guid e) => (await cases.Get($"/participants/{p}/enrollments/{e}/gate"))[0] is var gate && gate.TryGetProperty("open", out var open) ? open.GetBoolean() : throw new InvalidOperationException(gate.ToString());
        (await Open(person, first), await Open(second, newer)).ShouldBe((false, true));
        await cases.Put($"/participants/{person}/enrollments/{first}/outcome", new { outcome = "done" });
        (await Enrollment(person)).GetProperty("outcomes")[0].GetProperty("outcome").GetString().ShouldBe("done");

        // The old version stays readable, and what differs is told in words.
        var director = new HttpApi(host, Roles.Director);
        (await director.Get("/programs/small/versions/1")).GetProperty("source").GetString()!.ShouldContain("months < 24");
        (await director.Get("/programs/small/diff?from=1&to=2")).EnumerateArray().Select(c => c.GetProperty("words").GetProperty("fr").GetString()).ShouldContain(w => w!.Contains("24", StringComparison.Ordinal));
        using var run = await director.Client.PostAsync("/v1/programs/small/dry-run?from=1&to=2", new StringContent(""), Ct);
        var report = JsonDocument.Parse(await run.Content.ReadAsStringAsync(Ct)).RootElement;
        report.GetProperty("report").GetProperty("people").GetInt32().ShouldBe(1, report.ToString());
        report.GetProperty("withheld").GetString().ShouldBe("field", "who flips tells what an answer was, which a director never opens");
    }

    [Fact]
    public async Task Two_versions_with_one_stage_of_two_names_are_one_stage_on_the_dashboard()
    {
        var crowd = await Crowd.Gather();
        using var stop = new CancellationTokenSource();
        var sequencing = new Sequencer(crowd.Op, "test").Run(stop.Token);
        var cohort = new CohortId(Guid.NewGuid());
        await Store.Append(crowd.Op, new([new(cohort.Value, "cohort", 0, [new() { Id = Guid.CreateVersion7(), Type = "cohort_opened", Data = Body.Write(new CohortOpened(cohort, "C", "small", 1, null, null, null, null, null)), OccurredAt = Crowd.Then, RecordedAt = Crowd.Then }])]));
        await crowd.Person(e => new OfferAccepted(e, cohort), e => new StageEntered(e, "crt"));
        var newer = Guid.NewGuid();
        await crowd.Write(newer, [new ParticipantRegistered(new(newer), "R-n"), new EnrollmentOpened(new(newer), "small", 2, "America/Halifax"), new OfferAccepted(new(newer), cohort), new StageEntered(new(newer), "readiness")]);
        var head = 0L;
        for (var i = 0; i < 500 && head < 11; i++, await Task.Delay(20, Ct)) head = await Store.Head(crowd.Op, Ct);
        await new Shards(crowd.Op, "test").CatchUp();
        var meanings = await crowd.Programs.Meanings(crowd.Op, Ct);
        (await CohortDashboard.Read(crowd.Op, cohort, default, meanings, Ct))!.Stages.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Stage.ShouldBe("readiness"), s => s.Now.ShouldBe(2));
        (await CohortList.Read(crowd.Op, default, meanings, Ct)).Single().Stages.ShouldBe([new StageCount("readiness", 2)]);
        meanings.StagesOf("small", "readiness").ShouldBe(["crt", "readiness"], ignoreOrder: true);
        await stop.CancelAsync();
        await sequencing;
    }
}

using System.Net;
using System.Text.Json;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;

namespace Journey.Host.Tests.Browser;

/// <summary>Why something is as it is: one tree, asked for over HTTP and in the page.</summary>
public sealed class WhyTests(Chromium chromium)
{
    [Fact]
    public async Task The_page_and_the_api_show_the_same_tree_in_both_languages()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        var staff = new HttpApi(host);
        var person = await staff.Get($"/participants/{small.Zoé}");
        var e = $"/participants/{small.Zoé}/enrollments/{person.GetProperty("enrollments")[0].GetProperty("id").GetGuid()}";

        // A task is done, once; then it is an entry that an explanation rests on.
        await staff.Post($"{e}/stages/crt/tasks/resume", new { note = "two pages" });
        (await staff.Post($"{e}/stages/crt/tasks/resume", new { note = "again" })).GetProperty("changed").GetBoolean().ShouldBeFalse();
        await staff.Refused(HttpMethod.Post, $"{e}/stages/ost/tasks/practical", new { }, HttpStatusCode.Conflict, "task.stage");
        await staff.Refused(HttpMethod.Post, $"{e}/documents/contract/signature", new { version = 1 }, HttpStatusCode.NotFound, "document.unknown");
        await staff.Refused(HttpMethod.Get, $"{e}/why", null, HttpStatusCode.BadRequest, "why.question");
        await staff.Refused(HttpMethod.Get, $"{e}/why?gate=intake&stage=crt", null, HttpStatusCode.BadRequest, "why.question");
        await staff.Refused(HttpMethod.Get, $"{e}/why?criterion=height", null, HttpStatusCode.NotFound, "why.unknown");
        (await staff.Get($"/participants/{small.Zoé}")).GetProperty("enrollments")[0].GetProperty("tasks")[0].GetProperty("task").GetString().ShouldBe("resume");

        await using var visit = await Visit.Start(chromium, host, Look.Phone with { Script = false });
        await visit.SignIn(Roles.CaseManager, $"/participants/{small.Zoé}");
        (await visit.Page.Locator(".why-link").CountAsync()).ShouldBeGreaterThan(0, "the story links to its reasons");
        foreach (var question in new[] { "gate=intake", "stage=crt", "rubric", "criterion=income" })
        {
            var answer = await staff.Get($"{e}/why?{question}");
            await visit.Page.GotoAsync($"{e}/why?{question}");
            var shown = await visit.Page.Locator(".why-line").EvaluateAllAsync<string[]>("all => all.map(n => n.dataset.code + ' ' + n.dataset.value + ' ' + n.firstElementChild.textContent)");
            shown.ShouldBe(Nodes(answer).Select(n => $"{n.GetProperty("code")} {n.GetProperty("value")} {n.GetProperty("en").GetProperty("says")}"), question);
            var entries = await visit.Page.Locator("[data-entry]").EvaluateAllAsync<string[]>("all => all.map(n => n.dataset.entry)");
            entries.ShouldBe(Entries(answer), question);
            await visit.ShouldBeSound();
        }
        var gate = await staff.Get($"{e}/why?gate=intake");
        gate.GetProperty("value").GetString().ShouldBe("unknown");
        Nodes(gate).Single(n => n.GetProperty("code").GetString() == "any-of").GetProperty("fr").GetProperty("says").GetString().ShouldBe("Au moins une de ces conditions");
        var consent = Nodes(gate).Single(n => n.GetProperty("code").GetString() == "fact.consent.given");
        consent.GetProperty("events")[0].GetProperty("type").GetString().ShouldBe("consent_given");
        // Asked for the day before, there is none.
        var before = await staff.Get($"{e}/why?gate=intake&trueOn={small.Starts.AddDays(-31):yyyy-MM-dd}");
        Nodes(before).Single(n => n.GetProperty("code").GetString() == "fact.consent.given").GetProperty("events").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task It_reads_well_on_a_phone_in_french()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        var person = await new HttpApi(host).Get($"/participants/{small.Zoé}");
        await using var visit = await Visit.Start(chromium, host, Look.Phone with { Language = "fr-CA" });
        await visit.SignIn(Roles.CaseManager, $"/participants/{small.Zoé}");
        await visit.Page.GotoAsync($"/participants/{small.Zoé}/enrollments/{person.GetProperty("enrollments")[0].GetProperty("id").GetGuid()}/why?gate=intake");
        await visit.Screenshot("why");
        await visit.ShouldBeSound();
    }

    // Depth first; a node's own entries come after what it follows from, as the page shows them.
    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.GetProperty("because").EnumerateArray().SelectMany(Nodes).Prepend(node);

    private static IEnumerable<string> Entries(JsonElement node) =>
        node.GetProperty("because").EnumerateArray().SelectMany(Entries).Concat(node.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("entry").GetGuid().ToString()));
}

using System.Net;
using Journey.Host.Features.SignIn;
using Microsoft.Playwright;

namespace Journey.Host.Tests.Browser;

/// <summary>The pages over a small invented cohort, as each role meets them.</summary>
public sealed class PagesTests(Chromium chromium, UnwrittenHost unwritten)
{
    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Every_page_is_sound_on_every_screen(int width, bool dark, string language)
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        var subscribed = await SubscriptionPagesTests.Write(host);
        (string Role, string Path, string Name)[] pages =
        [
            (Roles.CaseManager, "/cohorts", "cohorts"), (Roles.CaseManager, $"/cohorts/{small.Cohort}", "cohort"), (Roles.CaseManager, "/participants", "caseload"),
            (Roles.CaseManager, "/participants?stage=nowhere", "caseload-empty"), (Roles.CaseManager, $"/participants/{small.Zoé}", "story"),
            (Roles.CaseManager, "/programs", "programs"), (Roles.CaseManager, "/programs/aspire-manufacturing", "program"), (Roles.Facilitator, $"/participants/{small.Zoé}", "story-facilitator"),
            (Roles.Administrator, "/subscriptions", "subscriptions"), (Roles.Administrator, $"/subscriptions/{subscribed}", "subscription"), (Roles.Administrator, "/subscriptions/new", "subscription-new"), (Roles.PrivacyOfficer, "/subscriptions", "subscriptions-outstanding"),
            (Roles.Director, "/operations", "operations"), (Roles.Director, $"/participants/{small.Zoé}", "story-director"), (Roles.PrivacyOfficer, "/access", "access"), (Roles.Funder, "/welcome", "welcome"),
        ];
        foreach (var role in pages.GroupBy(p => p.Role))
        {
            await using var visit = await Visit.Start(chromium, host, new(width, dark, language));
            await visit.SignIn(role.Key, role.First().Path);
            foreach (var page in role)
            {
                await visit.Page.GotoAsync(page.Path);
                await visit.Screenshot(page.Name);
                await visit.ShouldBeSound();
            }
        }
    }

    [Fact]
    public async Task The_cohort_pages_count_what_was_written()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        await using var visit = await Visit.Start(chromium, host, Look.Desktop);
        await visit.SignIn(Roles.Director, "/cohorts");
        (await Stats(visit)).ShouldBe(new() { ["Registrations"] = "3", ["People"] = "3", ["Cohorts"] = "1", ["Out of the program"] = "1" });
        (await visit.Page.Locator("tbody tr").InnerTextAsync()).ShouldContain("2 of 12");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Dartmouth, autumn" }).ClickAsync();
        var stats = await Stats(visit);
        (stats["People"], stats["Out of the program"], stats["Attendance"]).ShouldBe(("2", "1", "50%"));
        (await visit.Page.Locator(".lag").InnerTextAsync()).ShouldEndWith("0 events behind.");

        // Before Liam left, by the day; the log is the same.
        await visit.Page.GotoAsync($"/cohorts/{small.Cohort}?trueOn={small.Starts.AddDays(8):yyyy-MM-dd}");
        (await Stats(visit))["Out of the program"].ShouldBe("0");
        await visit.ShouldBeSound();
        await visit.Page.GotoAsync($"/cohorts/{small.Cohort}?trueOn={small.Starts.AddDays(1):yyyy-MM-dd}");
        (await Stats(visit))["Attendance"].ShouldBe("100%", "the absence came a day later");
    }

    [Fact]
    public async Task Opening_a_story_writes_one_record_and_moving_through_time_writes_none()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        await using var visit = await Visit.Start(chromium, host, Look.Desktop with { Script = false });
        await visit.SignIn(Roles.CaseManager, $"/participants/{small.Zoé}");
        (await small.Accesses("participant.view")).ShouldBe(1);
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("Zoé Arsenault-Quibell");
        (await visit.Page.ContentAsync()).ShouldContain("Bus did not come.");
        (await visit.Page.Locator(".moment-struck").InnerTextAsync()).ShouldContain("retracted: wrong person");

        await visit.Page.GotoAsync($"/participants/{small.Zoé}?trueOn={small.Starts.AddDays(5):yyyy-MM-dd}&knownOn={small.Starts.AddDays(5):yyyy-MM-dd}");
        (await small.Accesses("participant.view")).ShouldBe(1);
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("ZOE0000001");
        var closed = await visit.Page.ContentAsync();
        closed.ShouldNotContain("Arsenault");
        closed.ShouldNotContain("Bus did not come.");
        closed.ShouldContain("•••");
        // As known then, nobody had seen that the job was somebody else's.
        (await visit.Page.Locator(".moment-struck").CountAsync()).ShouldBe(0);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Open names and values" }).ClickAsync();
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("Zoé Arsenault-Quibell");
        (await small.Accesses("participant.view")).ShouldBe(2);
    }

    [Fact]
    public async Task A_list_opens_its_names_under_one_record_and_only_those_of_people_one_works_with()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        var page = await (await Page(host, Roles.CaseManager, "/participants?mine=0")).Content.ReadAsStringAsync();
        page.ShouldContain("Arsenault-Quibell");
        page.ShouldContain("Odukoya");
        page.ShouldContain("Tanaka", customMessage: "who is nobody's yet is every case manager's of the organization that took the application");
        (await small.Accesses("participants.list")).ShouldBe(1);

        foreach (var role in new[] { Roles.Director, Roles.AdvancementCoach })
        {
            var other = await (await Page(host, role, "/participants?mine=0")).Content.ReadAsStringAsync();
            // A director sees the people of the organization, without names; a coach whom they are not assigned to not at all.
            other.Contains("ZOE0000001", StringComparison.Ordinal).ShouldBe(role == Roles.Director);
            other.ShouldNotContain("Odukoya");
        }
        (await small.Accesses("participants.list")).ShouldBe(1);
    }

    [Fact]
    public async Task A_facilitator_sees_names_and_attendance_and_a_director_neither_names_nor_notes()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        var facilitator = await (await Page(host, Roles.Facilitator, $"/participants/{small.Zoé}")).Content.ReadAsStringAsync();
        facilitator.ShouldContain("Arsenault-Quibell");
        facilitator.ShouldContain("Absent");
        facilitator.ShouldNotContain("Bus did not come.");
        facilitator.ShouldNotContain("Application received");

        var director = await (await Page(host, Roles.Director, $"/participants/{small.Zoé}")).Content.ReadAsStringAsync();
        director.ShouldContain("Application received");
        director.ShouldNotContain("Arsenault");
        director.ShouldNotContain("Bus did not come.");
        (await small.Accesses("participant.view")).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_shown_when_the_record_cannot_be_written()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        await using (var command = host.Operator.Main.CreateCommand("alter table journey.access add constraint closed check (false) not valid")) await command.ExecuteNonQueryAsync();
        foreach (var (role, path) in new[] { (Roles.CaseManager, $"/participants/{small.Zoé}"), (Roles.CaseManager, "/participants"), (Roles.PrivacyOfficer, "/access") })
        {
            var answer = await Page(host, role, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Arsenault");
        }
    }

    [Fact]
    public async Task Reading_the_record_of_access_is_on_the_record()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        await Page(host, Roles.CaseManager, $"/participants/{small.Zoé}");
        var page = await (await Page(host, Roles.PrivacyOfficer, "/access")).Content.ReadAsStringAsync();
        page.ShouldContain("One participant opened");
        page.ShouldContain("givenName");
        page.ShouldNotContain("Arsenault");
        (await small.Accesses("access.list")).ShouldBe(1);
        (await Page(host, Roles.Director, "/access")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_case_manager_writes_a_note_and_retracts_an_entry_from_the_page()
    {
        await using var host = await HostUnderTest.Start();
        var small = await SmallCohort.Write(host);
        await using var visit = await Visit.Start(chromium, host, Look.Phone);
        await visit.SignIn(Roles.CaseManager, $"/participants/{small.Zoé}");
        await visit.Page.Locator("textarea[name=text]").FillAsync("Has a new bus pass.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Write it down" }).ClickAsync();
        var note = visit.Page.Locator(".moment").Filter(new() { HasText = "Has a new bus pass." });
        await Assertions.Expect(note).ToHaveCountAsync(1);
        await note.Locator("summary").ClickAsync();
        await visit.ShouldBeSound();
        await note.Locator("select").SelectOptionAsync("DidNotHappen");
        await note.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".moment-struck").Filter(new() { HasText = "retracted: did not happen" })).ToHaveCountAsync(1);
        await visit.ShouldBeSound();
    }

    [Fact]
    public async Task Each_role_starts_where_its_work_is()
    {
        var host = await unwritten.Host();
        var own = Guid.NewGuid();
        foreach (var (role, start) in new[]
        {
            (Roles.CaseManager, "/participants"), (Roles.AdvancementCoach, "/participants"), (Roles.Facilitator, "/cohorts"), (Roles.Director, "/cohorts"), (Roles.PrivacyOfficer, "/access"),
            (Roles.Administrator, "/operations"), (Roles.Evaluator, "/programs"), (Roles.Funder, "/welcome"), ($"participant:{own}", $"/participants/{own}"),
        })
            (await Page(host, role, "/")).Headers.Location!.OriginalString.ShouldBe(start, role);
    }

    private static async Task<HttpResponseMessage> Page(HostUnderTest host, string role, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" }, { "Accept-Language", "en-CA" } } };
        return await host.Client(role).SendAsync(request);
    }

    private static async Task<Dictionary<string, string>> Stats(Visit visit)
    {
        var stats = new Dictionary<string, string>();
        foreach (var stat in await visit.Page.Locator(".stat").AllAsync()) stats[await stat.Locator("dt").InnerTextAsync()] = await stat.Locator("dd").First.InnerTextAsync();
        return stats;
    }
}

using Journey.Host.Features.SignIn;
using Journey.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace Journey.Host.Tests.Browser;

/// <summary>The first pages that a newcomer sees, over the invented cohorts.</summary>
public sealed class DemonstrationPagesTests(Chromium chromium)
{
    [Fact, Trait("Category", "Long")]
    public async Task The_demonstration_is_alive_on_the_pages()
    {
        await using var host = await HostUnderTest.Start();
        await ActivatorUtilities.CreateInstance<Features.Demonstration.Demonstration>(host.Services).Fill(host.Operator, TimeProvider.System.GetUtcNow(), default);
        await SmallCohort.Project(host.Operator);
        foreach (var look in (Look[])[new(1280, Language: "en-CA"), new(390, Language: "fr-CA")]) await IsAlive(host, look);
    }

    private async Task IsAlive(HostUnderTest host, Look look)
    {
        await using var visit = await Visit.Start(chromium, host, look);
        await visit.SignIn(Roles.CaseManager, "/participants");
        await visit.Screenshot("demo-caseload");
        await visit.ShouldBeSound();

        await visit.Page.GotoAsync("/cohorts");
        await visit.Screenshot("demo-cohorts");
        (await visit.Page.Locator("tbody tr").CountAsync()).ShouldBe(3);
        await visit.ShouldBeSound();

        var cohorts = await CohortList.Read(host.Operator);
        var oldest = cohorts.MinBy(c => c.Cohort.Starts)!.Cohort.Cohort;
        await visit.Page.GotoAsync($"/cohorts/{oldest}");
        await visit.Screenshot("demo-cohort");
        await visit.ShouldBeSound();

        // The richest story that the case manager may open: the person with the most entries.
        var mine = (await Caseload.Read(host.Operator, new(Staff: new(DevelopmentPeople.IdOf(host.Operator.Id.Value, Roles.CaseManager)), Cohort: oldest), null, 100)).MaxBy(r => r.StreamVersion)!;
        await visit.Page.GotoAsync($"/participants/{mine.Participant}");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldNotBe(mine.Reference);
        await visit.Screenshot("demo-story");
        await visit.ShouldBeSound();
    }
}

using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Tests.Browser;

/// <summary>The page of every program that comes with the product: ladders, plans, documents and assessments have cards of their own.</summary>
public sealed class ProgramPagesTests(Chromium chromium)
{
    [Theory, Trait("Category", "Long"), MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task The_page_of_every_shipped_program_is_sound_on_every_screen(int width, bool dark, string language)
    {
        await using var host = await HostUnderTest.Start();
        foreach (var folder in Publish.Workforce) await Publish.Shipped(host.Operator, folder, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
        await using var visit = await Visit.Start(chromium, host, new(width, dark, language));
        await visit.SignIn(Roles.CaseManager, "/programs");
        var programs = await visit.Page.Locator("main a[href^='/programs/']").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href'))");
        programs.Distinct().Count().ShouldBeGreaterThanOrEqualTo(6);
        foreach (var path in programs.Distinct())
        {
            await visit.Page.GotoAsync(path);
            await visit.Screenshot("program" + path["/programs".Length..].Replace('/', '-'));
            await visit.ShouldBeSound();
        }
    }
}

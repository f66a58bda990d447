using Journey.Host.Features.Proof.Verify;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Browser;
using Microsoft.Playwright;

namespace Journey.Host.Tests.Proof;

public sealed class ProofPageTests(Chromium chromium, ProvenHost proven)
{
    [Theory]
    [InlineData(1280, "en-CA")]
    [InlineData(390, "fr-CA")]
    public async Task A_privacy_officer_picks_an_event_and_downloads_a_proof_that_holds_without_us(int width, string language)
    {
        await proven.Ready();
        await using var visit = await Visit.Start(chromium, proven.Host, new(width, Language: language));
        await visit.SignIn(Roles.PrivacyOfficer, "/proof");
        await visit.Page.Locator("tbody tr").First.WaitForAsync();
        await visit.Page.Locator("input[name=id]").FillAsync(proven.Id.ToString());
        await visit.Page.Locator("form[action='/proof'] button").ClickAsync();
        var link = visit.Page.Locator("a[download]");
        await link.WaitForAsync();
        await visit.Screenshot("proof");
        await visit.ShouldBeSound();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        download.SuggestedFilename.ShouldBe($"{proven.Id}.tlog-proof");
        var folder = await proven.Export();
        (await VerifyCommand.Run(["--proof", (await download.PathAsync())!, "--key", File.ReadAllText(Path.Combine(folder, "vkey"))], default)).ShouldBe(0);

        await visit.Page.GotoAsync($"/proof?log=accesses&id={Guid.Empty}");
        (await visit.Page.Locator("a[download]").CountAsync()).ShouldBe(0);
        await visit.Screenshot("proof-none");
    }
}

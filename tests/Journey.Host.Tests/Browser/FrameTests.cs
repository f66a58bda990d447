using Journey.Host.Features.SignIn;
using Microsoft.Playwright;

namespace Journey.Host.Tests.Browser;

public sealed class FrameTests(Chromium chromium, UnwrittenHost unwritten)
{
    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task The_kit_of_parts_is_sound_on_every_screen(int width, bool dark, string language)
    {
        var host = await unwritten.Host();
        await using var visit = await Visit.Start(chromium, host, new(width, dark, language));
        await visit.SignIn(Roles.Director, "/kit?trueOn=2026-04-20&knownOn=2026-05-01");
        await visit.Screenshot("kit");
        await visit.ShouldBeSound();
        foreach (var summary in await visit.Page.Locator("details > summary").AllAsync()) await summary.ClickAsync();
        await visit.ShouldBeSound();
    }

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Signing_in_and_going_wrong_are_sound_on_every_screen(int width, bool dark, string language)
    {
        var host = await unwritten.Host();
        await using var visit = await Visit.Start(chromium, host, new(width, dark, language));
        await visit.Page.GotoAsync("/sign-in");
        await visit.Screenshot("sign-in");
        await visit.ShouldBeSound();
    }

    [Theory, MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task A_wrong_address_gets_a_page_that_says_so(int width, bool dark, string language)
    {
        var host = await unwritten.Host();
        await using var visit = await Visit.Start(chromium, host, new(width, dark, language));
        (await visit.Page.GotoAsync("/no/such/page"))!.Status.ShouldBe(404);
        await visit.Screenshot("not-found");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe(language == "fr-CA" ? "Rien ici" : "Nothing here");
    }

    [Fact]
    public async Task Somebody_signs_in_changes_the_language_and_signs_out()
    {
        var host = await unwritten.Host();
        await using var visit = await Visit.Start(chromium, host, Look.Desktop);
        await visit.SignIn(Roles.Director, "/kit");
        (await visit.Page.Locator(".site-label").InnerTextAsync()).ShouldBe("Invented data");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Français" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr-CA");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Trousse de composants");
        new Uri(visit.Page.Url).PathAndQuery.ShouldBe("/kit");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Se déconnecter" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Se connecter");
        await visit.Page.GotoAsync("/kit");
        new Uri(visit.Page.Url).PathAndQuery.ShouldBe("/sign-in?returnUrl=%2Fkit");
        await visit.ShouldBeSound();
    }

    [Fact]
    public async Task The_slider_moves_through_time_with_a_script()
    {
        var host = await unwritten.Host();
        await using var visit = await Visit.Start(chromium, host, Look.Desktop);
        await visit.SignIn(Roles.Director, "/kit");
        // On a busy machine the slider may be let go before the script listens: who notices that nothing happens moves it again.
        for (var again = 0; !visit.Page.Url.EndsWith("/kit?day=10", StringComparison.Ordinal); again++)
        {
            again.ShouldBeLessThan(5);
            if (again > 0) await visit.Page.Locator("#as-of-day").FillAsync("9");
            await visit.Page.Locator("#as-of-day").FillAsync("10");
            try { await visit.Page.WaitForURLAsync("**/kit?day=10", new() { Timeout = 6_000 }); }
            catch (TimeoutException) { }
        }
        (await visit.Page.Locator("output").InnerTextAsync()).ShouldBe("22 Jan 2026");
        await visit.ShouldBeSound();
    }

    [Fact]
    public async Task The_slider_moves_through_time_without_a_script()
    {
        var host = await unwritten.Host();
        await using var visit = await Visit.Start(chromium, host, Look.Phone with { Script = false });
        await visit.SignIn(Roles.Director, "/kit");
        await visit.Page.Locator("#as-of-day").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.Page.Locator(".as-of-slide button").ClickAsync();
        await visit.Page.WaitForURLAsync("**/kit?day=168");
        (await visit.Page.Locator("output").InnerTextAsync()).ShouldBe("29 Jun 2026");
        await visit.ShouldBeSound();
    }
}

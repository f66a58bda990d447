using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Microsoft.Playwright;

namespace Journey.Host.Tests.Browser;

/// <summary>Subscriptions as an administrator steers them, without a script.</summary>
public sealed class SubscriptionPagesTests(Chromium chromium)
{
    /// <summary>A webhook with a history and something to delete, beside a pull subscription that has nothing to do.</summary>
    internal static async Task<Guid> Write(HostUnderTest host)
    {
        var (admin, staff) = (new HttpApi(host, Roles.Administrator), new HttpApi(host));
        var (own, other) = await SubscriptionTests.Organizations(host, admin);
        await admin.Make("/subscriptions", new { name = "Planning figures", owner = own, purpose = "planning", delivery = "Pull" });
        var webhook = await admin.Make("/subscriptions", new
        {
            name = "Credential registry of the college", owner = other, purpose = "credential-registry", delivery = "Webhook", address = "https://hooks.college.example/journey/credentials",
            scope = new { types = new[] { "journey.graduated", "journey.credential.awarded" }, programs = new[] { "aspire-manufacturing" } }, from = 0,
        });
        await admin.Post($"/subscriptions/{webhook}/secret", new { });
        await admin.Put($"/subscriptions/{webhook}/address", new { address = "https://hooks.college.example/journey/2" });
        await admin.Post($"/subscriptions/{webhook}/pause", new { });
        await SubscriptionTests.Withdraw(host, staff);
        var done = await SubscriptionTests.Withdraw(host, staff);
        await SubscriptionTests.Sequenced(host);
        await admin.Post($"/subscriptions/{webhook}/deletions/{done}", new { });
        return webhook;
    }

    [Fact]
    public async Task An_administrator_opens_a_webhook_sees_its_secret_once_and_steers_it_with_plain_forms()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (own, _) = await SubscriptionTests.Organizations(host, new HttpApi(host, Roles.Administrator));
        own.ShouldNotBe(Guid.Empty);
        await using var visit = await Visit.Start(chromium, host, Look.Desktop with { Script = false });
        var page = visit.Page;
        await visit.SignIn(Roles.Administrator, "/subscriptions");
        (await page.ContentAsync()).ShouldContain("Nobody outside gets anything.");
        await page.GetByRole(AriaRole.Link, new() { Name = "New subscription" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("College");
        await page.GetByLabel("Organization that answers").SelectOptionAsync(new SelectOptionValue { Label = "Minas School Board" });
        await page.GetByLabel("Purpose").FillAsync("planning");
        await page.GetByLabel("Delivery").SelectOptionAsync("Webhook");
        await page.GetByLabel("Address").FillAsync("https://hooks.college.example/journey");
        await page.GetByText("Only some event types").ClickAsync();
        await page.GetByLabel("journey.graduated").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the subscription" }).ClickAsync();
        var secret = await page.Locator(".secret").InnerTextAsync();
        secret.ShouldStartWith("whsec_");
        await visit.Screenshot("subscription-secret");
        await page.GetByRole(AriaRole.Link, new() { Name = "I have copied it" }).ClickAsync();
        var shown = await page.ContentAsync();
        shown.ShouldNotContain("whsec_");
        shown.ShouldContain("journey.graduated");
        shown.ShouldContain("Minas School Board");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        (await page.ContentAsync()).ShouldContain("by hand");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.GetByLabel("After position").FillAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        (await page.Locator(".moment-title").First.InnerTextAsync()).ShouldBe("Sent again from an earlier position");
        await page.GetByLabel("After position").FillAsync("999999");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("The log has no such position.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a new one" }).ClickAsync();
        (await page.Locator(".secret").InnerTextAsync()).ShouldNotBe(secret);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have copied it" }).ClickAsync();
        (await page.GetByText("signs until").CountAsync()).ShouldBeGreaterThan(0);
        await page.GetByText("End it …").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End the subscription" }).ClickAsync();
        (await page.ContentAsync()).ShouldContain("ended");
        (await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).CountAsync()).ShouldBe(0);
        await visit.ShouldBeSound();
    }

    [Fact]
    public async Task A_form_that_is_refused_comes_back_with_what_was_typed_and_why()
    {
        await using var host = await HostUnderTest.Start();
        await SubscriptionTests.Organizations(host, new HttpApi(host, Roles.Administrator));
        await using var visit = await Visit.Start(chromium, host, Look.Phone with { Script = false, Language = "fr-CA" });
        await visit.SignIn(Roles.Administrator, "/subscriptions/new");
        await visit.Page.GetByLabel("Nom", new() { Exact = true }).FillAsync("Collège");
        await visit.Page.GetByLabel("But", new() { Exact = true }).FillAsync("planning");
        await visit.Page.GetByLabel("Livraison").SelectOptionAsync("Webhook");
        await visit.Page.GetByLabel("Adresse").FillAsync("http://10.0.0.7/journey");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Ouvrir l’abonnement" }).ClickAsync();
        (await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldBe("L’adresse commence par https://.");
        (await visit.Page.GetByLabel("Nom", new() { Exact = true }).InputValueAsync()).ShouldBe("Collège");
        (await visit.Page.GetByLabel("Adresse").InputValueAsync()).ShouldBe("http://10.0.0.7/journey");
        await visit.Screenshot("subscription-refused");
    }
}

using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;
using Journey.Projections;
using Journey.Tests;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Browser;

/// <summary>Operations and a subscription's page while much is wrong: parked streams, a rebuild half done, deliveries that fail and were given up.</summary>
public sealed class OperationsPagesTests(Chromium chromium)
{
    [Fact]
    public async Task Deliveries_have_a_table_of_their_own_and_what_waits_for_somebody_can_be_read_and_acted_on()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var webhook = await Write(host);
        foreach (var look in new[] { Look.Desktop, Look.Phone with { Language = "fr-CA" } })
        {
            await using var visit = await Visit.Start(chromium, host, look);
            await visit.SignIn(Roles.Administrator, "/operations");
            await visit.Screenshot("operations-busy");
            var deliveries = visit.Page.Locator("table.data", new() { Has = visit.Page.Locator("caption", new() { HasText = look.Language == "en-CA" ? "Deliveries" : "Livraisons" }) });
            (await deliveries.InnerTextAsync()).ShouldContain("Credential registry of the college");
            (await visit.Page.Locator("main").InnerTextAsync()).ShouldNotContain("subscription:");
            await visit.ShouldBeSound();
            await visit.Page.GotoAsync($"/subscriptions/{webhook}");
            await visit.Screenshot("subscription-busy");
            await visit.ShouldBeSound();
            if (look != Look.Desktop) continue;
            await visit.Page.GotoAsync($"/subscriptions/{webhook}?state=dead");
            await visit.Page.Locator("table.data a").First.ClickAsync();
            await visit.Screenshot("delivery-busy");
            await visit.ShouldBeSound();
        }
    }

    private static async Task<Guid> Write(HostUnderTest host)
    {
        var (op, admin) = (host.Operator, new HttpApi(host, Roles.Administrator));
        var (_, other) = await SubscriptionTests.Organizations(host, admin);
        var scope = new { types = new[] { "journey.graduated" } };
        var webhook = await admin.Make("/subscriptions", new { name = "Credential registry of the college", owner = other, purpose = "credential-registry", delivery = "Webhook", address = "https://hooks.college.invalid/journey/credentials", scope, from = 0 });
        await admin.Make("/subscriptions", new { name = "Planning figures", owner = other, purpose = "planning", delivery = "Pull" });
        for (var i = 0; i < 6; i++)
        {
            var (person, enrollment) = (Guid.NewGuid(), new EnrollmentId(Guid.NewGuid()));
            EventToAppend E(JourneyEvent happened) => Written.Event(happened, null, DateTimeOffset.UtcNow);
            await Store.Append(op, new Append([new StreamWrite(person, "participant", 0, [E(new ParticipantRegistered(new(person), $"P{i}X7K3M9Q")), E(new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax")), E(new Graduated(enrollment)),
                .. i < 4 ? [] : new[] { E(new StageEntered(enrollment, "ost")) with { Type = "teleported" } }])]));
        }
        await SubscriptionTests.Sequenced(host);
        // Somebody stopped a rebuild half way.
        var half = 0;
        var stopped = Shard.Cohorts with { Rows = t => ++half > 3 ? throw new OperationCanceledException() : CohortTables.Of(t) };
        await Should.ThrowAsync<OperationCanceledException>(() => Rebuild.Run(op, stopped, new RebuildOptions(Readers: 1, Chunk: 1)));
        async Task<bool> All(string sql) => await op.Main.Scalar<bool>(sql);
        for (var i = 0; i < 600 && !await All("select (select count(*) from journey.parked) >= 4 and (select count(*) from journey.webhook_delivery where attempts > 0) >= 2"); i++) await Task.Delay(50);
        // Days later.
        await op.Main.Run("update journey.webhook_delivery set state = 'dead', ended_at = now() where id in (select id from journey.webhook_delivery where attempts > 0 limit 2)");
        return webhook;
    }
}

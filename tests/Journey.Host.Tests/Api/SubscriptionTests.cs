using System.Net;
using System.Text;
using System.Text.Json;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Recording;
using Journey.Host.Tests.Confidential;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Journey.Host.Tests.Api;

public sealed class SubscriptionTests
{
    private const string Address = "https://hooks.college.example/journey";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Administrators_steer_subscriptions_and_a_service_sees_those_of_its_own_organization()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (admin, service, staff) = (new HttpApi(host, Roles.Administrator), new HttpApi(host, Roles.Service), new HttpApi(host));
        var (own, other) = await Organizations(host, admin);
        var mine = await admin.Make("/subscriptions", new { name = "Credential registry", owner = own, purpose = "credential-registry", delivery = "Pull", scope = new { types = new[] { "journey.graduated" } } });
        var theirs = await admin.Make("/subscriptions", new { name = "School board", owner = other, purpose = "planning", delivery = "RabbitMq", from = 0 });

        (await admin.Get("/subscriptions")).EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe(["Credential registry", "School board"]);
        (await service.Get("/subscriptions")).EnumerateArray().Select(s => s.GetProperty("id").GetGuid()).ShouldBe([mine]);
        (await service.Get($"/subscriptions/{mine}")).GetProperty("scope").GetProperty("types")[0].GetString().ShouldBe("journey.graduated");
        await service.Refused(HttpMethod.Get, $"/subscriptions/{theirs}", null, HttpStatusCode.NotFound, "subscription.unknown");
        await service.Refused(HttpMethod.Get, $"/subscriptions/{theirs}/deletions", null, HttpStatusCode.NotFound, "subscription.unknown");
        await service.Refused(HttpMethod.Post, $"/subscriptions/{mine}/pause", new { }, HttpStatusCode.Forbidden, "access.denied");
        await staff.Refused(HttpMethod.Get, "/subscriptions", null, HttpStatusCode.Forbidden, "access.denied");
        await service.Refused(HttpMethod.Get, "/deletions/outstanding", null, HttpStatusCode.Forbidden, "access.denied");

        // The answer's version is the subscription's own, for If-Match.
        (await admin.Post($"/subscriptions/{theirs}/pause", new { })).GetProperty("version").GetInt64().ShouldBe(2);
        (await admin.Post($"/subscriptions/{theirs}/pause", new { })).GetProperty("changed").GetBoolean().ShouldBeFalse();
        (await admin.Get($"/subscriptions/{theirs}")).GetProperty("pausedBecause").GetString().ShouldBe("by-hand");
        (await host.Services.GetRequiredService<Features.Subscriptions.Subscriptions>().Active(host.Operator, Ct)).Select(s => s.Id!.Value.Value).ShouldNotContain(theirs);
        await admin.Post($"/subscriptions/{theirs}/resume", new { });
        await admin.Post($"/subscriptions/{theirs}/replay", new { from = 1 });
        await admin.Post($"/subscriptions/{theirs}/replay", new { day = HttpApi.Day(0) });
        await admin.Refused(HttpMethod.Post, $"/subscriptions/{theirs}/replay", new { }, HttpStatusCode.Conflict, "subscription.from");
        await admin.Refused(HttpMethod.Post, $"/subscriptions/{theirs}/replay", new { from = 1_000_000 }, HttpStatusCode.Conflict, "subscription.position");
        await admin.Put($"/subscriptions/{theirs}/address", new { address = "school.journey" });
        await admin.Put($"/subscriptions/{theirs}/scope", new { programs = new[] { "aspire-manufacturing" } });
        var after = await host.Services.GetRequiredService<Features.Subscriptions.Subscriptions>().Find(host.Operator, new(theirs), Ct);
        (after!.Replays, after.ReplayFrom, after.Address, after.Scope.Programs.Single()).ShouldBe((2, 0, "school.journey", "aspire-manufacturing"));

        // The same rules on the command line.
        var told = new StringWriter();
        Task Type(params string[] words) => SubscriptionsCommand.Run(host.Operator, Caller.Job(host.Operator, "operations"), host.Services.GetRequiredService<Journal>(), words, told, Ct);
        await Type("pause", $"{theirs}");
        told.ToString().ShouldContain("School board (by-hand)");
        await Type("resume", $"{theirs}");
        await Type("replay", $"{theirs}", "2");
        (await Should.ThrowAsync<SetupException>(() => Type("replay", $"{mine}", HttpApi.Day(0)))).Message.ShouldContain("asks again");
        (await host.Services.GetRequiredService<Features.Subscriptions.Subscriptions>().Find(host.Operator, new(theirs), Ct))!.ReplayFrom.ShouldBe(2);

        await admin.Post($"/subscriptions/{theirs}/end", new { });
        await admin.Refused(HttpMethod.Post, $"/subscriptions/{theirs}/resume", new { }, HttpStatusCode.Conflict, "subscription.ended");

        // A newer host has written what this one does not know: it is read, and nothing is decided on it here.
        var now = DateTimeOffset.UtcNow;
        await Store.Append(host.Operator, new([new(mine, Features.Subscriptions.Subscriptions.StreamType, null, [new() { Id = Guid.CreateVersion7(), Type = "subscription_moved_to_mars", Data = "{}", OccurredAt = now, RecordedAt = now }])]), Ct);
        (await admin.Get($"/subscriptions/{mine}")).GetProperty("name").GetString().ShouldBe("Credential registry");
        await admin.Refused(HttpMethod.Post, $"/subscriptions/{mine}/pause", new { }, HttpStatusCode.Conflict, "stream.unknown-event");
    }

    [Fact]
    public async Task What_nobody_could_be_sent_is_refused_with_what_to_do()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var admin = new HttpApi(host, Roles.Administrator);
        var (own, _) = await Organizations(host, admin);
        object Asked(string? type = null, string? program = null, Guid? cohort = null, Guid? owner = null, string? address = Address) => new
        {
            name = "College", owner = owner ?? own, purpose = "planning", delivery = "Webhook", address,
            scope = new { types = type is null ? [] : new[] { type }, programs = program is null ? [] : new[] { program }, cohorts = cohort is null ? [] : new[] { cohort } },
        };
        foreach (var (body, code) in new (object, string)[]
        {
            (Asked(type: "journey.graduate"), "subscription.type"), (Asked(program: "aspire"), "subscription.program"), (Asked(cohort: Guid.NewGuid()), "subscription.cohort"), (Asked(owner: Guid.NewGuid()), "subscription.owner"),
            (Asked(address: "http://hooks.college.example/journey"), "address.scheme"), (Asked(address: "http://127.0.0.1:5432/"), "address.scheme"), (Asked(address: "https://me:word@hooks.college.example/"), "address.userinfo"),
            (Asked(address: null), "subscription.address"),
        })
            await admin.Refused(HttpMethod.Post, "/subscriptions", body, HttpStatusCode.Conflict, code);
        (await admin.Get("/subscriptions")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_is_told_once_and_is_in_no_dump_log_or_later_answer()
    {
        var logs = new Heard();
        await using var host = await HostUnderTest.Start(b => b.Logging.SetMinimumLevel(LogLevel.Trace));
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        var admin = new HttpApi(host, Roles.Administrator);
        var (own, _) = await Organizations(host, admin);
        admin.Client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        var body = new { name = "College", owner = own, purpose = "planning", delivery = "Webhook", address = Address };
        var opened = await admin.Post("/subscriptions", body);
        var id = opened.GetProperty("created").GetProperty("id").GetGuid();
        var first = Secret(opened);
        first.Length.ShouldBe(32);
        (await admin.Post("/subscriptions", body)).TryGetProperty("secret", out _).ShouldBeFalse("a repetition gets the answer that was kept, and that has no secret");

        var rotated = await admin.Post($"/subscriptions/{id}/secret", new { overlapHours = 2 });
        var second = Secret(rotated);
        (await admin.Post($"/subscriptions/{id}/secret", new { overlapHours = 2 })).TryGetProperty("secret", out _).ShouldBeFalse();
        var secrets = host.Services.GetRequiredService<SigningSecrets>();
        var now = DateTimeOffset.UtcNow;
        (await secrets.Of(host.Operator, new(id), now, Ct)).Select(s => s.Key.ToArray()).ShouldBe([second, first]);
        (await secrets.Of(host.Operator, new(id), now.AddHours(1.9), Ct)).Count.ShouldBe(2);
        (await secrets.Of(host.Operator, new(id), now.AddHours(2.1), Ct)).Single().Key.ToArray().ShouldBe(second);
        $"{(await secrets.Of(host.Operator, new(id), now, Ct))[0]}".ShouldNotContain("whsec");

        // However often it is done again, two sign; and what signs no more is taken away.
        admin.Client.DefaultRequestHeaders.Remove("Idempotency-Key");
        first = second;
        second = Secret(await admin.Post($"/subscriptions/{id}/secret", new { overlapHours = 2 }));
        (await secrets.Of(host.Operator, new(id), DateTimeOffset.UtcNow, Ct)).Select(s => s.Key.ToArray()).ShouldBe([second, first]);
        Task<long> Kept() => host.Operator.Keys.Scalar<long>("select count(*) from journey.signing_secret");
        (await Kept()).ShouldBe(2);
        using (var upkeep = ActivatorUtilities.CreateInstance<Features.Webhooks.WebhookUpkeep>(host.Services, new Later()))
        {
            await upkeep.StartAsync(Ct);
            for (var i = 0; i < 500 && await Kept() > 1; i++) await Task.Delay(20, Ct);
            await upkeep.StopAsync(Ct);
        }
        (await secrets.Of(host.Operator, new(id), DateTimeOffset.UtcNow, Ct)).Single().Key.ToArray().ShouldBe(second);
        rotated = await admin.Post($"/subscriptions/{id}/secret", new { overlapHours = 2 });
        (first, second) = (second, Secret(rotated));

        admin.Client.DefaultRequestHeaders.Remove("Idempotency-Key");
        await admin.Refused(HttpMethod.Post, $"/subscriptions/{id}/secret", new { overlapHours = 200 }, HttpStatusCode.Conflict, "subscription.overlap");
        var answers = $"{await admin.Get("/subscriptions")} {await admin.Get($"/subscriptions/{id}")}";
        (await admin.Get($"/subscriptions/{id}")).GetProperty("secrets").GetArrayLength().ShouldBe(2);
        var everywhere = answers + await CanaryTests.Dump(host.Operator.Main) + await CanaryTests.Dump(host.Operator.Keys) + logs;
        foreach (var secret in new[] { first, second })
        {
            foreach (var form in new[] { Convert.ToBase64String(secret), Convert.ToHexString(secret) }) everywhere.ShouldNotContain(form, Case.Insensitive);
        }
        everywhere.ShouldContain("subscription_secret_rotated");
        logs.ToString().Length.ShouldBeGreaterThan(1_000);

        // A row that somebody moved to another subscription signs nothing there.
        var stranger = await admin.Make("/subscriptions", new { name = "Other", owner = own, purpose = "planning", delivery = "Webhook", address = Address });
        await host.Operator.Keys.Run($"update journey.signing_secret s set wrapped = o.wrapped from journey.signing_secret o where s.subscription = '{stranger}' and o.subscription = '{id}' and o.until is null");
        await Should.ThrowAsync<System.Security.Cryptography.CryptographicException>(() => secrets.Of(host.Operator, new(stranger), now, Ct));

        await admin.Post($"/subscriptions/{id}/end", new { });
        (await secrets.Of(host.Operator, new(id), now, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_not_acknowledged_a_deletion_is_listed_the_oldest_first()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        var (admin, service, officer, staff) = (new HttpApi(host, Roles.Administrator), new HttpApi(host, Roles.Service), new HttpApi(host, Roles.PrivacyOfficer), new HttpApi(host));
        var (own, other) = await Organizations(host, admin);
        var before = await Withdraw(host, staff);
        await Sequenced(host);
        // A filter on types does not free anybody from deleting.
        var narrow = await admin.Make("/subscriptions", new { name = "Narrow", owner = own, purpose = "planning", delivery = "Pull", scope = new { types = new[] { "journey.graduated" } } });
        var whole = await admin.Make("/subscriptions", new { name = "Whole", owner = other, purpose = "planning", delivery = "Pull", from = 0 });
        var after = await Withdraw(host, staff);
        await Sequenced(host);

        (await Outstanding(officer)).ShouldBe([(whole, before), (narrow, after), (whole, after)], ignoreOrder: false);
        var asked = (await service.Get($"/subscriptions/{narrow}/deletions"))[0];
        (asked.GetProperty("event").GetGuid(), asked.GetProperty("type").GetString(), asked.GetProperty("acknowledged").GetBoolean()).ShouldBe((after, "journey.consent.withdrawn", false));
        asked.GetProperty("subject").GetString().ShouldStartWith("participants/");
        (await admin.Get($"/subscriptions/{narrow}")).GetProperty("outstanding").GetInt32().ShouldBe(1);

        (await service.Post($"/subscriptions/{narrow}/deletions/{after}", new { })).GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await service.Post($"/subscriptions/{narrow}/deletions/{after}", new { })).GetProperty("changed").GetBoolean().ShouldBeFalse();
        await service.Refused(HttpMethod.Post, $"/subscriptions/{narrow}/deletions/{before}", new { }, HttpStatusCode.NotFound, "deletion.unknown");
        await service.Refused(HttpMethod.Post, $"/subscriptions/{whole}/deletions/{after}", new { }, HttpStatusCode.NotFound, "subscription.unknown");
        (await Outstanding(admin)).ShouldBe([(whole, before), (whole, after)]);

        // What was received before the end has to be deleted after it, too.
        await admin.Post($"/subscriptions/{whole}/end", new { });
        await admin.Post($"/subscriptions/{whole}/deletions/{before}", new { });
        (await Outstanding(officer)).ShouldBe([(whole, after)]);

        // Replayed from before it began, it was sent what came before, too. Saying so takes no body.
        var late = await admin.Make("/subscriptions", new { name = "Late", owner = own, purpose = "planning", delivery = "RabbitMq" });
        (await Outstanding(officer)).ShouldBe([(whole, after)]);
        await admin.Post($"/subscriptions/{late}/replay", new { from = 0 });
        (await Outstanding(officer)).ShouldBe([(late, before), (whole, after), (late, after)], ignoreOrder: true);
        (await service.Send(HttpMethod.Post, $"/subscriptions/{late}/deletions/{before}", null)).GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await admin.Send(HttpMethod.Post, $"/subscriptions/{late}/pause", null)).GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await Outstanding(officer)).ShouldBe([(whole, after), (late, after)], ignoreOrder: true);
    }

    private static byte[] Secret(JsonElement answer)
    {
        var text = answer.GetProperty("secret").GetString()!;
        text.ShouldStartWith("whsec_");
        return Convert.FromBase64String(text["whsec_".Length..]);
    }

    private static async Task<List<(Guid, Guid)>> Outstanding(HttpApi api) =>
        [.. (await api.Get("/deletions/outstanding")).EnumerateArray().Select(o => (o.GetProperty("subscription").GetGuid(), o.GetProperty("event").GetGuid()))];

    // The development sign-in's own organization, and another one.
    internal static async Task<(Guid Own, Guid Other)> Organizations(HostUnderTest host, HttpApi admin)
    {
        var own = DevelopmentPeople.IdOf(host.Operator.Id.Value, "organization");
        await admin.Make("/organizations", new { id = own, name = "Fundy Bridge", kind = "ServiceProvider" });
        return (own, await admin.Make("/organizations", new { name = "Minas School Board", kind = "Other" }));
    }

    internal static async Task<Guid> Withdraw(HostUnderTest host, HttpApi staff)
    {
        var (person, _) = await staff.Accepted();
        var consent = await host.Operator.Main.Scalar<string>($"select data->>'consent' from journey.event where type = 'consent_given' and stream_id = '{person}'");
        return (await staff.Post($"/participants/{person}/consents/{consent}/withdraw", new { })).GetProperty("events")[0].GetGuid();
    }

    internal static async Task Sequenced(HostUnderTest host)
    {
        var last = await host.Operator.Main.Scalar<long>("select max(seq) from journey.event");
        while (await Store.PositionOf(host.Operator, last, Ct) is null) await Task.Delay(10, Ct);
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(3);
    }
}

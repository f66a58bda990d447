using System.Diagnostics.Metrics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Subscriptions;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;
using Journey.Tests.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace Journey.Host.Tests.Events;

/// <summary>Pull and server-sent events of a real host over HTTP: filters, connections that end at any moment, a restore, a host that stops.</summary>
public sealed class StreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<HostUnderTest> Host() => HostUnderTest.Start(b => b.Services.AddSingleton(new StreamPace(TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(200))));

    private static Task Write(HostUnderTest host, int people, int each = 4) => Store.Append(host.Operator, new Append([.. Enumerable.Range(0, people).Select(_ => Guid.NewGuid()).Select(id =>
        new StreamWrite(id, "participant", 0, [.. Enumerable.Range(0, each).Select(n => Written.Event(n == 0 ? new ParticipantRegistered(new(id), $"P{id:N}") : n == each - 1 ? new Graduated(new(id)) : new StageEntered(new(id), "crt"), null, DateTimeOffset.UtcNow))]))]), Ct);

    private static async Task<(HttpResponseMessage Answer, IAsyncEnumerator<SseItem<string>> Items)> Open(HttpClient client, string query, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream" + query);
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return (answer, SseParser.Create(await answer.Content.ReadAsStreamAsync(Ct)).EnumerateAsync(Ct).GetAsyncEnumerator(Ct));
    }

    [Fact]
    public async Task Disconnected_at_random_a_stream_loses_nothing_and_doubles_nothing_and_one_that_leaves_things_out_says_how_far_it_has_looked()
    {
        await using var host = await Host();
        using var client = host.Client(Roles.FeedReader);
        var random = new Random(11);
        await Write(host, 10);
        var writing = Task.Run(async () => { for (var i = 0; i < 20; i++) { await Write(host, 2); await Task.Delay(20, Ct); } }, Ct);
        var (got, last, connections) = (new List<long>(), (string?)null, 0);
        while (got.Count < 200)
        {
            var (answer, items) = await Open(client, "?after=0", last);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            connections++;
            for (var left = random.Next(1, 30); left > 0 && got.Count < 200 && await items.MoveNextAsync(); left--)
            {
                if (items.Current.EventType != StreamEvents.SeenType)
                {
                    var body = JsonDocument.Parse(items.Current.Data).RootElement;
                    body.GetProperty("type").GetString().ShouldBe(items.Current.EventType);
                    got.Add(long.Parse(body.GetProperty("position").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
                }
                last = items.Current.EventId;
            }
            answer.Dispose();
        }
        await writing;
        connections.ShouldBeGreaterThan(5);
        got.ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));

        var (filtered, some) = await Open(client, "?after=0&types=journey.graduated");
        var (graduated, seen) = (0, 0L);
        while (seen < 200 && await some.MoveNextAsync())
        {
            if (some.Current.EventType == StreamEvents.SeenType) seen = long.Parse(JsonDocument.Parse(some.Current.Data).RootElement.GetProperty("position").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            else if (some.Current.EventType == "journey.graduated") graduated++;
            else Assert.Fail(some.Current.EventType);
        }
        filtered.Dispose();
        (graduated, seen).ShouldBe((50, 200));
        (await client.GetAsync("/v1/events/stream?after=201", Ct)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var service = new HttpApi(host, Roles.FeedReader);
        await service.Refused(HttpMethod.Get, "/events/stream?types=nonsense", null, HttpStatusCode.BadRequest, "events.type");
    }

    [Fact]
    public async Task A_restore_is_noticed_by_who_listens_who_reconnects_and_who_pulls()
    {
        await using var host = await Host();
        var service = new HttpApi(host, Roles.FeedReader);
        await Write(host, 5);
        var (answer, items) = await Open(service.Client, "?after=0");
        var last = "";
        while (!last.EndsWith("/20", StringComparison.Ordinal) && await items.MoveNextAsync()) last = items.Current.EventId!;
        var origin = last.Split('/')[0];

        // As a restore does: the log is shorter and of another origin, and every connection ends.
        await host.Operator.Main.Run("delete from journey.log where position > 12; update journey.log_origin set cluster = 'elsewhere'");
        await host.Operator.Main.Run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        var told = "";
        while (await items.MoveNextAsync()) told = items.Current.EventType;
        // It is told, or the stream ends with its connection and says nothing: never an entry of the other log.
        told.ShouldBeOneOf(StreamEvents.OtherHistoryType, StreamEvents.SeenType, "");
        answer.Dispose();

        async Task<(HttpStatusCode, string?)> Ask(string path, string? lastId)
        {
            // Until the host has connections again.
            for (var i = 0; ; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
                using var got = await service.Client.SendAsync(request, Ct);
                if (got.StatusCode == HttpStatusCode.ServiceUnavailable && i < 50) { await Task.Delay(100, Ct); continue; }
                return (got.StatusCode, got.IsSuccessStatusCode ? null : JsonDocument.Parse(await got.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString());
            }
        }
        (await Ask("/v1/events/stream", $"{origin}/5")).ShouldBe((HttpStatusCode.Conflict, "events.other-history"));
        (await Ask($"/v1/events?after=5&origin={origin}", null)).ShouldBe((HttpStatusCode.Conflict, "events.other-history"));
        (await Ask("/v1/events/stream", "5")).ShouldBe((HttpStatusCode.BadRequest, "events.last-event-id"));
        (await Ask("/v1/events?after=5", null)).ShouldBe((HttpStatusCode.OK, null));
    }

    [Fact]
    public async Task Streams_end_when_their_host_stops_each_with_everything_and_many_share_one_reader()
    {
        var host = await Host();
        using var client = host.Client(Roles.FeedReader);
        await Write(host, 5);
        var streams = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Open(client, "?after=0")));
        var listening = streams.Select(s => Task.Run(async () =>
        {
            var got = 0;
            while (await s.Items.MoveNextAsync()) if (s.Items.Current.EventType.StartsWith("journey.log.", StringComparison.Ordinal) is false) got++;
            return got;
        }, Ct)).ToList();
        // Pages that were asked of the database; what other tests ask meanwhile only makes it more.
        var queries = 0;
        using var meter = new MeterListener { InstrumentPublished = (instrument, me) => { if (instrument.Name == "journey.log.pages") me.EnableMeasurementEvents(instrument); } };
        meter.SetMeasurementEventCallback<long>((_, count, tags, _) => { foreach (var tag in tags) if (tag is { Key: "journey.reader", Value: not "memory" }) Interlocked.Add(ref queries, (int)count); });
        meter.Start();
        for (var i = 0; i < 8; i++) { await Write(host, 1); await Task.Delay(150, Ct); }
        while (await Store.Head(host.Operator, Ct) < 52) await Task.Delay(20, Ct);
        await Task.Delay(1_500, Ct);
        queries.ShouldBeInRange(1, 30 * 8 / 3);
        await host.DisposeAsync();
        (await Task.WhenAll(listening).WaitAsync(TimeSpan.FromSeconds(20), Ct)).ShouldAllBe(got => got == 52);
        foreach (var (answer, _) in streams) answer.Dispose();
    }

    [Fact]
    public async Task A_service_reads_through_a_subscription_of_its_own_and_what_changes_it_holds_for_who_waits_already()
    {
        await using var host = await Host();
        var (service, admin) = (new HttpApi(host, Roles.Service), new HttpApi(host, Roles.Administrator));
        var (own, other) = await SubscriptionTests.Organizations(host, admin);
        await Write(host, 1);
        await SubscriptionTests.Sequenced(host);
        var begins = await Store.Head(host.Operator, Ct);
        Task<Guid> Opened(Guid owner, object scope) => admin.Make("/subscriptions", new { name = "College", owner, purpose = "planning", delivery = "Pull", scope, from = begins });
        var (mine, theirs) = (await Opened(own, new { }), await Opened(other, new { }));
        await Write(host, 1);
        await SubscriptionTests.Sequenced(host);

        foreach (var path in new[] { "/events", "/events?after=0", "/events/stream", $"/events/{Guid.NewGuid()}" })
            await service.Refused(HttpMethod.Get, path, null, HttpStatusCode.Forbidden, "events.subscription-required");
        await service.Refused(HttpMethod.Get, $"/events/{Guid.NewGuid()}?subscription={theirs}", null, HttpStatusCode.NotFound, "events.subscription");
        foreach (var path in new[] { "/events", "/events/stream" })
            await service.Refused(HttpMethod.Get, $"{path}?subscription={mine}&after={begins - 1}", null, HttpStatusCode.Conflict, "events.before-subscription");
        async Task<Guid> Last(string type) => await host.Operator.Main.Scalar<Guid>($"select id from journey.event where type = '{type}' order by seq desc limit 1");
        async Task<Guid> First(string type) => await host.Operator.Main.Scalar<Guid>($"select id from journey.event where type = '{type}' order by seq limit 1");
        (await service.Get($"/events/{await Last("graduated")}?subscription={mine}")).GetProperty("type").GetString().ShouldBe("journey.graduated");
        await service.Refused(HttpMethod.Get, $"/events/{await First("graduated")}?subscription={mine}", null, HttpStatusCode.NotFound, "events.unknown");

        async Task<(HttpStatusCode, string)> Poll(long after)
        {
            using var answer = await service.Client.GetAsync($"/v1/events?subscription={mine}&after={after}&wait=20", Ct);
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
            return (answer.StatusCode, answer.IsSuccessStatusCode ? string.Join(' ', body.EnumerateArray().Select(e => e.GetProperty("type").GetString())) : body.GetProperty("code").GetString()!);
        }
        // What somebody does to it comes into the log, and so wakes who waits: they get nothing by the scope before.
        var waiting = Poll(await Store.Head(host.Operator, Ct));
        await Task.Delay(200, Ct);
        await admin.Put($"/subscriptions/{mine}/scope", new { types = new[] { "journey.graduated" } });
        await Write(host, 1);
        (await waiting).ShouldBe((HttpStatusCode.OK, "journey.graduated"));
        await service.Refused(HttpMethod.Get, $"/events/{await Last("participant_registered")}?subscription={mine}", null, HttpStatusCode.NotFound, "events.unknown");

        await SubscriptionTests.Sequenced(host);
        var graduated = await First("graduated");
        foreach (var change in new[] { "pause", "end" })
        {
            waiting = Poll(await Store.Head(host.Operator, Ct));
            await Task.Delay(200, Ct);
            await admin.Post($"/subscriptions/{mine}/{change}", new { });
            await Write(host, 1);
            (await waiting).ShouldBe((HttpStatusCode.Conflict, "events.subscription-inactive"), change);
            await service.Refused(HttpMethod.Get, $"/events/{graduated}?subscription={mine}", null, HttpStatusCode.Conflict, "events.subscription-inactive");
            if (change == "pause") await admin.Post($"/subscriptions/{mine}/resume", new { });
            await SubscriptionTests.Sequenced(host);
        }
    }

    [Fact]
    public async Task A_pull_goes_by_program_cohort_and_subscription_and_nobody_pulls_anothers()
    {
        await using var host = await Host();
        var (service, whole) = (new HttpApi(host, Roles.Service), new HttpApi(host, Roles.FeedReader));
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        var cohort = new CohortId(Guid.NewGuid());
        foreach (var (id, program) in new[] { (one, "plain"), (two, "other") })
            await Store.Append(host.Operator, new Append([new StreamWrite(id, "participant", 0, [
                Written.Event(new ParticipantRegistered(new(id), $"P{id:N}"), null, DateTimeOffset.UtcNow), Written.Event(new EnrollmentOpened(new(id), program, 1, "America/Halifax"), null, DateTimeOffset.UtcNow),
                Written.Event(new Domain.Intake.OfferAccepted(new(id), program == "plain" ? cohort : new(Guid.NewGuid())), null, DateTimeOffset.UtcNow), Written.Event(new Graduated(new(id)), null, DateTimeOffset.UtcNow)])]), Ct);
        var mine = new OrganizationId(DevelopmentPeople.IdOf(host.Operator.Id.Value, "organization"));
        async Task<Guid> Opened(OrganizationId owner, params SubscriptionEvent[] then)
        {
            var id = Guid.NewGuid();
            await Store.Append(host.Operator, new Append([new StreamWrite(id, Features.Subscriptions.Subscriptions.StreamType, 0, [.. new SubscriptionEvent[] { new SubscriptionOpened(new(id), "College", owner, "planning", new(["journey.graduated"], ["plain"], []), Delivery.Pull, null, 1) }
                .Concat(then).Select(e => Written.Event(e, null, DateTimeOffset.UtcNow))])]), Ct);
            return id;
        }
        var (own, paused, theirs) = (await Opened(mine), await Opened(mine, new SubscriptionPaused("by-hand")), await Opened(new(Guid.NewGuid())));
        while (await Store.Head(host.Operator, Ct) < 12) await Task.Delay(10, Ct);

        async Task<string> Types(string query)
        {
            using var answer = await (query.StartsWith("subscription", StringComparison.Ordinal) ? service : whole).Client.GetAsync("/v1/events?" + query, Ct);
            answer.Headers.GetValues(ReadEvents.Seen).Single().ShouldBe(answer.Headers.GetValues(ReadEvents.Head).Single());
            return string.Join(' ', JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.EnumerateArray().Select(e => e.GetProperty("type").GetString()!["journey.".Length..]));
        }
        (await Types("program=plain")).ShouldBe("enrollment.opened seat.accepted graduated");
        (await Types($"cohort={cohort}")).ShouldBe("seat.accepted graduated");
        (await Types($"cohort={cohort}&types=journey.graduated")).ShouldBe("graduated");
        (await Types($"subscription={own}")).ShouldBe("graduated");
        (await Types($"subscription={own}&program=other")).ShouldBe("");
        await service.Refused(HttpMethod.Get, $"/events?subscription={theirs}", null, HttpStatusCode.NotFound, "events.subscription");
        await service.Refused(HttpMethod.Get, $"/events?subscription={Guid.NewGuid()}", null, HttpStatusCode.NotFound, "events.subscription");
        await service.Refused(HttpMethod.Get, $"/events/stream?subscription={paused}", null, HttpStatusCode.Conflict, "events.subscription-inactive");

        // A stream does not outlive what it may tell.
        foreach (var change in new SubscriptionEvent[] { new SubscriptionScopeChanged(new(["journey.graduated"], ["other"], [])), new SubscriptionPaused("by-hand") })
        {
            var (open, items) = await Open(service.Client, $"?subscription={own}");
            (await items.MoveNextAsync()).ShouldBeTrue();
            await Store.Append(host.Operator, new Append([new StreamWrite(own, Features.Subscriptions.Subscriptions.StreamType, null, [Written.Event(change, null, DateTimeOffset.UtcNow)])]), Ct);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(TimeSpan.FromSeconds(30));
            while (await items.MoveNextAsync().AsTask().WaitAsync(patience.Token)) { }
            open.Dispose();
        }

        foreach (var (path, kind) in new[] { ("/schemas/events/journey.graduated.json", "application/schema+json"), ("/schemas/events/envelope.json", "application/schema+json"), ("/asyncapi/v1.json", "application/json") })
        {
            using var answer = await service.Client.GetAsync(path, Ct);
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, kind), path);
        }
        (await service.Client.GetAsync("/schemas/events/nonsense.json", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}

using Journey.Domain.Participants;
using Journey.Domain.Subscriptions;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Features.Webhooks;
using Journey.Tests.Projections;
using Microsoft.AspNetCore.Http;

namespace Journey.Host.Tests.Webhooks;

public sealed class DeliveringTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The law: of each participant the first successful receptions are in the log's order, nothing in scope is missing, nothing else comes.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Each_participants_entries_arrive_in_order_whatever_fails(int seed)
    {
        await using var d = await Deliveries.New();
        d.Scope = SubscriptionScope.All with { Types = ["journey.stage.entered"] };
        d.Settings = d.Settings with { Timeout = TimeSpan.FromMilliseconds(250), Parallel = 6 };
        var (random, busy) = (new Random(seed), new HashSet<Guid>());
        var owner = new Dictionary<Guid, Guid>();
        d.Receiver.Answer = async (post, http) =>
        {
            int dice;
            lock (random)
            {
                busy.Add(owner[post.Id]).ShouldBeTrue("one post of a participant at a time");
                dice = random.Next(20);
            }
            if (dice == 0) await Task.Delay(400);
            lock (random) busy.Remove(owner[post.Id]);
            if (dice == 1) http.Abort();
            if (dice is 2 or 3) http.Response.Redirect("/elsewhere");
            if (dice is 4 or 5) http.Response.StatusCode = 500;
            if (dice == 6) (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, "3");
            if (dice == 7) http.Response.StatusCode = 404;
        };
        var people = Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()).ToList();
        for (var i = 0; i < 5; i++)
        {
            foreach (var person in people.OrderBy(_ => random.Next()))
            {
                var (wanted, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
                owner[wanted] = person;
                await d.Written.Append(person, Written.Event(new StageEntered(new(person), "crt"), null, Then, id: wanted), Written.Event(new Graduated(new(person)), null, Then, id: other));
            }
            if (i == 1) await d.Host("one");
        }
        await d.Written.Sequenced();
        await d.Until(async () => (await d.Endpoint()).Pending == 0 && d.Receiver.Taken.Distinct().Count() == owner.Count, 10 * Minute);

        var log = (await Store.ReadLog(d.Op, 0, 1_000)).Where(e => owner.ContainsKey(e.Event.Id)).Select(e => (e.Event.StreamId, e.Event.Id)).ToLookup(e => e.StreamId, e => e.Id);
        var received = d.Receiver.Taken.Distinct().ToLookup(id => owner[id]);
        foreach (var person in people) received[person].ShouldBe(log[person]);
        (d.Receiver.MostAtOnce is > 1 and <= 6).ShouldBeTrue($"{d.Receiver.MostAtOnce} at once");
        (await d.Rows()).ShouldAllBe(r => r.State == "delivered" && r.Type == "journey.stage.entered");
        d.Receiver.Posts.ShouldAllBe(p => p.Path == "/hooks");
    }

    [Fact]
    public async Task An_entry_that_is_never_taken_is_tried_ten_times_on_schedule_then_its_participants_later_ones_go_on()
    {
        await using var d = await Deliveries.New();
        d.Settings = d.Settings with { PauseAfter = TimeSpan.FromDays(30) };
        var (person, other) = (Guid.NewGuid(), Guid.NewGuid());
        var ids = await d.Append(person, person, other);
        d.Receiver.Answer = (post, http) => { if (post.Id == ids[0]) http.Response.StatusCode = 422; return http.Response.WriteAsync("no such stage"); };
        await d.Host("one");
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Contains(ids[2])));
        for (var attempts = 1; attempts < RetrySchedule.Attempts; attempts++)
        {
            await d.Until(async () => (await First()).Attempts == attempts);
            var row = await First();
            (row.Next!.Value - row.Last!.Value).ShouldBeInRange(RetrySchedule.Delays[attempts - 1] * 0.84, RetrySchedule.Delays[attempts - 1] * 1.16 + TimeSpan.FromSeconds(5));
            d.Receiver.Taken.ToArray().ShouldBe([ids[2]], "later ones wait");
            d.Clock.Turn(row.Next.Value - d.Clock.GetUtcNow() + TimeSpan.FromSeconds(31)); // and the circuit's longest wait of that time
        }
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Contains(ids[1])), TimeSpan.FromMinutes(40));
        var dead = (await d.Rows("dead")).ShouldHaveSingleItem();
        (dead.Event, dead.Attempts, dead.Outcome, dead.Status).ShouldBe((ids[0], 10, Outcomes.Status, 422));
        var tries = await DeliveryLog.Attempts(d.Op, dead.Id, default);
        tries.Select(t => t.Number).ShouldBe(Enumerable.Range(1, 10));
        tries.ShouldAllBe(t => t.Body == "no such stage" && t.Request["webhook-signature"] == "v1,…" && t.Request["webhook-id"] == ids[0].ToString() && t.Timings.FirstByte > 0 && t.Timings.Connect > 0);

        d.Receiver.Answer = (_, _) => Task.CompletedTask;
        (await DeliveryLog.Replay(d.Op, d.Id, dead.Id, d.Clock.GetUtcNow(), default)).ShouldBeTrue();
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Contains(ids[0])));
        await d.Until(async () => (await First()) is { State: "delivered", Times: 1, Attempts: 1 });

        async Task<LoggedDelivery> First() => (await d.Rows()).Single(r => r.Event == ids[0]);
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_left_alone_but_for_probes_and_gets_everything_when_it_is_back()
    {
        await using var d = await Deliveries.New();
        d.Receiver.Answer = (_, http) => { http.Response.StatusCode = 500; return Task.CompletedTask; };
        await d.Append([.. Enumerable.Range(0, 30).Select(_ => Guid.NewGuid())]);
        await d.Host("one");
        await d.Until(async () => (await d.Endpoint()).Circuit.IsOpen);
        await Task.Delay(150);
        var before = d.Receiver.Posts.Count;
        before.ShouldBeLessThanOrEqualTo(16, "eight at a time, and open after five");
        d.Clock.Turn(Minute);
        await d.Until(async () => (await d.Endpoint()).Circuit.Probes == 1);
        await Task.Delay(100);
        d.Receiver.Posts.Count.ShouldBe(before + 1);

        // Another host finds it so in the database.
        await d.Stop();
        await d.Host("two");
        await Task.Delay(150);
        d.Receiver.Posts.Count.ShouldBe(before + 1);
        d.Receiver.Answer = (_, _) => Task.CompletedTask;
        d.Clock.Turn(2 * Minute);
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Count == 30));
        await d.Until(async () => await d.Endpoint() is { Pending: 0, Circuit.IsOpen: false, Circuit.FailingSince: null });
    }

    [Fact]
    public async Task After_three_days_of_nothing_but_failure_it_is_paused_and_nothing_is_given_up()
    {
        await using var d = await Deliveries.New();
        d.Receiver.Answer = (_, http) => { http.Response.StatusCode = 503; return Task.CompletedTask; };
        await d.Append(Guid.NewGuid(), Guid.NewGuid());
        await d.Host("one");
        var began = d.Clock.GetUtcNow();
        await d.Until(() => Task.FromResult(d.Pauses.Count > 0), TimeSpan.FromMinutes(45));
        d.Pauses.ShouldBe([PauseReasons.Failing]);
        (d.Clock.GetUtcNow() - began).ShouldBeGreaterThan(TimeSpan.FromDays(3));
        await d.Until(async () => await d.Endpoint() is { Pending: 2, Dead: 0, Circuit.FailingSince: null });

        await d.Stop();
        (d.Paused, d.Receiver.Answer) = (false, (_, _) => Task.CompletedTask);
        await d.Host("one");
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Count == 2));
        d.Pauses.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Gone_pauses_at_once_and_the_entry_waits()
    {
        await using var d = await Deliveries.New();
        d.Receiver.Answer = (_, http) => { http.Response.StatusCode = 410; return Task.CompletedTask; };
        var person = Guid.NewGuid();
        await d.Append(person, person);
        await d.Host("one");
        await d.Until(() => Task.FromResult(d.Pauses.Count > 0));
        d.Pauses.ShouldBe([PauseReasons.Gone]);
        await Task.Delay(100);
        d.Receiver.Posts.Count.ShouldBe(1);
        (await d.Rows("pending")).Count.ShouldBe(2);
    }

    /// <summary>A host hangs with a post under way, past its lease: another one delivers, and what the first one then learns is not written.</summary>
    [Fact]
    public async Task What_a_host_learns_after_it_lost_its_lease_is_not_recorded()
    {
        await using var d = await Deliveries.New();
        var person = Guid.NewGuid();
        var ids = await d.Append(person, person);
        var hold = new TaskCompletionSource();
        d.Receiver.Answer = (_, _) => d.Receiver.Posts.Count == 1 ? hold.Task : Task.CompletedTask;
        var first = (await d.Host("one"))!;
        await d.Until(() => Task.FromResult(d.Receiver.Posts.Count == 1));
        (await d.Host("two")).ShouldBeNull();
        await d.Written.Scalar("update journey.shard set lease_until = clock_timestamp()");
        await d.Host("two");
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Count == 2));
        await d.Until(async () => (await d.Endpoint()).Pending == 0);
        hold.SetResult();
        await Should.ThrowAsync<LeaseLost>(() => first);

        d.Receiver.Posts.Select(p => p.Id).ShouldBe([ids[0], ids[0], ids[1]]);
        (await d.Written.Scalar("select count(*) from journey.webhook_attempt")).ShouldBe(2L);
        (await d.Rows()).ShouldAllBe(r => r.State == "delivered" && r.Attempts == 1);
    }

    [Fact]
    public async Task A_host_that_stops_waits_a_moment_for_its_posts_so_that_none_is_repeated()
    {
        await using var d = await Deliveries.New();
        await d.Append(Guid.NewGuid());
        d.Receiver.Answer = (_, _) => Task.Delay(300);
        await d.Host("one");
        await d.Until(() => Task.FromResult(d.Receiver.Posts.Count == 1));
        await d.Stop();
        (await d.Rows()).ShouldHaveSingleItem().State.ShouldBe("delivered");
    }

    [Fact]
    public async Task What_waits_in_the_table_is_bounded_and_the_rest_waits_in_the_log()
    {
        await using var d = await Deliveries.New();
        d.Settings = d.Settings with { Backlog = 7 };
        d.Receiver.Answer = (_, http) => { http.Response.StatusCode = 500; return Task.CompletedTask; };
        await d.Append([.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())]);
        await d.Host("one");
        await d.Until(async () => (await d.Endpoint()).Circuit.IsOpen);
        await Task.Delay(100);
        (await d.Rows()).Count.ShouldBe(7);
        d.Receiver.Answer = (_, _) => Task.CompletedTask;
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Distinct().Count() == 20), Minute);
        (await d.Written.Scalar("select position from journey.shard")).ShouldBe(20L);
    }

    [Fact]
    public async Task What_stands_before_an_event_of_a_newer_host_is_delivered_and_the_work_is_offered_to_that_host()
    {
        await using var d = await Deliveries.New();
        var (person, other) = (Guid.NewGuid(), Guid.NewGuid());
        var ids = await d.Append(person);
        await d.Written.Append(other, Written.Event(new StageEntered(new(other), "crt"), null, Then) with { Type = "invented_later", Data = "{}" });
        await d.Append(person);
        await d.Host("one", length: TimeSpan.FromSeconds(1));
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Contains(ids[0])));
        await d.Until(async () => (await d.Endpoint()).Pending == 0);
        await d.Until(async () => await d.Written.Scalar("select error from journey.shard where unread = '{invented_later}' and position = 1") as string == NewerEvent.Waits(2));
        d.Receiver.Posts.Count.ShouldBe(1);
    }

    /// <summary>Replays come faster than hosts, or while it is paused: none of them goes beyond what an earlier one has not brought.</summary>
    [Fact]
    public async Task A_replay_begins_no_later_than_what_was_not_taken_yet()
    {
        await using var written = await Written.New();
        var s = new Subscription { Id = new(Guid.CreateVersion7()), From = 10, ReplaysFrom = [50, 300] };
        (await Beginning.Read(written.Op, default)).Of(s).ShouldBe(10, "nobody has begun");
        await Row(1, 400);
        (await Beginning.Read(written.Op, default)).Of(s).ShouldBe(50, "the replay from 50 was never begun");
        await Row(2, 120);
        (await Beginning.Read(written.Op, default)).Of(s).ShouldBe(120, "and then not ended");
        (await Beginning.Read(written.Op, default)).Of(s with { ReplaysFrom = [50, 30] }).ShouldBe(30);

        async Task Row(int version, long position) => await written.Scalar($"insert into journey.shard (name, version, position) values ('subscription:{s.Id}', {version}, {position}) returning 1");
    }

    private static readonly DateTimeOffset Then = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
}

using Journey.EventStore;

namespace Journey.Tests.Log;

/// <summary>The database is put back to an earlier state where it is, under a process that goes on: no connection breaks, and the origin that was kept in it comes back too.</summary>
public sealed class WentBackTests
{
    [Fact]
    public async Task A_log_that_went_back_under_a_running_sequencer_goes_on_densely_as_another_history()
    {
        var op = await Postgres.NewOperator();
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => new Sequencer(op, "host", TimeSpan.FromSeconds(1)).Run(stop.Token));
        var stream = Guid.CreateVersion7();
        await Store.Append(op, Given.One(stream, 0, events: 5));
        (await Store.WaitForHead(op, 4, TimeSpan.FromSeconds(20))).ShouldBe(5);
        var kept = await op.Ask<string>("select jsonb_build_object('seq', (select last_value from journey.event_seq), 'sequencer', (select to_jsonb(s) from journey.sequencer s))::text");
        var origin = await Store.LogOrigin(op);
        await Store.Append(op, Given.One(stream, 5, events: 4));
        (await Store.WaitForHead(op, 8, TimeSpan.FromSeconds(20))).ShouldBe(9);
        op.Restores.ShouldBe(0);

        // The state of before, with the very claim that is held now.
        await op.Do($"""
            do $$ begin
              lock table journey.sequencer in exclusive mode;
              delete from journey.log where position > 5;
              delete from journey.event where version > 5;
              update journey.stream set version = 5;
              update journey.sequencer s set settled = k.settled from jsonb_to_record('{kept}'::jsonb -> 'sequencer') k(settled bigint);
              perform setval('journey.event_seq', ('{kept}'::jsonb ->> 'seq')::bigint);
            end $$
            """);

        (await Store.Append(op, Given.One(stream, 5))).Versions[stream].ShouldBe(6);
        await Given.Eventually(async () => await Store.Head(op) == 6, "the new event has its position");
        await Given.Eventually(async () => await Store.WaitForHead(op, 5, TimeSpan.Zero) == 6, "the process knows the head");
        op.Restores.ShouldBe(1);
        (await Store.LogOrigin(op)).ShouldNotBe(origin);
        await Store.Append(op, Given.One(stream, 6));
        (await Store.WaitForHead(op, 6, TimeSpan.FromSeconds(20))).ShouldBe(7);
        await op.LogIsComplete();
        await stop.CancelAsync();
        await run;
    }
}

using Journey.EventStore;
using Npgsql;

namespace Journey.Tests.Log;

/// <summary>An append and a round, stopped at each of their steps and let go in every order that matters.</summary>
public sealed class InterleavingTests
{
    private readonly Guid slow = Guid.CreateVersion7(), quick = Guid.CreateVersion7();

    [Fact]
    public async Task What_commits_late_gets_a_later_position_and_nothing_waits_for_it()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var late = await AppenderByHand.Begin(op);
        var first = await late.Append(slow, 2);
        var second = (await Store.Append(op, Given.One(quick))).Seq;

        (await hand.Round()).ShouldBe(1);
        await late.Commit();
        (await hand.Round()).ShouldBe(2);

        (await op.List<long>("select seq from journey.log order by position")).ShouldBe([second, first - 1, first]);
        hand.Holes.ShouldBe("{}");
        await op.LogIsComplete();
    }

    [Fact]
    public async Task What_is_rolled_back_leaves_no_position_and_is_forgotten()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var gone = await AppenderByHand.Begin(op);
        await gone.Append(slow, 3);
        await Store.Append(op, Given.One(quick));
        (await hand.Round()).ShouldBe(1);
        hand.Holes.ShouldNotBe("{}", "while it may still commit, its numbers are awaited");

        await gone.Rollback();
        (await hand.Round()).ShouldBe(0);
        await Given.Eventually(async () => { await hand.Round(); return hand.Holes == "{}"; }, "the numbers are given up");
        await op.LogIsComplete();
    }

    [Fact]
    public async Task Numbers_drawn_under_a_savepoint_count_once_it_is_kept()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var writer = await AppenderByHand.Begin(op);
        await writer.Do("savepoint one");
        await writer.Append(slow, 2);
        await writer.Do("rollback to savepoint one");
        await writer.Do("savepoint two");
        var kept = await writer.Append(slow, 1);
        await writer.Do("release savepoint two");
        await Store.Append(op, Given.One(quick));
        (await hand.Round()).ShouldBe(1);
        await writer.Commit();
        (await hand.Round()).ShouldBe(1);
        (await op.List<long>("select seq from journey.log order by position desc limit 1")).ShouldBe([kept]);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_terminated_writer_leaves_nothing_behind()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var victim = await AppenderByHand.Begin(op);
        await victim.Append(slow, 2);
        await Store.Append(op, Given.One(quick));
        (await hand.Round()).ShouldBe(1);
        await victim.Terminate(op);
        await Given.Eventually(async () => { await hand.Round(); return hand.Holes == "{}"; }, "the numbers are given up");
        (await Store.Append(op, Given.One(slow, expected: 0))).Versions[slow].ShouldBe(1);
        (await hand.Round()).ShouldBe(1);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_writer_stopped_before_its_stream_draws_its_numbers_later()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(slow));
        var hand = await SequencerByHand.Claim(op);
        await using var blocker = await AppenderByHand.Begin(op);
        await blocker.Do("select from journey.stream where id = $1 for update", slow);
        await using var writer = await AppenderByHand.Begin(op);
        var appending = writer.Append(slow, 1);
        await AppenderByHand.Waits(op, writer.Pid);
        await Store.Append(op, Given.One(quick));
        (await hand.Round()).ShouldBe(2);
        await blocker.Rollback();
        await appending;
        (await hand.Round()).ShouldBe(0);
        await writer.Commit();
        (await hand.Round()).ShouldBe(1);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_writer_stopped_with_its_numbers_drawn_is_awaited()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        var shared = Guid.CreateVersion7();
        await using var blocker = await AppenderByHand.Begin(op);
        await blocker.Append(Guid.CreateVersion7(), shared);
        await using var writer = await AppenderByHand.Begin(op);
        var appending = writer.Append(slow, Guid.CreateVersion7(), shared, Guid.CreateVersion7());  // stops at the second's unique id
        await AppenderByHand.Waits(op, writer.Pid);
        await Store.Append(op, Given.One(quick));
        (await hand.Round()).ShouldBe(1);
        for (var i = 0; i < 5; i++) (await hand.Round()).ShouldBe(0);
        await blocker.Rollback();
        await appending;
        (await hand.Round()).ShouldBe(0);
        await writer.Commit();
        (await hand.Round()).ShouldBe(3);
        await op.LogIsComplete();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_round_stopped_between_its_xid_and_its_look_loses_nothing(bool commitsMeanwhile)
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var open = await AppenderByHand.Begin(op);
        await open.Append(slow, 1);
        await Store.Append(op, Given.One(quick));

        await using var blocker = await AppenderByHand.Begin(op);
        await blocker.Do("select from journey.sequencer for update");
        await using var connection = await op.Main.OpenConnectionAsync();
        var round = hand.Round(on: connection);
        await AppenderByHand.Waits(op, connection.ProcessID);  // it has read the sequence and drawn its xid
        await using var later = await AppenderByHand.Begin(op);
        await later.Append(Guid.CreateVersion7(), 2);           // numbers it can't know of
        if (commitsMeanwhile) await later.Commit();
        await Store.Append(op, Given.One(quick));
        await blocker.Rollback();
        (await round).ShouldBe(1, "only what was drawn before it read the sequence");

        if (!commitsMeanwhile) await later.Commit();
        await hand.Round();
        await open.Commit();
        await hand.Round();
        await op.LogIsComplete();
        (await Store.Head(op)).ShouldBe(5);
    }

    [Fact]
    public async Task What_commits_after_a_round_has_looked_and_before_it_has_written_is_still_awaited()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var open = await AppenderByHand.Begin(op);
        await open.Append(slow, 2);
        await Store.Append(op, Given.One(quick));

        await using var blocker = await AppenderByHand.Begin(op);
        await blocker.Do("insert into journey.log values (1, -1, now(), '')");
        await using var connection = await op.Main.OpenConnectionAsync();
        var round = hand.Round(on: connection);
        await AppenderByHand.Waits(op, connection.ProcessID);  // its look is done, its row is not
        await open.Commit();
        await blocker.Rollback();
        (await round).ShouldBe(1);
        (await hand.Round()).ShouldBe(2);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_round_stopped_before_its_commit_keeps_the_next_claim_waiting_and_then_counts()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await Store.Append(op, Given.One(quick, events: 2));
        await using var connection = await op.Main.OpenConnectionAsync();
        await connection.Sql("begin").ExecuteNonQueryAsync();
        (await hand.Round(on: connection)).ShouldBe(2);
        var takeover = SequencerByHand.Claim(op, "another");
        await Task.Delay(100);
        takeover.IsCompleted.ShouldBeFalse();
        await connection.Sql("commit").ExecuteNonQueryAsync();
        var next = await takeover;
        await Store.Append(op, Given.One(quick));
        (await next.Round()).ShouldBe(1);
        (await Should.ThrowAsync<PostgresException>(async () => { await Store.Append(op, Given.One(slow)); await hand.Round(); })).SqlState.ShouldBe("JE010");
        (await next.Round()).ShouldBe(1);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_round_that_dies_has_given_no_position()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await Store.Append(op, Given.One(quick, events: 2));
        await using (var dying = await AppenderByHand.Begin(op))
        {
            await dying.Do("select from journey.sequence_events('hand', $1, 0, '{}', '{}', 100)", hand.Epoch);
            await dying.Terminate(op);
        }
        (await Store.Head(op)).ShouldBe(0);
        (await hand.Round()).ShouldBe(2);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_sequencer_that_takes_over_awaits_what_the_one_before_awaited()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var open = await AppenderByHand.Begin(op);
        await open.Append(slow, 2);
        await Store.Append(op, Given.One(quick));
        (await hand.Round()).ShouldBe(1);
        var next = await SequencerByHand.Claim(op, "another");
        (await next.Round()).ShouldBe(0);
        await open.Commit();
        (await next.Round()).ShouldBe(2);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_round_cut_short_by_its_limit_gives_up_nothing()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var open = await AppenderByHand.Begin(op);
        await open.Append(slow, 50);
        await Store.Append(op, Given.One(quick, events: 3));
        (await hand.Round()).ShouldBe(3);
        await open.Commit();
        var rounds = new List<int>();
        while (await hand.Round(limit: 20) is var n and > 0) rounds.Add(n);
        rounds.ShouldBe([20, 20, 10]);
        await op.LogIsComplete();
    }
}

using Journey.EventStore;
using Npgsql;

namespace Journey.Tests.Log;

/// <summary>A rebuild, an index build, somebody's forgotten console: a transaction with an xid, open and idle, which freezes every snapshot's xmin.</summary>
public sealed class ForeignTransactionTests
{
    // What an idle round may touch, in pages: a few index descents. 20,000 events behind it would be some 600 pages and more.
    private const int IdlePages = 40;

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_idle_foreign_transaction_stalls_nothing_and_costs_nothing(bool inAnotherDatabase)
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var elsewhere = inAnotherDatabase ? await Postgres.NewDatabase() : null;
        await using var foreign = await (elsewhere ?? op.Main).OpenConnectionAsync();
        await foreign.Sql("begin; select pg_current_xact_id()").ExecuteNonQueryAsync();

        var streams = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var stream in streams) await Store.Append(op, Given.One(stream, expected: 0, events: 1000));
        while (await hand.Round() > 0) { }
        (await Store.Head(op)).ShouldBe(20_000);
        var before = await Productive(op, hand, streams);

        for (var round = 0; round < 500; round++) // and not for some time: a busy machine would do too little in it
        {
            var seq = (await Store.Append(op, Given.One(streams[round % streams.Length]))).Seq;
            (await hand.Round()).ShouldBe(1, "an event waits for a transaction that has nothing to do with it");
            (await Store.PositionOf(op, seq)).ShouldNotBeNull();
        }

        var idle = await hand.CostOfRound();
        idle.Buffers.ShouldBeLessThan(IdlePages);
        idle.WalRecords.ShouldBe(0);
        (await Productive(op, hand, streams)).ShouldBeLessThan(before + IdlePages, "a round got dearer while the transaction stood there");
        await foreign.Sql("rollback").ExecuteNonQueryAsync();
        await op.LogIsComplete();
    }

    [Fact]
    public async Task A_writer_that_is_stuck_costs_a_look_at_its_own_numbers()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await using var stuck = await AppenderByHand.Begin(op);
        await stuck.Append(Guid.CreateVersion7(), 3);
        var stream = Guid.CreateVersion7();
        for (var i = 0; i < 20; i++) await Store.Append(op, Given.One(stream, events: 1000));
        while (await hand.Round() > 0) { }
        (await hand.CostOfRound()).Buffers.ShouldBeLessThan(IdlePages);
        await stuck.Commit();
        (await hand.Round()).ShouldBe(3);
        await op.LogIsComplete();
    }

    [Fact]
    public async Task An_idle_poll_draws_no_xid_and_writes_no_WAL()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await Store.Append(op, Given.One(Guid.CreateVersion7()));
        await using var open = await AppenderByHand.Begin(op);
        await open.Append(Guid.CreateVersion7(), 2);
        await Store.Append(op, Given.One(Guid.CreateVersion7()));
        await hand.Round();
        hand.Holes.ShouldNotBe("{}");
        await hand.Round();

        (await hand.CostOfRound()).WalRecords.ShouldBe(0);
        await using var connection = await op.Main.OpenConnectionAsync();
        await connection.Sql("begin").ExecuteNonQueryAsync();
        (await hand.Round(on: connection)).ShouldBe(0);
        (await connection.Sql("select pg_current_xact_id_if_assigned()").ExecuteScalarAsync()).ShouldBe(DBNull.Value);
        await connection.Sql("rollback").ExecuteNonQueryAsync();
    }

    private static async Task<long> Productive(Operator op, SequencerByHand hand, Guid[] streams)
    {
        await Store.Append(op, Given.One(streams[0]));
        var cost = (await hand.CostOfRound()).Buffers;
        await hand.Start();
        return cost;
    }
}

using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;
using Npgsql;

namespace Journey.Tests.Projections;

/// <summary>Processes that were stopped in the middle of a transaction, whose sessions hold rows for as long as they stand still.</summary>
[Trait("Category", "Faults")]
public sealed class StoppedRebuildTests
{
    [Fact]
    public async Task A_rebuild_goes_on_though_the_process_that_was_at_it_stands_still_with_a_chunk_in_its_hands()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(7);
        foreach (var _ in Enumerable.Range(0, 5)) { var id = new ParticipantId(Guid.NewGuid()); await written.Append(id.Value, random.Person(id, 10)); }
        await written.Project();
        var live = await Rebuild.Hash(written.Op, Shard.Cohorts);
        var killed = Shard.Cohorts with { Rows = _ => throw new OperationCanceledException() };
        try { await Rebuild.Run(written.Op, killed); }
        catch (Exception e) when (e is OperationCanceledException or LeaseLost) { }
        (await written.Scalar("select count(*) from journey.build_chunk where done_at is null")).ShouldBe(1L);

        var stopped = await Holding(written.Op, "select chunk from journey.build_chunk for update");
        await Rebuild.Run(written.Op, Shard.Cohorts).WaitAsync(TimeSpan.FromSeconds(30));
        (await Rebuild.Hash(written.Op, Shard.Cohorts)).ShouldBe(live);
        await Should.ThrowAsync<NpgsqlException>(stopped.DisposeAsync().AsTask()); // its session was ended
    }

    [Fact]
    public async Task What_there_is_to_follow_is_told_though_somebody_holds_the_builds()
    {
        await using var written = await Written.New();
        await written.Scalar("insert into journey.build (model, version, number, state, start) values ('cohorts', 0, 99, 'kept', 0)");
        await using var stopped = await Holding(written.Op, "select number from journey.build for update");
        (await new Shards(written.Op, "host").Followers(default).WaitAsync(TimeSpan.FromSeconds(15))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rebuilds_transaction_that_stands_still_ends()
    {
        await using var written = await Written.New();
        await written.Op.Transact(async connection =>
        {
            await connection.Patience("200ms", default);
            await using var says = new NpgsqlCommand("select current_setting('lock_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout')", connection);
            (await says.ExecuteScalarAsync()).ShouldBe("200ms 5s");
        }, default);
        (await written.Scalar("select current_setting('idle_in_transaction_session_timeout')")).ShouldBe("0", "nothing is left of it on the connection");
    }

    private static async Task<NpgsqlConnection> Holding(Operator op, string sql)
    {
        var connection = await op.Main.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // The test's own words.
        await using var hold = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await hold.ExecuteNonQueryAsync();
        return connection;
    }
}

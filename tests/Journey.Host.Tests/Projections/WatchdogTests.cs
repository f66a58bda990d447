using Journey.Domain;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;
using Npgsql;

namespace Journey.Tests.Projections;

/// <summary>Each cause of a lag, brought about for real. Parked and failing shards: see <see cref="ParkingTests"/> and <see cref="ShardTests"/>.</summary>
public sealed class WatchdogTests
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly WatchdogLimits Impatient = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(300), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));

    [Fact]
    public async Task A_log_that_nobody_sequences_and_an_operator_that_nobody_serves_are_told()
    {
        var op = await Postgres.NewOperator();
        (await Kinds(op)).ShouldBe(["no-host", "sequencer-unclaimed"]);

        await using (var written = await Written.New())
        {
            op = written.Op;
            await Enroll(written);
            await written.Sequenced();
        }
        await Store.Append(op, new Append([new StreamWrite(Guid.NewGuid(), "participant", 0, [Opened()])]));
        (await Watchdog.Look(op, Impatient)).Causes.Single(c => c.Kind == "sequencer-unclaimed").Count.ShouldBe(1, "it stopped, and one event waits for its position");
        await new Sequencer(op, "late", TimeSpan.FromMilliseconds(1)).Run(new CancellationTokenSource(300).Token);
        await using var dead = op.Main.CreateCommand("update journey.sequencer set owner = 'dead', lease_until = clock_timestamp() - interval '1 second'");
        await dead.ExecuteNonQueryAsync();
        (await Watchdog.Look(op, Impatient)).Causes.Single(c => c.Kind == "sequencer-silent").Detail.ShouldBe("dead");
    }

    [Fact]
    public async Task A_shard_that_no_host_has_taken_up_and_one_whose_host_is_silent_are_told()
    {
        await using var written = await Written.New();
        await written.Project();
        await Enroll(written);
        await written.Sequenced();
        await written.Scalar("insert into journey.host (owner, program, knows, follows) values ('idle', '1', '{}', '{cohorts/1,caseload/1}')");
        (await Watchdog.Look(written.Op, Impatient)).Causes.Where(c => c.Kind == "no-owner").Select(c => (c.Shard, c.Count)).ShouldBe([("caseload v1", 1), ("cohorts v1", 1)]);

        await Lease.Claim(written.Op, "cohorts", 1, "killed", TimeSpan.FromMilliseconds(100), default);
        await Task.Delay(200);
        var silent = (await Watchdog.Look(written.Op, Impatient)).Causes.Single(c => c.Kind == "owner-silent");
        (silent.Shard, silent.Detail, silent.Seconds > 0).ShouldBe(("cohorts v1", "killed", true));

        await written.Scalar("update journey.host set follows = '{caseload/1}'");
        (await Watchdog.Look(written.Op, Impatient)).Causes.ShouldNotContain(c => c.Shard == "cohorts v1", "what no host follows any more is of an earlier version");
    }

    [Fact]
    public async Task A_host_that_hangs_and_keeps_its_lease_is_told_with_how_long_it_has_stood_still()
    {
        await using var written = await Written.New();
        await written.Project();
        var limits = Impatient with { Still = TimeSpan.FromMilliseconds(400) };
        var held = (await Lease.Claim(written.Op, "cohorts", 1, "hung", TimeSpan.FromSeconds(1), default))!;
        using var stop = new CancellationTokenSource();
        var hung = held.While(ct => Task.Delay(Timeout.Infinite, ct), stop.Token);
        await Enroll(written);
        await written.Sequenced();
        Cause? found = null;
        await ShardTests.Until(async () => (found = (await Watchdog.Look(written.Op, limits)).Causes.FirstOrDefault(c => c is { Kind: "standing-still", Seconds: > 1.2 })) is not null);
        (found!.Shard, found.Detail, found.Count).ShouldBe(("cohorts v1", "hung", 1), "longer than its lease lasts");
        await held.Advance([], 1, default);
        (await Watchdog.Look(written.Op, limits)).Causes.ShouldNotContain(c => c.Kind == "standing-still" && c.Shard == "cohorts v1");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hung);
    }

    [Fact]
    public async Task A_transaction_that_holds_a_shard_up_is_told_with_its_session_and_so_is_a_slow_query()
    {
        await using var written = await Written.New();
        await using var following = new Following(written.Op);
        await Enroll(written);
        await ShardTests.Until(async () => (await Shards.Lag(written.Op)) is { Count: 2 } all && all.All(l => l is { Position: 1, Status: "running" }));

        var text = new NpgsqlConnectionStringBuilder((await Postgres.Server()).ConnectionString) { Database = new NpgsqlConnectionStringBuilder(written.Op.Main.ConnectionString).Database, ApplicationName = "evaluation", Pooling = false };
        await using var other = new NpgsqlConnection(text.ConnectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table journey_cohorts_1.spell in access exclusive mode", other)) await hold.ExecuteNonQueryAsync();
        await Enroll(written);
        Cause? found = null;
        await ShardTests.Until(async () => (found = (await Watchdog.Look(written.Op, Impatient)).Causes.FirstOrDefault(c => c is { Kind: "long-transaction", Count: > 0 })) is not null);
        (found!.Pid, found.Application, found.State, found.Seconds > 0).ShouldBe((other.ProcessID, "evaluation", "idle in transaction", true));
        await transaction.RollbackAsync();
        await ShardTests.Until(async () => (await Shards.Lag(written.Op)).All(l => l.Position == 2));
        (await Watchdog.Look(written.Op)).Causes.ShouldBeEmpty();

        await using var connection = await written.Op.Main.OpenConnectionAsync();
        await using var sleep = new NpgsqlCommand("select pg_sleep(2)", connection);
        var sleeping = sleep.ExecuteNonQueryAsync();
        await ShardTests.Until(async () => (await Watchdog.Look(written.Op, Impatient)).Causes.Any(c => c.Kind == "slow-query" && c.Pid == connection.ProcessID && c.Seconds >= 0.3));
        await sleeping;
    }

    [Fact]
    public async Task A_database_that_is_away_is_the_only_cause()
    {
        await using var nowhere = Operator.Source("Host=127.0.0.1;Port=1;Database=x;Timeout=3");
        var watch = await Watchdog.Look(new Operator(new OperatorId("away"), "Away", null, nowhere, nowhere));
        watch.Causes.ShouldHaveSingleItem().Kind.ShouldBe("database-away");
        (watch.Sequencer, watch.Shards.Count).ShouldBe((null, 0));
    }

    private static async Task<IEnumerable<string>> Kinds(Operator op) => (await Watchdog.Look(op, Impatient)).Causes.Select(c => c.Kind);

    private static EventToAppend Opened() => Written.Event(new EnrollmentOpened(new EnrollmentId(Guid.NewGuid()), "plain", 1, "UTC"), new DateOnly(2024, 3, 1), Then);

    private static Task Enroll(Written written) => written.Append(Guid.NewGuid(), Opened());
}

using Journey.EventStore;
using Npgsql;

namespace Journey.Tests;

/// <summary>A sequencer that takes a step when the test says so.</summary>
internal sealed class SequencerByHand(Operator op, string owner, long epoch)
{
    private long highest;
    private string xids = "{}";
    private string? found;

    public string Holes { get; private set; } = "{}";
    public long Epoch => epoch;

    public static async Task<SequencerByHand> Claim(Operator op, string owner = "hand")
    {
        await op.Do("update journey.sequencer set lease_until = '-infinity'");
        var hand = new SequencerByHand(op, owner, await op.Ask<long>("select epoch from journey.sequencer_claim($1, null, '1 hour')", owner));
        await hand.Start();
        return hand;
    }

    public async Task Start()
    {
        await using var reader = await op.Main.Sql("select highest, holes::text, xids::text from journey.sequencer_start(0)").ExecuteReaderAsync();
        await reader.ReadAsync();
        (highest, Holes, xids) = (reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
    }

    /// <returns>How many events got a position.</returns>
    public async Task<int> Round(int limit = 2000, NpgsqlConnection? on = null)
    {
        await using var own = on is null ? await op.Main.OpenConnectionAsync() : null;
        await using var round = (on ?? own!).Sql(RoundSql, owner, epoch, highest, Holes, xids, limit, (object?)found ?? DBNull.Value);
        round.Parameters[6].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        await using var reader = await round.ExecuteReaderAsync();
        await reader.ReadAsync();
        (highest, Holes, xids, found) = (reader.GetInt64(0), reader.GetString(1), reader.GetString(2), null);
        return reader.GetInt32(3);
    }

    public async Task<long> Reconcile()
    {
        await using var reader = await op.Main.Sql("select foreign_events, unsequenced::text from journey.reconcile($1, $2::text::int8multirange[])", highest, Holes).ExecuteReaderAsync();
        await reader.ReadAsync();
        found = reader.IsDBNull(1) ? null : reader.GetString(1);
        return reader.GetInt64(0);
    }

    /// <summary>What a round would cost: the server's own account of it. The round does take place.</summary>
    public async Task<(long Buffers, long WalRecords)> CostOfRound()
    {
        var plan = await op.Ask<string>($"explain (analyze, buffers, wal, timing off, format json) select * from journey.sequence_events('{owner}', {epoch}, {highest}, '{Holes}', '{xids}', 2000)");
        var top = System.Text.Json.Nodes.JsonNode.Parse(plan)![0]!["Plan"]!;
        return ((long)top["Shared Hit Blocks"]! + (long)top["Shared Read Blocks"]!, (long)top["WAL Records"]!);
    }

    private static readonly string RoundSql = new StreamReader(typeof(Store).Assembly.GetManifestResourceStream("Journey.EventStore.Log.round.sql")!).ReadToEnd();
}

/// <summary>A writer that stops wherever the test wants it to.</summary>
internal sealed class AppenderByHand(NpgsqlConnection connection, int pid) : IAsyncDisposable
{
    private const string AppendSql = """
        select last_seq from journey.append(array[$1::uuid], '{thing}', array[null::bigint], array[cardinality($2::uuid[])],
          (select array_agg(1) from unnest($2)), (select array_agg(cardinality($2) - n order by n)::int[] from generate_series(1, cardinality($2)) n), $2,
          (select array_agg('noted'::text) from unnest($2)), (select array_agg('{}'::jsonb) from unnest($2)),
          (select array_agg(now()) from unnest($2)), (select array_agg(0::smallint) from unnest($2)), (select array_agg(now()) from unnest($2)),
          null, null, null, null, null)
        """;

    public static async Task<AppenderByHand> Begin(Operator op)
    {
        // not of the pool: it may be terminated
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(op.Main.ConnectionString) { Pooling = false, Password = await Password() }.ConnectionString);
        await connection.OpenAsync();
        await connection.Sql("begin").ExecuteNonQueryAsync();
        return new(connection, connection.ProcessID);
    }

    private static async Task<string?> Password() => new NpgsqlConnectionStringBuilder((await Postgres.Server()).ConnectionString).Password;

    public int Pid => pid;

    public async Task<long> Append(Guid stream, params Guid[] ids) =>
        (long)(await connection.Sql(AppendSql, stream, ids).ExecuteScalarAsync())!;

    public Task<long> Append(Guid stream, int events) => Append(stream, [.. Enumerable.Range(0, events).Select(_ => Guid.CreateVersion7())]);

    public Task Do(string sql, params object[] values) => connection.Sql(sql, values).ExecuteNonQueryAsync();

    public Task Commit() => Do("commit");

    public Task Rollback() => Do("rollback");

    public async Task Terminate(Operator op) => await op.Do("select pg_terminate_backend($1, 10000)", pid);

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    /// <summary>Returns once another backend waits for a lock, which is where the test wanted it to stop.</summary>
    public static Task Waits(Operator op, int process) =>
        Given.Eventually(() => op.Ask<bool>("select exists (select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock')", process), "the other side waits");
}

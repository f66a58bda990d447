using Journey.EventStore;
using Npgsql;

namespace Journey.Tests.Marten;

/// <summary>What a Marten asks of its tables, asked of our views: the columns by name and type, the reads, and its daemon's marks.</summary>
public sealed class MartenFeedTests
{
    [Fact]
    public async Task The_columns_are_the_ones_a_Marten_knows()
    {
        var op = await Postgres.NewOperator();
        Task<List<string>> Columns(string table) => op.List<string>("select column_name || ' ' || udt_name from information_schema.columns where table_schema = 'marten_feed' and table_name = $1 order by ordinal_position", table);
        (await Columns("mt_events")).ShouldBe(["seq_id int8", "id uuid", "stream_id uuid", "version int8", "data jsonb", "bdata bytea", "type varchar", "timestamp timestamptz",
            "tenant_id varchar", "mt_dotnet_type varchar", "correlation_id varchar", "causation_id varchar", "headers jsonb", "user_name varchar", "is_archived bool"]);
        (await Columns("mt_streams")).ShouldBe(["id uuid", "type varchar", "version int8", "timestamp timestamptz", "created timestamptz", "tenant_id varchar", "is_archived bool"]);
        (await Columns("mt_events_sequence")).ShouldBe(["last_value int8", "is_called bool"]);
        (await Columns("mt_event_progression")).ShouldBe(["name varchar", "last_seq_id int8", "last_updated timestamptz"]);
        (await Columns("mt_high_water_skips")).ShouldBe(["ending_sequence int8", "starting_sequence int8", "timestamp timestamptz"]);
    }

    [Fact]
    public async Task A_stream_its_state_and_a_range_of_the_sequence_return_our_log()
    {
        var op = await Postgres.NewOperator();
        var (one, two, actor) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        (await Sequence(op)).ShouldBe((1, false));
        await Store.Append(op, new([new(one, "participant", 0, [Given.Event("inquired", """{"channel": "Phone"}""") with { Actor = actor, CorrelationId = "c", CausationId = "d", Headers = """{"purpose": "intake"}""" }, Given.Event("applied")]), Given.To(two, 0)]));
        var hand = await SequencerByHand.Claim(op);
        await hand.Round();
        await Store.Append(op, Given.One(one));   // not sequenced: not there yet
        (await Sequence(op)).ShouldBe((3, true));

        var log = await Store.ReadLog(op, 0, 10);
        const string columns = "seq_id, id, stream_id, version, data::text, type, timestamp, correlation_id, causation_id, headers::text, user_name, tenant_id, is_archived";
        var range = await Rows(op, $"select {columns} from marten_feed.mt_events d where d.seq_id > $1 and d.seq_id <= $2 order by d.seq_id", 0L, 3L);
        range.ShouldBe([.. log.Select(Row)]);
        var read = await Rows(op, $"select {columns} from marten_feed.mt_events d where d.stream_id = $1 and d.version <= $2 order by d.version", one, 10L);
        read.ShouldBe([.. log.Where(e => e.Event.StreamId == one).Select(Row)]);

        var state = (await Rows(op, "select id, version, type, timestamp, created, is_archived from marten_feed.mt_streams where id = $1", one)).Single();
        state.ShouldBe(string.Join('|', one, 2L, "participant", log[1].Event.StoredAt.UtcDateTime.Ticks, log[0].Event.StoredAt.UtcDateTime.Ticks, false));
        await Store.Archive(op, two);
        (await op.Ask<bool>("select is_archived from marten_feed.mt_streams where id = $1", two)).ShouldBeTrue();
    }

    [Fact]
    public async Task Writing_through_the_views_is_refused()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(Guid.CreateVersion7()));
        await (await SequencerByHand.Claim(op)).Round();
        foreach (var sql in new[] { "insert into marten_feed.mt_events (seq_id, id) values (9, gen_random_uuid())", "update marten_feed.mt_streams set version = 9", "delete from marten_feed.mt_events", "alter view marten_feed.mt_events add column tags text" })
            (await Should.ThrowAsync<PostgresException>(() => op.Do(sql))).SqlState.ShouldBeOneOf("55000", "42601", "42809");
    }

    [Fact]
    public async Task The_daemon_s_marks_move_as_its_own_functions_move_them()
    {
        var op = await Postgres.NewOperator();
        Task<long> Skip(long ending, long starting) => op.Ask<long>("select marten_feed.mt_mark_progression_with_skip('HighWaterMark', $1, $2)", ending, starting);
        (await Skip(5, 0)).ShouldBe(5);
        (await Skip(9, 4)).ShouldBe(5, "somebody else moved the mark meanwhile");
        (await Skip(8, 5)).ShouldBe(8);
        await op.Do("select marten_feed.mt_mark_event_progression('Cohorts:All', 3)");
        await op.Do("select marten_feed.mt_mark_event_progression('Cohorts:All', 7)");
        (await op.List<string>("select name || ' ' || last_seq_id from marten_feed.mt_event_progression order by name")).ShouldBe(["Cohorts:All 7", "HighWaterMark 8"]);
        (await op.List<string>("select starting_sequence || '-' || ending_sequence from marten_feed.mt_high_water_skips order by 1")).ShouldBe(["0-5", "5-8"]);
    }

    [Fact]
    public async Task A_role_with_the_guide_s_grants_reads_and_marks_and_nothing_more()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(Guid.CreateVersion7()));
        await (await SequencerByHand.Claim(op)).Round();
        var role = $"reporting_{op.Id}";
        await op.Do($"""
            create role {role};
            grant usage on schema marten_feed to {role};
            grant select on all tables in schema marten_feed to {role};
            alter table marten_feed.mt_event_progression owner to {role};
            alter table marten_feed.mt_high_water_skips owner to {role};
            """);
        await using var connection = await op.Main.OpenConnectionAsync();
        await connection.Sql($"begin; set local role {role}").ExecuteNonQueryAsync();
        (await connection.Sql("select count(*) from marten_feed.mt_events join marten_feed.mt_streams on mt_streams.id = stream_id").ExecuteScalarAsync()).ShouldBe(1L);
        await connection.Sql("select marten_feed.mt_mark_event_progression('x', 1), marten_feed.mt_mark_progression_with_skip('y', 1, 0)").ExecuteNonQueryAsync();
        (await Should.ThrowAsync<PostgresException>(() => connection.Sql("select from journey.event").ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        await connection.Sql("rollback").ExecuteNonQueryAsync();
        await op.Do($"drop owned by {role}; drop role {role}");
    }

    private static string Row(LoggedEvent e) => string.Join('|', e.Position, e.Event.Id, e.Event.StreamId, e.Event.Version, e.Event.Data, e.Event.Type, e.Event.StoredAt.UtcDateTime.Ticks,
        e.Event.CorrelationId, e.Event.CausationId, e.Event.Headers, e.Event.Actor, "*DEFAULT*", false);

    private static async Task<(long, bool)> Sequence(Operator op)
    {
        await using var reader = await op.Main.Sql("select last_value, is_called from marten_feed.mt_events_sequence").ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }

    private static async Task<List<string>> Rows(Operator op, string sql, params object[] values)
    {
        var rows = new List<string>();
        await using var reader = await op.Main.Sql(sql, values).ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is DateTime t ? t.Ticks : reader.IsDBNull(i) ? null : reader.GetValue(i))));
        return rows;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;

namespace Journey.Tests.Log;

/// <summary>The form <c>journey/event/v1</c> may never change: these bytes are in trees that others have signed.</summary>
public sealed class LeafTests
{
    private const string Empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";  // sha256 of {}

    // row: seq, id, stream, version, type, data, occurred, precision, recorded, stored, actor, organization, correlation, causation, headers
    public static TheoryData<string, string, string> Vectors => new()
    {
        {
            "1, '01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-0000000000aa', 1, 'participant_accepted', '{}', '2024-03-04 05:06:07.089', 0, '2024-03-04 06:00:00+01', '2024-03-04 05:06:08', null, null, null, null, null",
            $$"""["journey/event/v1", "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-0000000000aa", 1, "participant_accepted", "2024-03-04T05:06:07.089000Z", 0, "2024-03-04T05:00:00.000000Z", "2024-03-04T05:06:08.000000Z", null, null, null, null, null, "{{Empty}}"]""",
            "fba6ead21271578dc5f249de6a00d9dfaa875a0bb8bdb38be56abdfc832694ee"
        },
        {
            "2, '01900000-0000-7000-8000-000000000002', '01900000-0000-7000-8000-0000000000aa', 2, 'noted', '{\"b\": 1.50, \"a\": \"é\\n\"}', null, 3, '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999', '01900000-0000-7000-8000-0000000000bb', '01900000-0000-7000-8000-0000000000cc', 'a\"b\\c', 'é\t', '{\"purpose\": \"intake\"}'",
            """["journey/event/v1", "01900000-0000-7000-8000-000000000002", "01900000-0000-7000-8000-0000000000aa", 2, "noted", null, 3, "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "01900000-0000-7000-8000-0000000000bb", "01900000-0000-7000-8000-0000000000cc", "a\"b\\c", "é\t", "HEADERS", "DATA"]"""
                .Replace("HEADERS", Hex("""{"purpose": "intake"}"""), StringComparison.Ordinal).Replace("DATA", Hex("""{"a": "é\n", "b": 1.50}"""), StringComparison.Ordinal),
            "62a2907193ef6297b8e50103fa9a13fe146feae043ddb42a86d04d77d7821aff"
        },
        {
            "9007199254740993, '01900000-0000-7000-8000-000000000003', '01900000-0000-7000-8000-0000000000aa', 9007199254740993, 'noted', '{}', '2024-02-01 00:00:00', 2, '2024-03-04 05:06:07.000001', '2024-03-04 05:06:07.100000', null, '01900000-0000-7000-8000-0000000000cc', 'b', null, null",
            $$"""["journey/event/v1", "01900000-0000-7000-8000-000000000003", "01900000-0000-7000-8000-0000000000aa", 9007199254740993, "noted", "2024-02-01T00:00:00.000000Z", 2, "2024-03-04T05:06:07.000001Z", "2024-03-04T05:06:07.100000Z", null, "01900000-0000-7000-8000-0000000000cc", "b", null, null, "{{Empty}}"]""",
            "becb6b1e5322ffe12799ed57d4fa88484b99365df0c493d51c991242b5788496"
        },
    };

    [Theory, MemberData(nameof(Vectors))]
    public async Task The_golden_entries_and_leaves_are_as_ever(string row, string entry, string leaf)
    {
        var op = await Postgres.NewOperator();
        await op.Do("insert into journey.event values (" + row + ")");
        (await op.Ask<string>("select journey.event_entry_v1(e) from journey.event e")).ShouldBe(entry);
        var made = await op.Ask<byte[]>("select journey.event_leaf_v1(e) from journey.event e");
        Convert.ToHexStringLower(made).ShouldBe(leaf);
        made.ShouldBe(Leaf(entry), "RFC 6962: sha256 of a zero byte and the entry");
    }

    [Fact]
    public async Task What_the_sequencer_writes_is_what_anyone_computes_from_the_event()
    {
        var op = await Postgres.NewOperator();
        var hand = await SequencerByHand.Claim(op);
        await Store.Append(op, Given.One(Guid.CreateVersion7(), events: 3));
        await hand.Round();
        foreach (var (logged, leaf) in (await Store.ReadLog(op, 0, 10)).Zip(await op.List<byte[]>("select leaf from journey.log order by position")))
        {
            var e = logged.Event;
            var entry = $"""["journey/event/v1", "{e.Id}", "{e.StreamId}", {e.Version}, "{e.Type}", {Time(e.OccurredAt)}, 0, {Time(e.RecordedAt)}, {Time(e.StoredAt)}, null, null, null, null, null, "{Hex(e.Data)}"]""";
            leaf.ShouldBe(Leaf(entry));
        }
    }

    [Fact]
    public async Task What_is_absent_is_never_mistaken_for_its_neighbour()
    {
        var op = await Postgres.NewOperator();
        EventToAppend Like(string? correlation, string? causation) => Given.Event() with { CorrelationId = correlation, CausationId = causation };
        await Store.Append(op, new([new(Guid.CreateVersion7(), "thing", 0, [Like("a", null), Like(null, "a"), Like("", null), Like(null, null)])]));
        (await op.Ask<long>("""
            select count(distinct journey.event_leaf_v1(row(1, '01900000-0000-7000-8000-000000000001', stream_id, 1, type, data, occurred_at,
              occurred_precision, recorded_at, stored_at, actor, organization, correlation_id, causation_id, headers)::journey.event)) from journey.event
            """)).ShouldBe(4);
    }

    [Fact]
    public async Task The_session_s_settings_change_no_leaf()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(Guid.CreateVersion7()));
        var usual = await op.Ask<byte[]>("select journey.event_leaf_v1(e) from journey.event e");
        await using var connection = await op.Main.OpenConnectionAsync();
        await connection.Sql("begin; set local timezone = 'Asia/Kolkata'; set local datestyle = 'German'; set local intervalstyle = 'sql_standard'; set local bytea_output = 'escape'; set local extra_float_digits = 0").ExecuteNonQueryAsync();
        ((byte[])(await connection.Sql("select journey.event_leaf_v1(e) from journey.event e").ExecuteScalarAsync())!).ShouldBe(usual);
        await connection.Sql("rollback").ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task An_entry_fits_a_tile_whatever_is_in_it()
    {
        var op = await Postgres.NewOperator();
        var worst = Given.Event() with { CorrelationId = new('\u0001', 1000), CausationId = new('\u0001', 1000), Data = $$"""{"a": "{{new string('x', 200_000)}}"}""" };
        await Store.Append(op, new([new(Guid.CreateVersion7(), "thing", 0, [worst])]));
        (await op.Ask<int>("select octet_length(journey.event_entry_v1(e)) from journey.event e")).ShouldBeLessThan(65_535);
        await Should.ThrowAsync<Npgsql.PostgresException>(() => Store.Append(op, new([new(Guid.CreateVersion7(), "thing", 0, [worst with { Id = Guid.CreateVersion7(), CorrelationId = new('x', 1001) }])])));
    }

    private static string Time(DateTimeOffset? time) => $"\"{time!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)}\"";

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Leaf(string entry) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(entry)]);
}

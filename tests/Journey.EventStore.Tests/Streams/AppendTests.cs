using System.Diagnostics;
using System.Text;
using Journey.EventStore;
using Npgsql;

namespace Journey.Tests.Streams;

public sealed class AppendTests
{
    private const string LastDrawn = "select case when is_called then last_value else 0 end from journey.event_seq";
    private readonly Guid stream = Guid.CreateVersion7();

    [Fact]
    public async Task What_is_appended_is_read_back_as_it_was()
    {
        var op = await Postgres.NewOperator();
        var known = new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.FromHours(-3)).AddMicroseconds(123456);
        var full = new EventToAppend
        {
            Id = Guid.CreateVersion7(), Type = "participant_accepted", Data = """{"a": "é\"\n", "b": [1, 2.50]}""", OccurredAt = known, Precision = OccurredPrecision.Day,
            RecordedAt = known, Actor = Guid.CreateVersion7(), Organization = Guid.CreateVersion7(), CorrelationId = "c1", CausationId = "c2", Headers = """{"purpose": "intake"}""",
        };
        var bare = new EventToAppend { Id = Guid.CreateVersion7(), Type = "noted", Data = "{}", Precision = OccurredPrecision.Unknown, RecordedAt = known };
        var appended = await Store.Append(op, new([new(stream, "participant", 0, [full, bare])]));
        appended.Versions.ShouldBe(new Dictionary<Guid, long> { [stream] = 2 });

        var read = await Store.ReadStream(op, stream);
        read.Select(e => (e.Version, e.Seq)).ShouldBe([(1, appended.Seq - 1), (2, appended.Seq)]);
        var stored = read[0].StoredAt;
        read.ShouldBe([
            new(appended.Seq - 1, full.Id, stream, 1, full.Type, full.Data, known, OccurredPrecision.Day, known, stored, full.Actor, full.Organization, "c1", "c2", full.Headers),
            new(appended.Seq, bare.Id, stream, 2, bare.Type, "{}", null, OccurredPrecision.Unknown, known, stored, null, null, null, null, null)]);
        (await Store.ReadStream(op, stream, 2, 2)).Single().Id.ShouldBe(bare.Id);
        (await Store.ReadEvents(op, [bare.Id, Guid.CreateVersion7()])).Single().Version.ShouldBe(2);
    }

    [Fact]
    public async Task Who_comes_second_is_told_where_the_stream_is_and_burns_no_number()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(stream, 0, events: 3));
        var drawn = await op.Ask<long>(LastDrawn);

        var conflict = await Should.ThrowAsync<ConcurrencyConflict>(() => Store.Append(op, Given.One(stream, 2)));
        (conflict.StreamId, conflict.Expected, conflict.Actual).ShouldBe((stream, 2, 3));
        (await Should.ThrowAsync<ConcurrencyConflict>(() => Store.Append(op, Given.One(stream, 0)))).Actual.ShouldBe(3);
        var missing = Guid.CreateVersion7();
        (await Should.ThrowAsync<StreamNotFound>(() => Store.Append(op, Given.One(missing, 1)))).StreamId.ShouldBe(missing);
        // the second of two streams loses: the first gets nothing either
        (await Should.ThrowAsync<ConcurrencyConflict>(() => Store.Append(op, new([Given.To(missing, 0), Given.To(stream, 1)])))).StreamId.ShouldBe(stream);

        (await op.Ask<long>(LastDrawn)).ShouldBe(drawn);
        (await op.Ask<long>("select count(*) from journey.stream")).ShouldBe(1);
        (await Store.ReadStream(op, stream)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Of_many_who_decided_on_the_same_version_one_wins()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(stream, 0));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try { await Store.Append(op, Given.One(stream, 1)); return true; }
            catch (ConcurrencyConflict) { return false; }
        }));
        outcomes.Count(won => won).ShouldBe(1);
        (await op.Ask<long>(LastDrawn)).ShouldBe(2);
    }

    [Fact]
    public async Task Appends_to_the_same_streams_in_any_order_never_block_each_other_for_good()
    {
        var op = await Postgres.NewOperator();
        var streams = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 25; i++)
            {
                await Store.Append(op, new([.. random.GetItems(streams, 4).Distinct().Select(s => Given.To(s, null, random.Next(1, 3)))]));
            }
        }));
        (await op.Ask<long>("select count(*) from journey.stream s where version <> (select count(*) from journey.event e where e.stream_id = s.id)")).ShouldBe(0);
        (await op.Ask<long>("select count(*) from (select seq, lag(seq) over (partition by stream_id order by version) as before from journey.event) x where seq < before")).ShouldBe(0);
    }

    [Fact]
    public async Task A_version_can_be_checked_and_held_without_an_event()
    {
        var op = await Postgres.NewOperator();
        var cohort = Guid.CreateVersion7();
        await Store.Append(op, Given.One(cohort, 0, events: 2));
        (await Store.Append(op, new([Given.To(stream, 0), new(cohort, "cohort", 2, [])]))).Versions[cohort].ShouldBe(2);
        await Should.ThrowAsync<ConcurrencyConflict>(() => Store.Append(op, new([Given.To(stream, 1), new(cohort, "cohort", 1, [])])));
        await Should.ThrowAsync<ArgumentException>(() => Store.Append(op, new([new(cohort, "cohort", null, [])])));
        await Should.ThrowAsync<ArgumentException>(() => Store.Append(op, new([Given.To(stream, 1), Given.To(stream, 1)])));
    }

    [Fact]
    public async Task An_archived_stream_is_read_but_takes_nothing_more()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, Given.One(stream, 0));
        await Store.Archive(op, stream);
        await Store.Archive(op, stream);
        (await Should.ThrowAsync<StreamArchived>(() => Store.Append(op, Given.One(stream)))).StreamId.ShouldBe(stream);
        (await Store.ReadStream(op, stream)).Count.ShouldBe(1);
        await Should.ThrowAsync<StreamNotFound>(() => Store.Archive(op, Guid.CreateVersion7()));
    }

    [Fact]
    public async Task An_event_id_is_stored_once()
    {
        var op = await Postgres.NewOperator();
        var once = Given.Event();
        await Store.Append(op, new([new(stream, "thing", 0, [once])]));
        await Should.ThrowAsync<DuplicateEvent>(() => Store.Append(op, new([new(Guid.CreateVersion7(), "thing", 0, [once])])));
    }

    [Fact]
    public async Task A_command_that_comes_again_gets_its_first_answer_and_another_body_is_refused()
    {
        var op = await Postgres.NewOperator();
        Append Command(string body, string key = "k1") => Given.One(stream, 0) with { Command = new("app", "POST /v1/things", key, Encoding.UTF8.GetBytes(body)), Answer = """{ "b":1,  "a":2 }""" };
        await Store.Append(op, Command("one"));

        // the stream is past version 0 by now: a repetition is told from a conflict all the same
        (await Should.ThrowAsync<DuplicateCommand>(() => Store.Append(op, Command("one")))).Answer.ShouldBe("""{ "b":1,  "a":2 }""");
        await Should.ThrowAsync<CommandKeyReused>(() => Store.Append(op, Command("two")));
        await Should.ThrowAsync<ConcurrencyConflict>(() => Store.Append(op, Command("one", key: "k2")));
        (await op.List<string>("select key from journey.command")).ShouldBe(["k1"]);
        (await Store.ReadStream(op, stream)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_did_nothing_is_remembered_too()
    {
        var op = await Postgres.NewOperator();
        var nothing = new Append([]) { Command = new("app", "r", "k", [1]), Answer = "null" };
        (await Store.Append(op, nothing)).Seq.ShouldBe(0);
        (await Should.ThrowAsync<DuplicateCommand>(() => Store.Append(op, nothing))).Answer.ShouldBe("null");
    }

    [Fact]
    public async Task Of_the_same_command_sent_many_times_at_once_one_is_carried_out()
    {
        var op = await Postgres.NewOperator();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try { await Store.Append(op, Given.One(stream) with { Command = new("app", "r", "k", [1]), Answer = "7" }); return "done"; }
            catch (DuplicateCommand e) { return e.Answer; }
        }));
        outcomes.Order().ShouldBe([.. Enumerable.Repeat("7", 11), "done"]);
        (await Store.ReadStream(op, stream)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Events_rows_and_command_are_one_transaction_and_one_statement_sent()
    {
        var op = await Postgres.NewOperator();
        await op.Do("create table public.row (n int primary key, xid text default pg_current_xact_id()::text)");
        NpgsqlBatchCommand Row(int n) => new("insert into public.row (n) values ($1)") { Parameters = { new() { Value = n } } };
        Append Full(int n, string key) => Given.One(stream) with { Before = [Row(-n)], Inline = [Row(n)], Command = new("app", "r", key, [1]) };
        for (var i = 1; i <= 4; i++) await Store.Append(op, Full(i, $"k{i}"));

        var sent = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = a => { if (a.GetBaggageItem("of") == "this test") Interlocked.Increment(ref sent); },
        };
        ActivitySource.AddActivityListener(listener);
        using (var mine = new Activity("test").AddBaggage("of", "this test").Start()) await Store.Append(op, Full(5, "k5"));
        sent.ShouldBe(1);
        (await op.List<string>("select distinct xmin::text from journey.event where version = 5 union select xmin::text from journey.stream union select xid from public.row where abs(n) = 5 union select xmin::text from journey.command where key = 'k5'")).Count.ShouldBe(1);

        (await Should.ThrowAsync<PostgresException>(() => Store.Append(op, Given.One(stream) with { Inline = [Row(5)], Command = new("app", "r", "k6", [1]) }))).ConstraintName.ShouldBe("row_pkey");
        (await Store.ReadStream(op, stream)).Count.ShouldBe(5);
        (await op.Ask<long>("select count(*) from journey.command")).ShouldBe(5);
    }

    [Fact]
    public async Task Thousands_of_events_go_into_hundreds_of_streams_in_one_call()
    {
        var op = await Postgres.NewOperator();
        var streams = Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7()).ToArray();
        var appended = await Store.Append(op, new([.. streams.Select(s => Given.To(s, 0, events: 10))]));
        appended.Versions.Values.ShouldAllBe(v => v == 10);
        (await Store.Append(op, new([.. streams.Select(s => Given.To(s, 10, events: 10))]))).Seq.ShouldBe(10_000);
        var read = await Store.ReadStreams(op, streams);
        read.Count.ShouldBe(10_000);
        read.Chunk(20).ShouldAllBe(chunk => chunk.Select(e => e.Version).SequenceEqual(Enumerable.Range(1, 20).Select(v => (long)v)) && chunk.DistinctBy(e => e.StreamId).Count() == 1);
    }
}

using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Features.Proof;
using Journey.Host.Features.Proof.Verify;
using Journey.Host.Tests.Confidential;
using Journey.Tests;
using Npgsql;

namespace Journey.Host.Tests.Proof;

/// <summary>Somebody with every right on the database, and what verification says of the log afterwards. Index n is position n + 1.</summary>
public sealed class TamperingTests
{
    private static readonly int[] Sizes = [200, 520, 600];

    [Fact]
    public async Task A_log_that_nobody_touched_is_as_it_was_signed()
    {
        var log = await SignedLog.Of(null, Sizes);
        var (wrong, size, against) = await Verify(log);
        (wrong, size).ShouldBe((null, 600));
        against.ShouldStartWith("3 checkpoints");
    }

    [Theory]
    // The event alone; with the log's leaf as well; and all that is not signed.
    [InlineData("", 300)]
    [InlineData("update journey.log l set leaf = journey.event_leaf_v1(e) from journey.event e where e.seq = l.seq and position = 301;", 300)]
    [InlineData("""
        update journey.log l set leaf = journey.event_leaf_v1(e) from journey.event e where e.seq = l.seq and position = 301;
        update journey.tile set hashes = journey.leaves('events', n * 256 + 1, 256) where level = 0;
        """, 200)]
    public async Task An_edited_byte(string and, long index)
    {
        var log = await SignedLog.Of(null, Sizes);
        await log.Op.Primary.Run($$"""update journey.event set data = '{"n": -1}' where seq = (select seq from journey.log where position = 301);{{and}}""");
        await Found(log, index);
    }

    [Theory]
    [InlineData("delete from journey.event where seq = (select seq from journey.log where position = 301)", 300)]
    [InlineData("with gone as (delete from journey.log where position = 301 returning seq) delete from journey.event e using gone where e.seq = gone.seq", 300)]
    [InlineData("""
        with gone as (delete from journey.log where position = 301 returning seq) delete from journey.event e using gone where e.seq = gone.seq;
        create temp table rest as select * from journey.log where position > 301; delete from journey.log where position > 301;
        insert into journey.log select position - 1, seq, sequenced_at, leaf from rest;
        """, 300)]
    public async Task A_deleted_entry(string how, long index)
    {
        var log = await SignedLog.Of(null, Sizes);
        await log.Op.Primary.Run(how);
        await Found(log, index);
    }

    [Fact]
    public async Task An_inserted_entry()
    {
        var log = await SignedLog.Of(null, Sizes);
        await log.Op.Primary.Run("""
            insert into journey.event (seq, id, stream_id, version, type, data, occurred_precision, recorded_at, stored_at)
              values (nextval('journey.event_seq'), gen_random_uuid(), gen_random_uuid(), 1, 'noted', '{}', 3, now(), now());
            create temp table rest as select * from journey.log where position > 100; delete from journey.log where position > 100;
            insert into journey.log select position + 1, seq, sequenced_at, leaf from rest;
            insert into journey.log select 101, e.seq, now(), journey.event_leaf_v1(e) from journey.event e order by e.seq desc limit 1;
            """);
        await Found(log, 100);
    }

    [Fact]
    public async Task Two_entries_swapped()
    {
        var log = await SignedLog.Of(null, Sizes);
        await log.Op.Primary.Run("""
            create temp table two as select * from journey.log where position in (401, 450); delete from journey.log where position in (401, 450);
            insert into journey.log select 851 - position, seq, sequenced_at, leaf from two;
            """);
        await Found(log, 400);
    }

    /// <summary>With the host's own keys, and nothing left in the database that says otherwise: only who saw it before knows.</summary>
    [Fact]
    public async Task A_log_that_was_cut_and_signed_again()
    {
        using var folder = new TemporaryFolder();
        var log = await SignedLog.Of(folder.Path, Sizes);
        var seen = Note.Parse(File.ReadAllText(log.Mirror.File(log.Op.Id, ProofLog.Events)!));
        await log.Op.Primary.Run("""
            delete from journey.event e using journey.log l where e.seq = l.seq and l.position > 400; delete from journey.log where position > 400;
            delete from journey.checkpoint where size > 400; delete from journey.tile where n > 0 or level > 0;
            """);
        (await Should.ThrowAsync<HistoryLost>(() => log.Sign())).Message.ShouldContain("entry 400 is the first that is missing");
        File.Delete(log.Mirror.File(log.Op.Id, ProofLog.Events)!); // the host is the insider's too
        (await log.Sign())!.Size.ShouldBe(400);
        (await Verify(log)).Wrong.ShouldBeNull("it is a right tree, and rightly signed");
        await Found(log, 400, seen);
    }

    [Fact]
    public async Task Nobody_who_has_not_the_key_makes_a_checkpoint()
    {
        var log = await SignedLog.Of(null, Sizes);
        await log.Op.Primary.Run("update journey.checkpoint set note = replace(note, E'\\n600\\n', E'\\n601\\n'), size = 601 where size = 600");
        (await Verify(log)).Wrong!.What.ShouldContain("not signed by the log's key");
    }

    /// <summary>After a restore that lost entries a person says so; from then on the log has another name, and the older database is found out by it.</summary>
    [Fact]
    public async Task A_history_that_begins_anew_does_not_hide_the_one_before()
    {
        using var folder = new TemporaryFolder();
        var log = await SignedLog.Of(folder.Path, 20);
        await log.Op.Primary.Run("delete from journey.log where position > 15");
        await Should.ThrowAsync<HistoryLost>(() => log.Sign());
        await log.Begin(2);
        var again = (await log.Sign())!;
        (again.Generation, again.Size, Checkpoint.Parse(Note.Parse(again.Note).Text).Origin).ShouldBe((2, 15, $"journey.example.org/{log.Op.Id}/events.2"));
        (await Verify(log, Note.Parse(again.Note))).Wrong.ShouldBeNull();

        await log.Op.Primary.Run("delete from journey.tree where generation = 2");
        (await Verify(log, Note.Parse(again.Note))).Wrong!.What.ShouldContain("put back to an older state");
        (await Should.ThrowAsync<HistoryLost>(() => log.Sign())).Message.ShouldContain("generation 2 of the log was signed");
    }

    [Fact]
    public async Task Records_of_access_are_as_provable()
    {
        var log = await SignedLog.Of();
        await log.Grow(30, ProofLog.Accesses);
        (await DatabaseVerification.Run(log.Op.Primary, ProofLog.Accesses, [], [], null, default)).Size.ShouldBe(30);
        await log.Op.Primary.Run("update journey.access set entry = set_byte(entry, 3, 64) where seq = (select seq from journey.access_log where position = 8)");
        (await DatabaseVerification.Run(log.Op.Primary, ProofLog.Accesses, [], [], null, default)).Wrong!.Index.ShouldBe(7);
        (await Should.ThrowAsync<HistoryLost>(async () =>
        {
            await log.Op.Primary.Run("update journey.access_log l set leaf = sha256('\\x00'::bytea || a.entry) from journey.access a where a.seq = l.seq");
            await log.Sign(ProofLog.Accesses);
            await log.Grow(31, ProofLog.Accesses);
        })).Message.ShouldContain("are not those that were signed");
    }

    private static Task<(Tampering? Wrong, long Size, string Against)> Verify(SignedLog log, params Note[] seen) => DatabaseVerification.Run(log.Op.Primary, ProofLog.Events, [], seen, null, default);

    private static async Task Found(SignedLog log, long index, params Note[] seen)
    {
        var (wrong, _, _) = await Verify(log, seen);
        wrong.ShouldNotBeNull();
        wrong.Index.ShouldBe(index, wrong.What);
        TestContext.Current.TestOutputHelper?.WriteLine(wrong.ToString());
    }
}

using FsCheck;
using FsCheck.Fluent;
using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class NewSinceTests
{
    private static readonly string Form = typeof(InlineRows).GetField("Form", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetRawConstantValue()!.ToString()!;

    [Fact]
    public void What_is_written_of_new_entries_leaves_the_rows_of_the_whole_history_whatever_of_them_was_there_before()
    {
        var (fewer, all) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var id = new ParticipantId(Guid.NewGuid());
            // From some entry on they are written down one after the other, but for two at once now and then.
            var (orderly, later) = (random.Next(20), new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
            var entries = new RandomHistories(seed).Life(id, 25).Select((e, i) => Written.Entry(e, id.Value, i + 1))
                .Select((e, i) => i < orderly ? e : e with { RecordedAt = later.AddMinutes(random.Next(12) == 0 ? i - 1 : i) }).ToList();
            PersonHistory Until(int count) => new(id, [.. entries.Take(count)], new Dictionary<ParticipantId, IReadOnlyList<Entry>>());
            // The rows are those of the log's position, or of any later entry that is not past the end of what is read now.
            var (end, position) = (random.Next(1, 26), 0);
            position = random.Next(0, end);
            var there = PersonRows.Of(Until(random.Next(position, end + 1)));
            var whole = PersonRows.Of(Until(end));

            var since = new Touched([Until(end)], [], [], []) { New = new Dictionary<Guid, long> { [id.Value] = position + 1 } }.NewSince(Until(end));
            var written = since is { } time ? whole.Since(time) : whole;
            if (since is null) all++;
            else if (Count(written) < Count(whole)) fewer++;
            // As the statements do.
            var table = Rows(since is null ? whole : there).ToDictionary(r => r.Key, r => r.Text);
            foreach (var row in Rows(written)) table[row.Key] = row.Text;
            table.OrderBy(r => r.Key, StringComparer.Ordinal).ShouldBe(Rows(whole).Select(r => KeyValuePair.Create(r.Key, r.Text)).OrderBy(r => r.Key, StringComparer.Ordinal), $"seed {seed}");
            return true;
        }));
        fewer.ShouldBeGreaterThan(20);
        all.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task Rows_that_came_about_while_lives_went_on_are_those_of_a_rebuild()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(77);
        await using (var host = new Following(written.Op, definitions: OneLog.Find))
        {
            var lives = Enumerable.Range(0, 6).Select(_ => new ParticipantId(Guid.NewGuid())).Select(id => (Id: id, Life: random.Life(id, 14))).ToList();
            for (var i = 0; i < 14; i++)
            {
                // Half of them are written with their rows, as by a command, the others without, as by an import.
                foreach (var (n, (id, life)) in lives.Index()) await Append(written, id, life, i, command: n % 2 == 0);
                await written.Sequenced();
            }
            await ShardTests.Until(async () => (await Shards.Lag(written.Op)) is { Count: 2 } lag && lag.All(l => l.Events == 0));
        }
        var live = await OneLog.Hashes(written.Op);
        (await written.Scalar($"select count(*) from journey.participant_header h join journey.stream s on s.id = h.participant where h.stream_version = s.version and h.form = {Form}")).ShouldBe(6L);
        await written.Scalar("delete from journey.caseload");
        await written.Scalar("delete from journey.participant_header");
        await written.Scalar("delete from journey.due_work");
        foreach (var shard in Shard.All) await Rebuild.Run(written.Op, shard, definitions: OneLog.Find);
        (await OneLog.Hashes(written.Op)).ShouldBe(live);
    }

    [Fact]
    public void Who_was_ever_linked_is_told_by_the_wire_names_of_links_and_amendments() =>
        Wire.Names.Where(n => Wire.TryTypeOf(n, out var type) && (type.IsAssignableTo(typeof(ILink)) || type == typeof(Domain.Corrections.EntryAmended)))
            .ShouldAllBe(n => Sql.Load("Inline.written").Contains($"'{n}'", StringComparison.Ordinal));

    private static async Task Append(Written written, ParticipantId id, IReadOnlyList<EventToAppend> life, int at, bool command)
    {
        var write = new StreamWrite(id.Value, "participant", at, [life[at]]);
        if (!command)
        {
            await written.AppendAll([write]);
            return;
        }
        var state = History.Fold(life.Take(at + 1).Select((e, i) => Written.Entry(e, id.Value, i + 1)));
        await written.AppendAll([write], InlineRows.For(id, state, at + 1, await PinnedPrograms.Of(written.Op, OneLog.Find, [state], CancellationToken.None)));
    }

    private static int Count(PersonRows rows) => rows.Spells.Count + rows.Attendance.Count + rows.Findings.Count;

    // By the tables' keys.
    private static IEnumerable<(string Key, string Text)> Rows(PersonRows rows) =>
    [
        .. rows.Spells.Select(s => ($"{s.Enrollment} {s.Kind} {s.Ordinal} {s.KnownFrom:O}", s.ToString())),
        .. rows.Attendance.Select(a => ($"{a.Enrollment} {a.Session} {a.ValidFrom:O} {a.KnownFrom:O}", a.ToString())),
        .. rows.Findings.Select(f => ($"{f.Enrollment} {f.Code} {f.ValidFrom:O} {f.KnownFrom:O}", $"{f with { Events = [] }} {string.Join(' ', f.Events)}")),
    ];
}

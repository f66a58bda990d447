using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Features.Due;
using Journey.Projections;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Due;

public sealed class DueTableTests
{
    private static readonly Text Any = new("en", "fr");
    private static readonly Period OneBusinessDay = new(1, PeriodUnit.BusinessDays);

    /// <summary>The table holds what the pure function says, whoever wrote the rows last: a command, a host's drain, or the repair of what an import or a merge left.</summary>
    [Fact]
    public async Task The_rows_are_what_the_function_says_after_any_history()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(60606);
        var people = Enumerable.Range(0, 30).Select(_ => new ParticipantId(Guid.CreateVersion7())).ToList();
        var pieces = people.SelectMany(id => random.Person(id, 24).Chunk(3).Select((piece, i) => (Id: id, Piece: piece, I: i))).OrderBy(x => x.I).ToList();
        var (inline, drained) = (0, 0);
        for (var n = 0; n < pieces.Count; n++)
        {
            var (id, piece, _) = pieces[n];
            await written.Append(id.Value, piece);
            if (random.Next(3) > 0) inline += await Rows(written.Op, id);
            if (random.Next(8) == 0) await Move(written, id);
            if (n % 40 == 35) await Link(written, people[random.Next(5)], people[15 + random.Next(5)]);
            if (n % 40 != 39) continue;
            await Repair(written);
            drained += await DrainAll(written.Op, random.Time());
            await Same(written.Op, people);
        }
        await Repair(written);
        await Same(written.Op, people);
        drained += await DrainAll(written.Op, RandomHistories.First.AddDays(400).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        await Same(written.Op, people);
        inline.ShouldBeGreaterThan(50);
        drained.ShouldBeGreaterThan(50, "a law that is never tried says nothing");

        var hash = await Rebuild.Hash(written.Op, Shard.Caseload);
        await Rebuild.Run(written.Op, Shard.Caseload, definitions: Find);
        (await Rebuild.Hash(written.Op, Shard.Caseload)).ShouldBe(hash);
    }

    private static async Task Same(Operator op, IReadOnlyCollection<ParticipantId> people)
    {
        var expected = new List<string>();
        foreach (var history in (await People.ReadMany(op, people)).Values)
        {
            var state = history.Inline();
            foreach (var enrollment in state.State.LinkedInto is null ? state.State.Enrollments : [])
            {
                if (!enrollment.IsOpened || await Find(op, enrollment.Program, enrollment.Version, default) is not { } program) continue;
                expected.AddRange(DueWork.Of(state.State, enrollment, program).Where(i => i.IsOpen).Select(i => Told(DueRow.Of(state, enrollment, program, i))));
            }
        }
        var rows = new List<DueRow>();
        DueCursor? after = null;
        while (await DueTable.Read(op, new DueFilter(), DateTimeOffset.UnixEpoch, after, 500) is { Count: > 0 } page)
        {
            rows.AddRange(page);
            after = new(page[^1].Due, page[^1].Enrollment, page[^1].Item);
        }
        var found = rows.Select(Told).ToList();
        found.Except(expected).ShouldBeEmpty("rows that the function does not say");
        expected.Except(found).ShouldBeEmpty("rows that are missing");
        found.Count.ShouldBe(expected.Count);
    }

    private static string Told(DueRow row) => (row with { State = null, Waiting = null, ActAt = row.ActAt?.ToUniversalTime() }).ToString();

    private static async Task<int> Rows(Operator op, ParticipantId id)
    {
        var state = (await People.Read(op, id))!.Inline();
        await using var batch = op.Main.CreateBatch();
        foreach (var command in InlineRows.For((IReadOnlyCollection<InlineState>)[state], await PinnedPrograms.Of(op, Find, [state.State], default))) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
        return 1;
    }

    private static async Task Move(Written written, ParticipantId id)
    {
        if ((await People.Read(written.Op, id))!.Fold().Enrollments.FirstOrDefault(e => e.IsOpened) is not { } enrollment) return;
        var names = ImmutableDictionary<string, string>.Empty;
        await written.Append(id.Value, Written.Event(new EnrollmentMoved(enrollment.Id, "plain", enrollment.Version, 3 - enrollment.Version, names, [], names, ["quarter"], new MigrationId(Guid.NewGuid())), RandomHistories.First.AddDays(100), DateTimeOffset.UnixEpoch.AddYears(54)));
    }

    private static async Task Link(Written written, ParticipantId into, ParticipantId other)
    {
        var linked = (await People.Read(written.Op, other))!.Fold().LinkedInto == into;
        var (there, here) = linked ? ((JourneyEvent)new RecordUnlinked(other), (JourneyEvent)new UnlinkedFromRecord(into)) : (new RecordLinked(other), new LinkedIntoRecord(into));
        await written.AppendAll([
            new StreamWrite(into.Value, "participant", null, [Written.Event(there, RandomHistories.First, DateTimeOffset.UnixEpoch.AddYears(54))]),
            new StreamWrite(other.Value, "participant", null, [Written.Event(here, RandomHistories.First, DateTimeOffset.UnixEpoch.AddYears(54))])]);
    }

    private static async Task Repair(Written written)
    {
        await written.Sequenced();
        while (await Store.Backlog(written.Op) is { Events: > 0 }) await Task.Delay(10);
        await new Shards(written.Op, $"test-{Guid.NewGuid()}", definitions: Find).CatchUp();
    }

    private static async Task<int> DrainAll(Operator op, DateTimeOffset now)
    {
        var claimed = 0;
        for (var rounds = 0; await new Drain(op, Find, new At(now)).Once(default) is > 0 and var some; rounds++)
        {
            claimed += some;
            rounds.ShouldBeLessThan(100, "what is written down once is not due again");
        }
        return claimed;
    }

    private static Task<ProgramDefinition?> Find(Operator op, string program, int version, CancellationToken ct) => Task.FromResult(program == "plain" && version is 1 or 2 ? Plain(version) : null);

    private static ProgramDefinition Plain(int version) => new()
    {
        Id = "plain", Version = version, Title = Any, Calendar = new Calendar(version == 1 ? "America/Halifax" : "Pacific/Auckland", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Friday], "ca-ns"),
        Stages = [.. new[] { ("intake", StageKind.Intake), ("crt", StageKind.Training), ("ost", StageKind.Training), ("placement", StageKind.Placement) }.Select(s => new Stage
        {
            Id = s.Item1, Kind = s.Item2, Title = Any, Owner = "caseManager", Attendance = s.Item2 == StageKind.Training ? new AttendanceRule(0.9m, 1) : null,
            Tasks = [new StageTask("goal", Any, Due: Period.Days(version * 3), Owner: "director")],
            FollowUps = s.Item2 != StageKind.Placement ? [] : [Contact("day-1", Milestone.EmploymentStarted) with { With = ["participant", "employer"], Cancel = [Milestone.JobLost, Milestone.Exited] }],
        })],
        FollowUps = [Contact("quarter", Milestone.Graduated) with { In = null, Every = Period.Days(20), Until = new Until(Milestone.Graduated, Period.Months(3)), Cancel = [Milestone.Exited] }],
    };

    private static FollowUp Contact(string id, Milestone after) => new()
    {
        Id = id, Title = Any, After = after, In = Period.Days(1), Window = OneBusinessDay, Owner = "advancementCoach", With = ["participant"], Remind = OneBusinessDay, Escalate = new Escalation("director", OneBusinessDay),
    };

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

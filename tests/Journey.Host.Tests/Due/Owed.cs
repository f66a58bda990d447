using Journey.Domain;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Features.Due;
using Journey.Host.Features.SignIn;
using Journey.Projections;

namespace Journey.Host.Tests.Due;

/// <summary>People who owe contacts: hired on Monday 1 June 2026, under a program that reminds, misses and escalates.</summary>
internal static class Owed
{
    public static readonly DateTimeOffset Hired = new(2026, 6, 1, 15, 0, 0, TimeSpan.Zero);
    private static readonly Text Any = new("en", "fr");

    public static ProgramDefinition Program { get; } = new()
    {
        Id = "owing", Version = 1, Title = Any,
        Calendar = new Calendar("America/Halifax", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], "ca-ns"),
        Stages =
        [
            new Stage { Id = "placement", Kind = StageKind.Placement, Title = Any, Owner = "advancementCoach" },
            new Stage
            {
                Id = "employment", Kind = StageKind.Employment, Title = Any, Owner = "advancementCoach",
                FollowUps =
                [
                    new Domain.Programs.FollowUp
                    {
                        Id = "day-1", Title = Any, After = Milestone.EmploymentStarted, In = Period.Days(1), Window = new Period(2, PeriodUnit.BusinessDays), Owner = "advancementCoach",
                        With = ["participant", "employer"], Escalate = new Escalation("director", new Period(5, PeriodUnit.BusinessDays)),
                    },
                ],
            },
        ],
    };

    public static Task<ProgramDefinition?> Find(Operator op, string program, int version, CancellationToken ct) => Task.FromResult(program == Program.Id && version == Program.Version ? Program : null);

    /// <summary>A stream and its rows, as one command would have written them.</summary>
    public static async Task<ParticipantId> Person(Operator op, EmployerId employer, StaffId? coach = null, string? program = null, DateTimeOffset? hired = null)
    {
        var known = hired ?? Hired;
        var taker = DevelopmentPeople.IdOf(op.Id.Value, "organization");
        var day = DateOnly.FromDateTime(known.UtcDateTime.AddHours(-4));
        var (person, enrollment) = (new ParticipantId(Guid.CreateVersion7()), new EnrollmentId(Guid.CreateVersion7()));
        List<JourneyEvent> events =
        [
            new ParticipantRegistered(person, "P-1"), new EnrollmentOpened(enrollment, program ?? Program.Id, 1, "America/Halifax"), new StageEntered(enrollment, "placement"),
            new EmploymentStarted(enrollment, new JobId(Guid.CreateVersion7()), employer, new(null, null, null, null, null, null)),
        ];
        if (coach is { } staff) events.Add(new StaffAssigned(new AssignmentId(Guid.CreateVersion7()), StaffRole.AdvancementCoach, staff, new(DevelopmentPeople.IdOf(op.Id.Value, DevelopmentPeople.SectorOrganization))));
        EventToAppend[] appended = [.. events.Select(e => new EventToAppend
        {
            Id = Guid.CreateVersion7(), Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), Precision = OccurredPrecision.Day, RecordedAt = known, Organization = taker,
        })];
        var state = History.Fold(appended.Select((e, i) => new Entry(e.Id, person.Value, i + 1, i + 1, e.Type, events[i], Occurred.OnDay(day), known, Organization: taker)));
        var programs = await PinnedPrograms.Of(op, Find, [state], default);
        await Store.Append(op, new Append([new StreamWrite(person.Value, "participant", 0, appended)]) { Inline = InlineRows.For(person, state, appended.Length, programs) });
        return person;
    }

    public static Drain Drain(Operator op, DateTimeOffset now, int batch = 100) => new(op, Find, Still(now), batch: batch);

    public static TimeProvider Still(DateTimeOffset now) => new StoodStill(now);

    /// <summary>Wire names and how many there are, of what hosts wrote.</summary>
    public static async Task<string> Written(Operator op)
    {
        await using var read = op.Main.CreateCommand("select string_agg(t, ', ' order by t) from (select type || ' ' || count(*) as t from journey.event where headers->>'purpose' = 'due-work' group by type) x");
        return await read.ExecuteScalarAsync() as string ?? "";
    }

    public static async Task<long> Rows(Operator op, string where)
    {
#pragma warning disable CA2100 // A test's literal.
        await using var read = op.Main.CreateCommand($"select count(*) from journey.due_work where {where}");
#pragma warning restore CA2100
        return (long)(await read.ExecuteScalarAsync())!;
    }

    private sealed class StoodStill(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

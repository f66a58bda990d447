using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Recording;
using Journey.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace Journey.Host.Tests.Browser;

/// <summary>
/// A cohort of three invented people, written by the development sign-in's case manager through the journal: Zoé is in training with
/// an absence and a retracted job, Liam has left, Mei waits for a decision and is nobody's yet.
/// </summary>
internal sealed class SmallCohort
{
    private readonly HostUnderTest host;
    private readonly Caller caller;
    private readonly Journal journal;
    private readonly Vault vault;

    private SmallCohort(HostUnderTest host)
    {
        this.host = host;
        (journal, vault) = (host.Services.GetRequiredService<Journal>(), host.Services.GetRequiredService<Vault>());
        caller = Caller.Job(host.Operator, "service", User(Roles.CaseManager), User("organization"));
    }

    public CohortId Cohort { get; } = new(Guid.CreateVersion7());
    public ParticipantId Zoé { get; } = new(Guid.CreateVersion7());
    public ParticipantId Liam { get; } = new(Guid.CreateVersion7());
    public ParticipantId Mei { get; } = new(Guid.CreateVersion7());
    public DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);
    public DateOnly Starts => Today.AddDays(-20);

    public static async Task<SmallCohort> Write(HostUnderTest host)
    {
        var small = new SmallCohort(host);
        await host.Publish();
        await host.Agree();
        await small.Tell();
        await Project(host.Operator);
        return small;
    }

    /// <summary>How many records of access there are.</summary>
    public async Task<long> Accesses(string action)
    {
        await using var command = host.Operator.Main.CreateCommand("select count(*) from journey.access where action = $1");
        command.Parameters.AddWithValue(action);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Everything written so far is in the read models.</summary>
    public static async Task Project(Operator op)
    {
        await using var command = op.Main.CreateCommand("select coalesce(max(seq), 0) from journey.event");
        var last = (long)(await command.ExecuteScalarAsync())!;
        for (var i = 0; await Store.PositionOf(op, last) is null; i++)
        {
            if (i > 1000) throw new TimeoutException("The log does not move.");
            await Task.Delay(10);
        }
        var head = await Store.Head(op);
        await new Shards(op, $"test-{Guid.NewGuid()}").CatchUp();
        for (var i = 0; (await OperatorTotals.Read(op)).Position < head; i++)
        {
            if (i > 1000) throw new TimeoutException("The read models do not move.");
            await Task.Delay(10);
        }
    }

    private async Task Tell()
    {
        var session = new SessionId(Guid.CreateVersion7());
        var second = new SessionId(Guid.CreateVersion7());
        await Do(null, Starts.AddDays(-40), new CohortOpened(Cohort, "Dartmouth, autumn", "aspire-manufacturing", 1, null, "Dartmouth", Starts, Today.AddDays(30), 12, null),
            new SessionScheduled(session, "crt", Starts.AddDays(1)), new SessionScheduled(second, "crt", Starts.AddDays(2)));

        var zoé = await Register(Zoé, "Zoé", "Arsenault-Quibell", "ZOE0000001");
        await Do(Zoé, Starts.AddDays(-5), new AdmissionDecided(zoé, AdmissionOutcome.Accepted, "meets"), new OfferAccepted(zoé, Cohort, Starts), new SeatTaken(zoé, Zoé));
        await Do(Zoé, Starts, new StageLeft(zoé, "intake", StageEnd.Completed), new StageEntered(zoé, "crt"));
        await Do(Zoé, Starts.AddDays(1), new AttendanceMarked(zoé, session, "crt", Presence.Present));
        await Do(Zoé, Starts.AddDays(2), new AttendanceMarked(zoé, second, "crt", Presence.Absent));
        await Do(Zoé, Starts.AddDays(3), new NoteWritten(new(Guid.CreateVersion7()), FieldClass.General, await Secret(Zoé, FieldClass.General, "Bus did not come."), zoé));
        var wrong = await Do(Zoé, Starts.AddDays(4), new Domain.Employment.EmploymentStarted(zoé, new(Guid.CreateVersion7()), null, new("94105", "2021", true, null, null, null)));
        await Do(Zoé, Starts.AddDays(6), new EntryRetracted(wrong, CorrectionReason.WrongPerson));

        var liam = await Register(Liam, "Liam", "Odukoya", "LIAM000002");
        await Do(Liam, Starts.AddDays(-5), new AdmissionDecided(liam, AdmissionOutcome.Accepted, "meets"), new OfferAccepted(liam, Cohort, Starts), new SeatTaken(liam, Liam));
        await Do(Liam, Starts, new StageLeft(liam, "intake", StageEnd.Completed), new StageEntered(liam, "crt"));
        await Do(Liam, Starts.AddDays(9), new Exited(liam, "personal"), new SeatReleased(liam));

        await Register(Mei, "Mei", "Tanaka", "MEI0000003", assigned: false);
    }

    private async Task<EnrollmentId> Register(ParticipantId id, string given, string family, string reference, bool assigned = true)
    {
        var enrollment = new EnrollmentId(Guid.CreateVersion7());
        await Do(id, Starts.AddDays(-35), new ParticipantRegistered(id, reference, await Secret(id, FieldClass.Identity, given), await Secret(id, FieldClass.Identity, family)),
            new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax"), new InquiryMade(enrollment, "referral"), new StageEntered(enrollment, "intake"),
            new ApplicationReceived(enrollment, new(User("organization"))));
        if (!assigned) return enrollment;
        await Do(id, Starts.AddDays(-30), new StaffAssigned(new(Guid.CreateVersion7()), StaffRole.CaseManager, new(User(Roles.CaseManager)), new(User("organization"))),
            new StaffAssigned(new(Guid.CreateVersion7()), StaffRole.Facilitator, new(User(Roles.Facilitator)), new(host.Sector)),
            new ConsentGiven(new(Guid.CreateVersion7()), null, 1, "en", ["service"], [FieldClass.Identity, FieldClass.General], [], null));
        return enrollment;
    }

    private async Task<Guid> Do(ParticipantId? person, DateOnly day, params JourneyEvent[] events)
    {
        var result = await journal.Execute(caller, new Command
        {
            Participant = person, Occurred = Occurred.OnDay(day), RecordedAt = new DateTimeOffset(day.ToDateTime(new TimeOnly(20, 0)), TimeSpan.Zero),
            Decide = async (s, ct) =>
            {
                await s.Cohort(Cohort, ct);
                return Decide.Accept(events);
            },
        }, default);
        return result.ShouldBeOfType<CommandResult.Done>(result.ToString()).Events[0];
    }

    private async Task<Sealed<string>> Secret(ParticipantId id, FieldClass @class, string text) => await vault.Secret(host.Operator, new Subject(id.Value), Scope.Person, @class, text, default);

    private Guid User(string name) => DevelopmentPeople.IdOf(host.Operator.Id.Value, name);
}

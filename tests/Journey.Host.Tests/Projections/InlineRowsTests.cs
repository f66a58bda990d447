using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class InlineRowsTests
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2024, 3, 1);
    private readonly ParticipantId person = new(Guid.NewGuid());
    private readonly EnrollmentId enrollment = new(Guid.NewGuid());
    private readonly StaffId manager = new(Guid.NewGuid());

    private EventToAppend[] Applied => [
        Written.Event(new ParticipantRegistered(person, "P-1"), Day, Then),
        Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), Day, Then),
        Written.Event(new StageEntered(enrollment, "intake"), Day, Then),
        Written.Event(new ApplicationReceived(enrollment, new OrganizationId(Guid.NewGuid())), Day, Then)];

    [Fact]
    public async Task Who_has_just_acted_sees_the_row_before_the_log_moves()
    {
        await using var written = await Written.New();
        var state = History.Fold(Entries.Of(Applied.Select((e, i) => Stored(e, i + 1))));
        await Store.Append(written.Op, new Append([new StreamWrite(person.Value, "participant", 0, Applied)]) { Inline = InlineRows.For(person, state, 4) });

        var row = (await Caseload.Read(written.Op, new CaseloadFilter(Stages: ["intake"]), null, 10)).ShouldHaveSingleItem();
        (row.Enrollment, row.Reference, row.Status, row.Since, row.StreamVersion).ShouldBe((enrollment, "P-1", EnrollmentStatus.Active, Day, 4));
        row.SinceDays(Day.AddDays(3)).ShouldBe(3);
        row.Attention.Select(a => a.Code).ShouldBe([AttentionFact.AdmissionUndecided, AttentionFact.CaseManagerMissing]);
        (await ParticipantHeader.ByReference(written.Op, "P-1"))!.Participant.ShouldBe(person);
    }

    [Fact]
    public async Task A_row_that_nobody_wrote_is_repaired_from_the_log_and_an_older_state_never_overwrites_it()
    {
        await using var written = await Written.New();
        await written.Append(person.Value, Applied);
        await written.Project();
        (await Caseload.Of(written.Op, person)).ShouldHaveSingleItem().CaseManager.ShouldBeNull();

        var older = (await People.Read(written.Op, person))!.Inline();
        await written.Append(person.Value, Written.Event(new StaffAssigned(new AssignmentId(Guid.NewGuid()), StaffRole.CaseManager, manager, new OrganizationId(Guid.NewGuid())), Day, Then));
        await written.Project();
        await using (var batch = written.Op.Main.CreateBatch())
        {
            foreach (var command in InlineRows.For([older])) batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync();
        }

        var row = (await Caseload.Read(written.Op, new CaseloadFilter(Staff: manager), null, 10)).ShouldHaveSingleItem();
        (row.StreamVersion, row.CaseManager).ShouldBe((5, manager));
    }

    [Fact]
    public async Task A_retracted_enrollment_leaves_the_caseload()
    {
        await using var written = await Written.New();
        var events = Applied;
        await written.Append(person.Value, events);
        await written.Project();
        var older = (await People.Read(written.Op, person))!.Inline();
        await written.Append(person.Value, [.. events.Skip(1).Select(e => Written.Event(new EntryRetracted(e.Id, CorrectionReason.WrongPerson), Day, Then.AddDays(1)))]);
        await written.Project();
        (await Caseload.Of(written.Op, person)).ShouldBeEmpty();
        (await ParticipantHeader.Read(written.Op, person))!.Enrollments.ShouldBeEmpty();

        // Whoever folded it before that comes too late.
        await using var batch = written.Op.Main.CreateBatch();
        foreach (var command in InlineRows.For([older])) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
        (await Caseload.Of(written.Op, person)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_linked_record_is_listed_under_the_person_and_comes_back_when_the_link_is_undone()
    {
        await using var written = await Written.New();
        var (other, otherEnrollment) = (new ParticipantId(Guid.NewGuid()), new EnrollmentId(Guid.NewGuid()));
        await written.Append(person.Value, Applied);
        await written.Append(other.Value,
            Written.Event(new ParticipantRegistered(other, "P-2"), Day, Then), Written.Event(new EnrollmentOpened(otherEnrollment, "plain", 1, "UTC"), Day, Then));
        await written.AppendAll([
            new StreamWrite(person.Value, "participant", null, [Written.Event(new RecordLinked(other), Day, Then)]),
            new StreamWrite(other.Value, "participant", null, [Written.Event(new LinkedIntoRecord(person), Day, Then)])]);
        await written.Project();
        (await Caseload.Of(written.Op, other)).ShouldBeEmpty();
        (await Caseload.Of(written.Op, person)).Select(r => r.Enrollment).ShouldBe([enrollment, otherEnrollment], ignoreOrder: true);
        (await ParticipantHeader.Read(written.Op, other))!.LinkedInto.ShouldBe(person);

        // What is written to the linked record moves the person's rows.
        await written.Append(other.Value, Written.Event(new StageEntered(otherEnrollment, "crt"), Day, Then));
        await written.Project();
        (await Caseload.Read(written.Op, new CaseloadFilter(Stages: ["crt", "other"]), null, 10)).ShouldHaveSingleItem().Participant.ShouldBe(person);

        await written.AppendAll([
            new StreamWrite(person.Value, "participant", null, [Written.Event(new RecordUnlinked(other), Day, Then)]),
            new StreamWrite(other.Value, "participant", null, [Written.Event(new UnlinkedFromRecord(person), Day, Then)])]);
        await written.Project();
        (await Caseload.Of(written.Op, other)).ShouldHaveSingleItem().Enrollment.ShouldBe(otherEnrollment);
        (await Caseload.Of(written.Op, person)).ShouldHaveSingleItem().Enrollment.ShouldBe(enrollment);
    }

    [Fact]
    public async Task Paging_shows_every_row_once()
    {
        await using var written = await Written.New();
        foreach (var i in Enumerable.Range(0, 23))
            await written.Append(Guid.NewGuid(), Written.Event(new EnrollmentOpened(new EnrollmentId(Guid.NewGuid()), "plain", 1, "UTC"), Day.AddDays(i % 4), Then));
        await written.Project();
        var seen = new List<CaseloadRow>();
        while (await Caseload.Read(written.Op, new CaseloadFilter(), seen.Count == 0 ? null : CaseloadCursor.After(seen[^1]), 5) is { Count: > 0 } page) seen.AddRange(page);
        seen.Select(r => r.Enrollment).Distinct().Count().ShouldBe(23);
        seen.Count.ShouldBe(23);
        seen.Select(r => r.WaitingSince).ShouldBeInOrder();
    }

    private StoredEvent Stored(EventToAppend e, long version) =>
        new(version, e.Id, person.Value, version, e.Type, e.Data, e.OccurredAt, e.Precision, e.RecordedAt, e.RecordedAt, null, null, null, e.CausationId, null);
}

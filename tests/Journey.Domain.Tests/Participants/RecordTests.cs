using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Participants;

/// <summary>Who somebody is, who works with them, and two records that turn out to be one person.</summary>
public sealed class RecordTests
{
    private static readonly ParticipantId Twin = new(G(101));

    private static Entry Written(Guid stream, int n, string day, JourneyEvent happened) =>
        new(G(2000 + n), stream, n, n, Wire.NameOf(happened), happened, Occurred.OnDay(Day(day)), Moment(day + "T12:00Z"));

    // The record to keep is the younger one: the older one has an enrollment of last year.
    private static readonly Entry[] Kept = [Written(Sam.Value, 5, "2026-01-05", new ParticipantRegistered(Sam, "P-NEW", Secret("Samira"))), Written(Sam.Value, 6, "2026-01-06", new EnrollmentOpened(Manufacturing, "manufacturing", 1, Halifax))];
    private static readonly Entry[] Other = [Written(Twin.Value, 1, "2025-02-01", new ParticipantRegistered(Twin, "P-OLD", Secret("Sam"))), Written(Twin.Value, 2, "2025-02-02", new EnrollmentOpened(Construction, "construction", 1, Halifax))];
    private static readonly Entry[] Merged = [Written(Sam.Value, 7, "2026-05-01", new RecordLinked(Twin)), Written(Twin.Value, 8, "2026-05-01", new LinkedIntoRecord(Sam))];

    [Fact]
    public void A_participant_is_registered_once_and_corrected_where_a_name_changed() =>
        Nobody().WhenPerson(p => Registration.Register(p, Sam, "P-7Q2", Secret("Sam"), null, null)).Then(new ParticipantRegistered(Sam, "P-7Q2", Secret("Sam")))
            .WhenPerson(p => Registration.Register(p, Sam, "P-7Q2", Secret("Sam"), null, null)).ThenNothing()
            .WhenPerson(p => Registration.ChangeIdentity(p, Secret("Sam"), null, null)).ThenNothing()
            .WhenPerson(p => Registration.ChangeIdentity(p, null, Secret("Okafor"), null)).Then(new IdentityChanged(null, Secret("Okafor"), null))
            .WhenPerson(p => Registration.GiveContactDetails(p, Secret("sam@example.org"), null, null)).Then(new ContactDetailsGiven(Secret("sam@example.org"), null, null))
            .WhenPerson(p => Registration.GiveContactDetails(p, Secret("sam@example.org"), null, null)).ThenNothing();

    [Fact]
    public void A_note_is_always_sealed_under_a_class() =>
        Given().WhenPerson(p => Registration.WriteNote(p, new(G(5)), FieldClass.None, Secret("x"), null)).ThenRefused("note.class")
            .WhenPerson(p => Registration.WriteNote(p, new(G(5)), FieldClass.Health, Secret("x"), null)).Then(new NoteWritten(new(G(5)), FieldClass.Health, Secret("x")))
            .WhenPerson(p => Registration.WriteNote(p, new(G(5)), FieldClass.Health, Secret("x"), null)).ThenNothing();

    [Fact]
    public void A_case_manager_and_a_coach_of_different_organizations_are_assigned_from_a_day_to_a_day()
    {
        var (manager, coach, agency, sector) = (new StaffId(G(10)), new StaffId(G(11)), new OrganizationId(G(12)), new OrganizationId(G(13)));
        var story = Given().WhenPerson(p => Assigning.Assign(p, new(G(14)), StaffRole.Funder, manager, agency, null)).ThenRefused("assignment.role")
            .On("2026-02-01").WhenPerson(p => Assigning.Assign(p, new(G(14)), StaffRole.CaseManager, manager, agency, null)).Then(new StaffAssigned(new(G(14)), StaffRole.CaseManager, manager, agency))
            .WhenPerson(p => Assigning.Assign(p, new(G(15)), StaffRole.CaseManager, manager, agency, null)).ThenNothing()
            .WhenPerson(p => Assigning.Assign(p, new(G(15)), StaffRole.AdvancementCoach, coach, sector, Manufacturing)).Then(new StaffAssigned(new(G(15)), StaffRole.AdvancementCoach, coach, sector, Manufacturing))
            .WhenPerson(p => Assigning.End(p, new(G(99)))).ThenRefused("assignment.unknown")
            .On("2026-03-01").WhenPerson(p => Assigning.End(p, new(G(14)))).Then(new AssignmentEnded(new(G(14))))
            .WhenPerson(p => Assigning.End(p, new(G(14)))).ThenNothing();
        story.Person().Assignments.Where(a => a.IsLive).Select(a => a.Staff).ShouldBe([coach]);
        story.TrueOn("2026-02-15").Assignments.Count(a => a.IsLive).ShouldBe(2);
    }

    [Fact]
    public void An_erased_person_stays_countable_and_nothing_more_is_written_about_them_even_if_the_erasure_is_retracted()
    {
        var erased = Written(Sam.Value, 9, "2026-06-01", new ParticipantErased(["9f86d081884c7d65"]));
        var person = History.Fold([.. Kept, erased]);
        person.Erased!.Value.Event.ShouldBe(erased.Id);
        person.Enrollments.Count.ShouldBe(1);
        History.Fold([.. Kept, erased], AsOf.Day(Day("2026-05-31"))).Erased.ShouldBeNull();
        Erasure.Refuses(Kept).ShouldBeNull();
        Erasure.Refuses([.. Kept, erased])!.ShouldBeRefused("participant.erased");
        Erasure.Refuses([.. Kept, erased, Written(Sam.Value, 10, "2026-06-02", new EntryRetracted(erased.Id, CorrectionReason.Other))])!.ShouldBeRefused("participant.erased");
    }

    [Fact]
    public void Merging_says_so_on_both_records_once()
    {
        var (kept, other) = (History.Fold(Kept), History.Fold(Other));
        Links.Merge(kept, other).ShouldTell(new RecordLinked(Twin), new LinkedIntoRecord(Sam));
        Links.Merge(kept, kept).ShouldBeRefused("merge.same");
        var (survivor, linked) = (History.Fold([.. Kept, Merged[0]]), History.Fold([.. Other, Merged[1]]));
        Links.Merge(survivor, linked).ShouldSayNothing();
        Links.Merge(linked, kept).ShouldBeRefused("merge.survivor-linked");
        Links.Merge(History.Fold([Written(G(102), 1, "2026-01-01", new ParticipantRegistered(new(G(102)), "P-3"))]), survivor).ShouldBeRefused("merge.other-linked");
        Links.Unmerge(survivor, linked).ShouldTell(new RecordUnlinked(Twin), new UnlinkedFromRecord(Sam));
        Links.Unmerge(kept, other).ShouldSayNothing();
    }

    [Fact]
    public void A_merged_person_goes_by_the_record_kept_even_if_the_other_one_is_older()
    {
        var person = History.Fold([.. Other, .. Kept, .. Merged]);
        (person.Id, person.Reference, person.LinkedInto).ShouldBe((Sam, "P-NEW", null));
        person.Identity.GivenName!.SameAs(Secret("Samira")).ShouldBeTrue();
        person.Enrollments.Select(e => e.Program).ShouldBe(["construction", "manufacturing"]);
    }

    [Fact]
    public void They_were_one_person_before_anybody_knew_so_an_earlier_day_has_both_enrollments_but_not_earlier_knowledge()
    {
        History.Fold([.. Kept, Merged[0]], AsOf.Day(Day("2026-02-01"))).LinkedWith.ShouldBe([Twin]);
        History.Fold([.. Kept, Merged[0]], new AsOf(null, Moment("2026-04-01T00:00Z"))).LinkedWith.ShouldBeEmpty();
        History.Fold([.. Other, Merged[1]], AsOf.Day(Day("2025-06-01"))).LinkedInto.ShouldBe(Sam);
    }

    [Fact]
    public void A_record_that_arrives_after_it_was_linked_is_read_from_the_start()
    {
        History.Advance(History.Fold([.. Kept, .. Merged]), Other[0] with { Seq = 9, Occurred = Occurred.OnDay(Day("2026-06-01")) }).ShouldBeNull();
        History.Advance(History.Fold([.. Other, Merged[1]]), Kept[1] with { Seq = 9, Event = new IdentityChanged(Secret("Samira"), null, null), Occurred = Occurred.OnDay(Day("2026-06-01")) }).ShouldBeNull();
    }

    [Fact]
    public void After_unmerging_each_record_is_as_if_nothing_had_been()
    {
        History.Fold([.. Kept, Merged[0], Written(Sam.Value, 9, "2026-06-01", new RecordUnlinked(Twin))]).LinkedWith.ShouldBeEmpty();
        var other = History.Fold([.. Other, Merged[1], Written(Twin.Value, 10, "2026-06-01", new UnlinkedFromRecord(Sam))]);
        (other.LinkedInto, other.Reference).ShouldBe((null, "P-OLD"));
    }
}

using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;

namespace Journey.Host.Features.Events.Published;

/// <summary>Who takes part, and how they come in.</summary>
internal static class PeopleEvents
{
    private static PublicEvent<T> On<T>(string type, string title, string meaning, string when) where T : JourneyEvent => new(type, title, meaning, when);

    public static readonly PublicEvent[] All =
    [
        On<ParticipantRegistered>("journey.participant.registered", "Participant registered", "A person became known to the operator.", "When staff register somebody, or an import brings them."),
        On<ParticipantErased>("journey.participant.erased", "Participant erased", "The keys of a person's values are destroyed: delete what you hold about them, and say that you have.", "When an erasure is carried out. Nothing more is written about the person then.")
            .Field("participant", Form.Subject(), (_, f) => f.Subject, "Whose values they were: the same as the subject.").Codes("keys", e => e.Keys, "Fingerprints of the keys destroyed."),
        On<RecordLinked>("journey.participant.merged", "Records merged", "Two records are one person: what is said of the other subject is said of this one, too.", "When staff merge two records.")
            .Field("other", Form.Subject(), (_, f) => f.Other, "The subject that is this person, too."),
        On<RecordUnlinked>("journey.participant.unmerged", "Merge undone", "The two records are two people after all.", "When staff undo a merge.")
            .Field("other", Form.Subject(), (_, f) => f.Other, "The subject that is somebody else."),
        On<EnrollmentOpened>("journey.enrollment.opened", "Enrollment opened", "A person's participation in a program begins to be recorded.", "With the inquiry or the application, before anything else of that enrollment.")
            .Enrollment().Code("program", e => e.Program).Number("version", e => e.Version),
        On<EnrollmentMoved>("journey.enrollment.moved", "Enrollment moved", "The enrollment went over to another version of its program.", "In a migration between versions, or when one is undone.")
            .Enrollment().Code("program", e => e.Program).Number("from", e => e.From, "The version it was on.").Number("to", e => e.To, "The version it is on now."),
        On<InquiryMade>("journey.inquiry.made", "Inquiry made", "Somebody asked about the program.", "At the first contact, where it is recorded.").Enrollment(),
        On<ApplicationReceived>("journey.application.received", "Application received", "Somebody applied to the program.", "When the application is in.")
            .Enrollment().Ref("by?", e => e.By?.Value, "The organization that received it; missing: the operator itself."),
        On<CriterionChecked>("journey.criterion.checked", "Criterion checked", "What one of the program's criteria came to for this person; the answers stay inside.", "At each check, also when it comes to the same.")
            .Enrollment().Code("criterion", e => e.Criterion).Word("result", e => e.Result, Said.Criterion, "What it came to; Unknown while answers are missing."),
        On<CriterionOverridden>("journey.criterion.overridden", "Criterion overridden", "Staff let a criterion pass that was not met.", "When they decide so, with a reason that stays inside.").Enrollment().Code("criterion", e => e.Criterion),
        On<RubricScored>("journey.rubric.scored", "Interview scored", "The interview's rubric was scored.", "After the interview, and at each new scoring.").Enrollment().Yes("passed", e => e.Passed, "Whether the scores pass by the program's rule."),
        On<RubricOverridden>("journey.rubric.overridden", "Rubric overridden", "Staff let somebody pass whose scores did not.", "When they decide so, with a reason that stays inside.").Enrollment(),
        On<ConsentGiven>("journey.consent.given", "Consent given", "What somebody allowed: to whom, for what, until when.", "When the form is signed.")
            .Ref("consent", e => e.Consent.Value).Ref("enrollment?", e => e.Enrollment?.Value, "The enrollment it is for; missing: all of them.").Number("formVersion", e => e.FormVersion, "Version of the form's text.")
            .Codes("purposes", e => e.Purposes).Words("classes", e => e.Classes, Said.Class).Refs("recipients", e => e.Recipients.Select(r => r.Value)).Day("until?", e => e.Until, "The last day, included; missing: without an end."),
        On<ConsentWithdrawn>("journey.consent.withdrawn", "Consent withdrawn", "Somebody took back what they had allowed: delete what you hold on that ground only, and say that you have.", "When they say so.")
            .Ref("consent", e => e.Consent.Value).Field("target?", Form.Ref(), (_, f) => f.Target?.Event.ToString(), "Event id of the entry that gave it.").Field("targetType?", Form.Type(), (_, f) => f.Target?.Type)
            .Field("targetPosition?", Form.Position(), (_, f) => Text(f.Target?.Position))
            .Field("purposes?", Form.List(Form.Code()), (_, f) => List(f.Consent?.Purposes), "Purposes that end.").Field("classes?", Form.List(Said.Class.Form()), (_, f) => List(f.Consent?.Classes.Select(c => Said.Class.Of(c)!)), "Classes of data that it ends for.")
            .Field("recipients?", Form.List(Form.Ref()), (_, f) => List(f.Consent?.Recipients.Select(r => r.ToString())), "Organizations that may receive nothing more on this ground."),
        On<StaffAssigned>("journey.staff.assigned", "Staff assigned", "Somebody of the staff looks after this person from now on.", "When the assignment begins.")
            .Ref("assignment", e => e.Assignment.Value).Word("role", e => e.Role, Said.Role, "As what.").Ref("staff", e => e.Staff.Value, "Who, as a random reference.").Ref("organization", e => e.Organization.Value, "Whose staff they are.")
            .Ref("enrollment?", e => e.Enrollment?.Value, "The enrollment it is for; missing: all of them."),
        On<AssignmentEnded>("journey.assignment.ended", "Assignment ended", "That member of staff no longer looks after this person.", "When it ends.").Ref("assignment", e => e.Assignment.Value),
        On<AdmissionDecided>("journey.admission.decided", "Admission decided", "Whether somebody comes into the program.", "At each decision; a later one stands.").Enrollment().Word("outcome", e => e.Outcome, Said.Admission, "What was decided."),
        On<SeatOffered>("journey.seat.offered", "Seat offered", "A place in a cohort was offered.", "When staff offer it.").Enrollment().Ref("cohort", e => e.Cohort.Value),
        On<OfferAccepted>("journey.seat.accepted", "Seat accepted", "The place was taken: the person belongs to the cohort.", "When they accept, or are given a place directly.").Enrollment().Ref("cohort", e => e.Cohort.Value),
        On<OfferDeclined>("journey.seat.declined", "Seat declined", "The place was not wanted.", "When they decline.").Enrollment().Ref("cohort", e => e.Cohort.Value),
        On<SeatOfferExpired>("journey.seat.offer-expired", "Seat offer expired", "Nobody answered the offer in time; the place is free again.", "On the day after the last one, by itself.").Enrollment().Ref("cohort", e => e.Cohort.Value),
    ];

    private static string? Text(long? position) => position?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static System.Text.Json.Nodes.JsonArray? List(IEnumerable<string>? values) => values is null ? null : [.. values.Select(v => (System.Text.Json.Nodes.JsonNode)v)];
}

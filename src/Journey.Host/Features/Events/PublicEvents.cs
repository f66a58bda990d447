using System.Text.Json.Nodes;

namespace Journey.Host.Features.Events;

/// <summary>
/// The published language: which events leave, under which name, and which of their fields. A contract: a name is never renamed, a field
/// never taken back. What is not here leaves as <see cref="Withheld"/>, so that counting works.
/// </summary>
public static class PublicEvents
{
    public const string Withheld = "journey.withheld";

    /// <param name="Wire">The stored event's name.</param>
    /// <param name="Type">The public one.</param>
    /// <param name="Fields">Of the stored body; everything else stays here. None of them is ever a sealed value or a participant's stream.</param>
    public sealed record PublicEvent(string Wire, string Type, params string[] Fields);

    public static readonly IReadOnlyList<PublicEvent> All =
    [
        new("participant_registered", "journey.participant.registered"),
        new("participant_erased", "journey.participant.erased", "keys"),
        new("enrollment_opened", "journey.enrollment.opened", "enrollment", "program", "version"),
        new("enrollment_moved", "journey.enrollment.moved", "enrollment", "program", "from", "to"),
        new("inquiry_made", "journey.inquiry.made", "enrollment"),
        new("application_received", "journey.application.received", "enrollment", "by"),
        new("criterion_checked", "journey.criterion.checked", "enrollment", "criterion", "result"),
        new("criterion_overridden", "journey.criterion.overridden", "enrollment", "criterion"),
        new("rubric_scored", "journey.rubric.scored", "enrollment", "passed"),
        new("rubric_overridden", "journey.rubric.overridden", "enrollment"),
        new("consent_given", "journey.consent.given", "consent", "enrollment", "formVersion", "purposes", "classes", "recipients", "until"),
        new("consent_withdrawn", "journey.consent.withdrawn", "consent"),
        new("staff_assigned", "journey.staff.assigned", "assignment", "role", "staff", "organization", "enrollment"),
        new("assignment_ended", "journey.assignment.ended", "assignment"),
        new("admission_decided", "journey.admission.decided", "enrollment", "outcome"),
        new("seat_offered", "journey.seat.offered", "enrollment", "cohort"),
        new("offer_accepted", "journey.seat.accepted", "enrollment", "cohort"),
        new("offer_declined", "journey.seat.declined", "enrollment", "cohort"),
        new("seat_offer_expired", "journey.seat.offer-expired", "enrollment", "cohort"),
        new("task_done", "journey.task.done", "enrollment", "stage", "task"),
        new("document_signed", "journey.document.signed", "enrollment", "document", "version"),
        new("plan_step_agreed", "journey.plan-step.agreed", "enrollment", "step", "stage", "coordination", "goal", "by", "waitsFor"),
        new("plan_step_done", "journey.plan-step.done", "enrollment", "step"),
        new("stage_entered", "journey.stage.entered", "enrollment", "stage"),
        new("stage_left", "journey.stage.left", "enrollment", "stage", "how"),
        new("attendance_marked", "journey.attendance.marked", "enrollment", "session", "stage", "presence"),
        new("competency_assessed", "journey.competency.assessed", "enrollment", "stage", "competency", "result"),
        new("graduated", "journey.graduated", "enrollment"),
        new("credential_awarded", "journey.credential.awarded", "enrollment", "credential"),
        new("work_placement_started", "journey.work-placement.started", "enrollment", "workPlacement", "host"),
        new("work_placement_ended", "journey.work-placement.ended", "enrollment", "workPlacement"),
        new("outcome_recorded", "journey.outcome.recorded", "enrollment", "outcome", "kind"),
        new("exited", "journey.exited", "enrollment"),
        new("re_entered", "journey.re-entered", "enrollment", "stage"),
        new("readiness_assessed", "journey.readiness.assessed", "enrollment", "ready"),
        new("job_application_sent", "journey.job-application.sent", "enrollment", "application", "employer", "referred"),
        new("job_application_closed", "journey.job-application.closed", "enrollment", "application"),
        new("job_offer_received", "journey.job-offer.received", "enrollment", "offer", "application"),
        new("job_offer_answered", "journey.job-offer.answered", "enrollment", "offer", "taken"),
        new("employment_started", "journey.employment.started", "enrollment", "job", "employer"),
        new("advanced", "journey.employment.advanced", "enrollment", "job", "kind"),
        new("job_lost", "journey.job.lost", "enrollment", "job", "reason"),
        new("job_left", "journey.job.left", "enrollment", "job", "forBetter"),
        new("follow_up_done", "journey.follow-up.done", "enrollment", "followUp", "due", "with"),
        new("follow_up_attempted", "journey.follow-up.attempted", "enrollment", "followUp", "due", "with"),
        new("follow_up_missed", "journey.follow-up.missed", "enrollment", "followUp", "due", "with"),
        new("due_reminded", "journey.due.reminded", "enrollment", "item", "due", "to"),
        new("due_missed", "journey.due.missed", "enrollment", "item", "due"),
        new("due_escalated", "journey.due.escalated", "enrollment", "item", "due", "to"),
        new("support_requested", "journey.support.requested", "enrollment", "support", "category", "amount", "weekly"),
        new("support_approved", "journey.support.approved", "enrollment", "support"),
        new("support_refused", "journey.support.refused", "enrollment", "support"),
        new("support_delivered", "journey.support.delivered", "enrollment", "support", "amount", "week"),
        new("support_stopped", "journey.support.stopped", "enrollment", "support"),
        new("referral_sent", "journey.referral.sent", "referral", "to", "service", "enrollment"),
        new("referral_received", "journey.referral.received", "referral"),
        new("referral_accepted", "journey.referral.accepted", "referral"),
        new("referral_declined", "journey.referral.declined", "referral"),
        new("referral_service_started", "journey.referral.started", "referral"),
        new("referral_reported_back", "journey.referral.reported-back", "referral"),
        new("entry_retracted", "journey.entry.retracted", "target", "reason"),
        new("entry_amended", "journey.entry.amended", "target", "reason"),
        new("program_published", "journey.program.published", "program", "version", "hash"),
        new("cohort_opened", "journey.cohort.opened", "cohort", "name", "program", "version", "variant", "site", "starts", "ends", "capacity"),
        new("seat_taken", "journey.cohort.seat-taken", "enrollment"),
        new("seat_released", "journey.cohort.seat-released", "enrollment"),
        new("session_scheduled", "journey.session.scheduled", "session", "stage", "date", "topic", "length"),
        new("session_moved", "journey.session.moved", "session", "date"),
        new("session_cancelled", "journey.session.cancelled", "session"),
        new("cohort_closed", "journey.cohort.closed"),
        new("organization_registered", "journey.organization.registered", "organization", "name", "kind"),
        new("partner_role_taken", "journey.organization.role-taken", "role"),
        new("partner_role_ended", "journey.organization.role-ended", "role"),
        new("employer_registered", "journey.employer.registered", "employer", "name", "industry"),
        new("site_visit_held", "journey.employer.site-visit", "cohort"),
        new("guest_talk_given", "journey.employer.guest-talk", "cohort"),
        new("service_declined", "journey.employer.service-declined"),
        new("service_resumed", "journey.employer.service-resumed"),
    ];

    /// <summary>Types after which a subscriber has something to delete, and says when it has. A retraction asks for another thing: not to count what was wrong.</summary>
    public static IReadOnlyCollection<string> DemandsDeletion { get; } = ["journey.consent.withdrawn", "journey.participant.erased"];

    private static readonly Dictionary<string, PublicEvent> ByWire = All.ToDictionary(e => e.Wire, StringComparer.Ordinal);
    private static readonly Dictionary<string, PublicEvent> ByType = All.ToDictionary(e => e.Type, StringComparer.Ordinal);

    public static PublicEvent? OfWire(string wire) => ByWire.GetValueOrDefault(wire);

    public static PublicEvent? OfType(string type) => ByType.GetValueOrDefault(type);

    /// <summary>
    /// The public facts of a stored body. Of an amendment also what is said now, under <c>now</c>, as far as that event has a public form.
    /// </summary>
    public static JsonObject Facts(PublicEvent form, JsonObject body)
    {
        var facts = Pick(form, body);
        if (form.Wire == "entry_amended" && body["replacement"] is JsonObject replacement && OfWire(replacement["type"]!.GetValue<string>()) is { } replaced)
            facts["now"] = new JsonObject { ["type"] = replaced.Type, ["data"] = Pick(replaced, replacement["data"]!.AsObject()) };
        return facts;
    }

    private static JsonObject Pick(PublicEvent form, JsonObject body)
    {
        var facts = new JsonObject();
        foreach (var field in form.Fields)
        {
            if (body[field] is { } value) facts[field] = value.DeepClone();
        }
        return facts;
    }
}

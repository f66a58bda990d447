using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Supports;
using Journey.Domain.Training;

namespace Journey.Host.Features.Events.Published;

/// <summary>The way through the stages: tasks, attendance, plans, supports, the end.</summary>
internal static class TrainingEvents
{
    private static PublicEvent<T> On<T>(string type, string title, string meaning, string when) where T : JourneyEvent => new(type, title, meaning, when);

    public static readonly PublicEvent[] All =
    [
        On<StageEntered>("journey.stage.entered", "Stage entered", "A person's time in a stage of the program begins. Several stages may be open at once.", "When the gate before it lets them through, or staff open it.").Enrollment().Code("stage", e => e.Stage),
        On<StageLeft>("journey.stage.left", "Stage left", "A person's time in a stage ends.", "When the stage is completed, they return to an earlier one, or leave.").Enrollment().Code("stage", e => e.Stage).Word("how", e => e.How, Said.StageEnd, "How it ended."),
        On<TaskDone>("journey.task.done", "Task done", "A task of a stage is done.", "When staff check it off, or something else did it.").Enrollment().Code("stage", e => e.Stage).Code("task", e => e.Task, "Id of the task in the program's definition."),
        On<DocumentSigned>("journey.document.signed", "Document signed", "A contract or protocol of the program was signed.", "When it is signed.").Enrollment().Code("document", e => e.Document, "Id of the document in the program's definition.").Number("version", e => e.Version, "Version of its text."),
        On<PlanStepAgreed>("journey.plan-step.agreed", "Plan step agreed", "A step of the learner plan: who brings what to a goal, and whose results it waits for.", "When it is agreed.")
            .Enrollment().Ref("step", e => e.Step.Value).Code("stage", e => e.Stage).Word("coordination", e => e.Coordination, Said.Coordination, "How the partners depend on each other in it.").Ref("goal?", e => e.Goal?.Value, "The goal it leads to.")
            .Ref("by?", e => e.By?.Value, "The organization that brings it; missing: the program itself.").Refs("waitsFor?", e => e.WaitsFor is { IsDefault: false } waits ? waits.Select(w => w.Value) : null, "Steps whose results it needs."),
        On<PlanStepDone>("journey.plan-step.done", "Plan step done", "The step is done.", "When its result is in.").Enrollment().Ref("step", e => e.Step.Value),
        On<AttendanceMarked>("journey.attendance.marked", "Attendance marked", "One person's presence at one session.", "After the session; marking again is an amendment.")
            .Enrollment().Ref("session", e => e.Session.Value).Code("stage", e => e.Stage).Word("presence", e => e.Presence, Said.Presence, "As the facilitator saw it."),
        On<CompetencyAssessed>("journey.competency.assessed", "Competency assessed", "Whether somebody can do what a stage teaches.", "At each assessment; a later one stands.")
            .Enrollment().Code("stage", e => e.Stage).Code("competency", e => e.Competency, "Id of the competency in the program's definition.").Word("result", e => e.Result, Said.Assessment, "What the assessor found."),
        On<Graduated>("journey.graduated", "Graduated", "The person completed the program's training.", "When staff confirm it.").Enrollment(),
        On<CredentialAwarded>("journey.credential.awarded", "Credential awarded", "A certificate of the program was given.", "When it is given.").Enrollment().Code("credential", e => e.Credential, "Id of the credential in the program's definition."),
        On<WorkPlacementStarted>("journey.work-placement.started", "Work placement started", "Practice at an employer begins.", "On the first day.").Enrollment().Ref("workPlacement", e => e.WorkPlacement.Value).Ref("host", e => e.Host.Value, "The employer."),
        On<WorkPlacementEnded>("journey.work-placement.ended", "Work placement ended", "Practice at the employer is over.", "On the last day.").Enrollment().Ref("workPlacement", e => e.WorkPlacement.Value),
        On<OutcomeRecorded>("journey.outcome.recorded", "Outcome recorded", "What the training came to.", "At the end of training.").Enrollment().Code("outcome", e => e.Outcome, "Id of the outcome in the program's definition.").Word("kind", e => e.Kind, Said.Outcome, "What that outcome counts as."),
        On<Exited>("journey.exited", "Exited", "The person left the program; why stays inside.", "When they leave.").Enrollment(),
        On<ReEntered>("journey.re-entered", "Re-entered", "The person came back into the same enrollment.", "When they return.").Enrollment().Code("stage", e => e.Stage),
        On<SupportRequested>("journey.support.requested", "Support requested", "A wraparound support was asked for: transport, childcare, tools.", "When it is asked for.")
            .Enrollment().Ref("support", e => e.Support.Value).Code("category", e => e.Category, "Category of the program's definition.").Amount("amount", e => e.Amount, "The whole amount; of a weekly one, the amount a week.").Yes("weekly", e => e.Weekly, "Whether it is paid every week."),
        On<SupportApproved>("journey.support.approved", "Support approved", "The support was granted.", "When it is decided.").Enrollment().Ref("support", e => e.Support.Value),
        On<SupportRefused>("journey.support.refused", "Support refused", "The support was not granted.", "When it is decided.").Enrollment().Ref("support", e => e.Support.Value),
        On<SupportDelivered>("journey.support.delivered", "Support delivered", "The support was paid or handed over.", "Each time.").Enrollment().Ref("support", e => e.Support.Value).Amount("amount", e => e.Amount, "How much it was.").Day("week?", e => e.Week, "A weekly one's week: its first day."),
        On<SupportStopped>("journey.support.stopped", "Support stopped", "The support goes no further.", "When it is stopped.").Enrollment().Ref("support", e => e.Support.Value),
        On<ReferralSent>("journey.referral.sent", "Referral sent", "Another organization was asked to serve this person.", "When it is sent.")
            .Ref("referral", e => e.Referral.Value).Ref("to", e => e.To.Value, "The organization asked.").Code("service", e => e.Service, "Which service.").Ref("enrollment?", e => e.Enrollment?.Value, "The enrollment it is for; missing: none in particular."),
        On<ReferralReceived>("journey.referral.received", "Referral received", "The other organization has it.", "When they say so.").Ref("referral", e => e.Referral.Value),
        On<ReferralAccepted>("journey.referral.accepted", "Referral accepted", "They will serve the person.", "When they say so.").Ref("referral", e => e.Referral.Value),
        On<ReferralDeclined>("journey.referral.declined", "Referral declined", "They will not.", "When they say so.").Ref("referral", e => e.Referral.Value),
        On<ReferralServiceStarted>("journey.referral.started", "Service started", "The other organization's service has begun.", "When they say so.").Ref("referral", e => e.Referral.Value),
        On<ReferralReportedBack>("journey.referral.reported-back", "Referral reported back", "The other organization told what came of it; what that is stays inside.", "When they report.").Ref("referral", e => e.Referral.Value),
    ];
}

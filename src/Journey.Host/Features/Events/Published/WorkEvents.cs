using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Placement;

namespace Journey.Host.Features.Events.Published;

/// <summary>Towards a job, in it, and the contacts after.</summary>
internal static class WorkEvents
{
    private static PublicEvent<T> On<T>(string type, string title, string meaning, string when) where T : JourneyEvent => new(type, title, meaning, when);

    public static readonly PublicEvent[] All =
    [
        On<ReadinessAssessed>("journey.readiness.assessed", "Readiness assessed", "Whether the person is ready to look for work.", "At each assessment; a later one stands.").Enrollment().Yes("ready", e => e.Ready, "Whether they are."),
        On<JobApplicationSent>("journey.job-application.sent", "Job application sent", "The person applied for a job.", "When it is sent.")
            .Enrollment().Ref("application", e => e.Application.Value).Ref("employer", e => e.Employer.Value).Yes("referred", e => e.Referred, "Whether the coach brought them together."),
        On<JobApplicationClosed>("journey.job-application.closed", "Job application closed", "The application came to nothing; why stays inside.", "When that is known.").Enrollment().Ref("application", e => e.Application.Value),
        On<JobOfferReceived>("journey.job-offer.received", "Job offer received", "An employer offers a job; the terms stay inside.", "When the offer is made.").Enrollment().Ref("offer", e => e.Offer.Value).Ref("application", e => e.Application.Value),
        On<JobOfferAnswered>("journey.job-offer.answered", "Job offer answered", "The person took the job or did not.", "When they answer.").Enrollment().Ref("offer", e => e.Offer.Value).Yes("taken", e => e.Taken, "Whether they took it."),
        On<EmploymentStarted>("journey.employment.started", "Employment started", "A job begins; wage and hours stay inside.", "On the first day of work.").Enrollment().Ref("job", e => e.Job.Value).Ref("employer?", e => e.Employer?.Value, "The employer, where it is known here."),
        On<Advanced>("journey.employment.advanced", "Advanced", "The person got further in work.", "When it happens.").Enrollment().Ref("job", e => e.Job.Value).Word("kind", e => e.Kind, Said.Advancement, "In which way."),
        On<JobLost>("journey.job.lost", "Job lost", "A job ended against the person's will.", "On the last day of work, or when it is known.").Enrollment().Ref("job", e => e.Job.Value).Word("reason", e => e.Reason, Said.JobLoss),
        On<JobLeft>("journey.job.left", "Job left", "The person left a job.", "On the last day of work, or when it is known.").Enrollment().Ref("job", e => e.Job.Value).Yes("forBetter", e => e.ForBetter, "Whether for a better one."),
        On<FollowUpDone>("journey.follow-up.done", "Follow-up done", "A scheduled contact took place.", "When it took place.").Enrollment().Code("followUp", e => e.FollowUp).Day("due", e => e.Due).Word("with", e => e.With, Said.With),
        On<FollowUpAttempted>("journey.follow-up.attempted", "Follow-up attempted", "A scheduled contact was tried, and nobody was reached.", "Each time.").Enrollment().Code("followUp", e => e.FollowUp).Day("due", e => e.Due).Word("with", e => e.With, Said.With),
        On<FollowUpMissed>("journey.follow-up.missed", "Follow-up missed", "A scheduled contact did not take place in its window. Done later, it still counts as done.", "When the window closes, by itself.").Enrollment().Code("followUp", e => e.FollowUp).Day("due", e => e.Due).Word("with", e => e.With, Said.With),
        On<DueReminded>("journey.due.reminded", "Reminded", "A role was told that a piece of work is due.", "On the day it opens, by itself.").Enrollment().Field("item", Item, (e, _) => Of(e.Item)).Day("due", e => e.Due).Code("to", e => e.To),
        On<DueMissed>("journey.due.missed", "Missed", "A piece of work was not done by its last day.", "On the day after, by itself.").Enrollment().Field("item", Item, (e, _) => Of(e.Item)).Day("due", e => e.Due),
        On<DueEscalated>("journey.due.escalated", "Escalated", "A piece of work was late for so long that another role has it now.", "On that day, by itself.").Enrollment().Field("item", Item, (e, _) => Of(e.Item)).Day("due", e => e.Due).Code("to", e => e.To),
    ];

    private static JsonObject Item => Form.Object(("kind", Said.Due.Form()), ("id", Form.Code()), ("number", Form.Number()), ("with?", Said.With.Form()), ("of?", Form.Ref()));

    private static JsonObject Of(DueKey key)
    {
        var item = new JsonObject { ["kind"] = Said.Due.Of(key.Kind), ["id"] = key.Id, ["number"] = key.Number };
        if (Said.With.Of(key.With) is { } with) item["with"] = with;
        if (key.Of is { } of) item["of"] = of.ToString();
        return item;
    }
}

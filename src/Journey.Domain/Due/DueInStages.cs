using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;

namespace Journey.Domain.Due;

/// <summary>What an enrollment owes besides contacts: tasks of open stages, plans, an answer to an offer, a consent to renew.</summary>
internal static class DueInStages
{
    /// <summary>Whose work it is where a definition names nobody.</summary>
    private const string Anybody = "caseManager";

    public static IEnumerable<DueItem> Of(Participant person, Enrollment enrollment, ProgramDefinition program) =>
        [.. Tasks(person, enrollment, program), .. Plans(enrollment, program), .. Offer(enrollment, program), .. Consent(person, enrollment, program)];

    // One that repeats is due again as long after it was last done; one that does not is done once in an enrollment.
    private static IEnumerable<DueItem> Tasks(Participant person, Enrollment enrollment, ProgramDefinition program)
    {
        foreach (var stage in program.Stages.Where(s => enrollment.IsIn(s.Id)))
        {
            var entered = enrollment.Stages.FindLast(s => s.IsOpen && string.Equals(s.Stage, stage.Id, StringComparison.Ordinal))!.Entered;
            foreach (var task in stage.Tasks)
            {
                if (task.Due is not { } period) continue;
                var done = Milestones.ReachedAt(person, enrollment, program, Milestone.TaskDone(stage.Id, task.Id));
                if (done is not null && !task.Repeats) continue;
                var anchor = done is { } last && last.Day >= entered.Day ? last : entered;
                yield return Item(new DueKey(DueKind.Task, $"{stage.Id}.{task.Id}"), task.Title, task.Owner ?? stage.Owner, anchor, program.Calendar.Add(anchor.Day, period), enrollment, program, DueStep.Remind, DueStep.Miss);
            }
        }
    }

    // Owed from the absence on, without a last day: until it is agreed on.
    private static IEnumerable<DueItem> Plans(Enrollment enrollment, ProgramDefinition program) => DuePlans.Of(enrollment, program).Select(plan => plan.Kind == DuePlanKind.Agree
        ? Item(new DueKey(DueKind.Plan, plan.Stage), program.Stage(plan.Stage)!.Title, plan.Owner, plan.From, plan.On, enrollment, program, DueStep.Remind)
        : Item(new DueKey(DueKind.PlanReview, plan.Stage, Of: plan.Plan!.Value.Value), program.Stage(plan.Stage)!.Title, plan.Owner, plan.From, plan.On, enrollment, program, DueStep.Remind, DueStep.Miss));

    private static IEnumerable<DueItem> Offer(Enrollment enrollment, ProgramDefinition program) =>
        enrollment.OfferKeptUntil(program) is { } last && enrollment.Seat is { Offered: { } offered } seat
            ? [Item(new DueKey(DueKind.SeatOffer, "seat", Of: seat.Cohort.Value), program.Title, OfIntake(program), offered, last, enrollment, program, DueStep.Expire)]
            : [];

    private static IEnumerable<DueItem> Consent(Participant person, Enrollment enrollment, ProgramDefinition program)
    {
        if (program.Consent is not { Expires: { } expires } form) return [];
        // The one that lasts longest is the one to renew.
        var consent = person.Consents.Where(c => c.Withdrawn is null && (c.Enrollment is null || c.Enrollment == enrollment.Id))
            .Select(c => (Consent: c, Last: program.Calendar.Add(c.Given.Day, expires) is var last && c.Until < last ? c.Until.Value : last)).OrderBy(c => c.Last).LastOrDefault();
        return consent.Consent is null ? []
            : [Item(new DueKey(DueKind.Consent, "consent", Of: consent.Consent.Id.Value), form.Title, OfIntake(program), consent.Consent.Given, consent.Last, enrollment, program, DueStep.Remind, DueStep.Miss)];
    }

    private static string? OfIntake(ProgramDefinition program) => program.Stages.FirstOrDefault(s => s.Kind == StageKind.Intake)?.Owner;

    private static DueItem Item(DueKey key, Text title, string? owner, Stamp anchor, DateOnly on, Enrollment enrollment, ProgramDefinition program, params IEnumerable<DueStep> steps)
    {
        var due = Calendar.Within(on);
        return new DueItem { Key = key, Title = title, Owner = owner ?? Anybody, Anchor = anchor.Day, AnchorEvent = anchor.Event, Opens = due, Due = due, LastDay = due }
            .Reckon(enrollment, program.Calendar, anchor, steps.Select(s => (s, s == DueStep.Remind ? due : due.AddDays(1))));
    }
}

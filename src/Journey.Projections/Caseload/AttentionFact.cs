using Journey.Domain.Due;
using Journey.Domain.Intake;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Supports;

namespace Journey.Projections;

/// <summary>Something open that a person has to close. From state alone: what falls due on a day is due work's business.</summary>
/// <param name="Code">Stable, one of <see cref="Codes"/>; pages translate it.</param>
/// <param name="Since">The day since which it has been open.</param>
public sealed record AttentionFact(string Code, DateOnly Since)
{
    public const string AdmissionUndecided = "admission.undecided";
    public const string ConsentMissing = "consent.missing";
    public const string SeatMissing = "seat.missing";
    public const string SeatUnanswered = "seat.unanswered";
    public const string CaseManagerMissing = "case-manager.missing";
    public const string PlanOpen = "plan.open";
    public const string SupportUndecided = "support.undecided";
    public const string SupportUndelivered = "support.undelivered";
    public const string ReferralUnanswered = "referral.unanswered";
    public const string JobOfferUnanswered = "job-offer.unanswered";
    public const string JobLost = "job.lost";

    /// <summary>Work whose last day has passed, as far as a host has written that down.</summary>
    public const string WorkOverdue = "work.overdue";

    public static IReadOnlyList<string> Codes { get; } =
        [AdmissionUndecided, ConsentMissing, SeatMissing, SeatUnanswered, CaseManagerMissing, PlanOpen, SupportUndecided, SupportUndelivered, ReferralUnanswered, JobOfferUnanswered, JobLost, WorkOverdue];

    internal static IEnumerable<AttentionFact> Of(Participant person, Enrollment e, IReadOnlyList<DueItem>? due)
    {
        if (due?.FirstOrDefault(d => d.Settled == DueState.Missed) is { } missed) yield return new(WorkOverdue, missed.LastDay.AddDays(1));
        if (!e.IsOpened || e.HasExited) yield break;

        if (e.Intake.Applied is { } applied)
        {
            if (e.Intake.Admission is null) yield return new(AdmissionUndecided, applied.Day);
            if (!person.Assignments.Exists(a => a is { IsLive: true, Role: StaffRole.CaseManager })) yield return new(CaseManagerMissing, applied.Day);
        }
        if (e.Intake.Admission is { Outcome: AdmissionOutcome.Accepted } admission)
        {
            if (!person.Consents.Exists(c => c.Withdrawn is null && (c.Enrollment is null || c.Enrollment == e.Id))) yield return new(ConsentMissing, admission.At.Day);
            if (e.Seat is null) yield return new(SeatMissing, admission.At.Day);
        }
        if (e.Seat is { Taken: null, Offered: { } offered }) yield return new(SeatUnanswered, offered.Day);

        if (e.Training.Plans.Find(p => p.IsOpen) is { } plan) yield return new(PlanOpen, plan.Agreed.Day);
        if (e.Supports.Find(s => s.State == SupportState.Requested) is { } requested) yield return new(SupportUndecided, requested.Requested.Day);
        if (e.Supports.Find(s => s is { State: SupportState.Approved, Weekly: false, Deliveries.IsEmpty: true }) is { Decided: { } approved }) yield return new(SupportUndelivered, approved.Day);
        if (person.Referrals.Find(r => r.State is ReferralState.Sent or ReferralState.Received && (r.Enrollment is null || r.Enrollment == e.Id)) is { } referral)
            yield return new(ReferralUnanswered, referral.Sent.Day);
        if (e.Placement.Offers.Find(o => o.Answered is null) is { } offer) yield return new(JobOfferUnanswered, offer.Received.Day);
        if (person.CurrentJob is null && person.Jobs.FindLast(j => j.Enrollment == e.Id) is { How: JobEnd.Lost, Ended: { } lost }) yield return new(JobLost, lost.Day);
    }
}

using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Intake;

public enum AdmissionOutcome { Accepted, Waitlisted, ReferredElsewhere, Declined, NotReady }

public sealed record Admission(AdmissionOutcome Outcome, string? Reason, Stamp At)
{
    public bool MayApplyAgain => Outcome is AdmissionOutcome.NotReady or AdmissionOutcome.Declined or AdmissionOutcome.ReferredElsewhere;
}

/// <summary>A place in a cohort: offered, then taken or not.</summary>
/// <param name="Starts">The cohort's first day as it was planned when the seat was given.</param>
public sealed record Seat(CohortId Cohort, DateOnly? Starts, Stamp? Offered, Stamp? Taken, Stamp? Released)
{
    public bool IsHeld => Taken is not null && Released is null;
}

/// <summary>Belonging to a cohort: from taking a seat in it until one in another cohort is taken. Leaving the program does not end it.</summary>
public sealed record Membership(CohortId Cohort, Stamp From, Stamp? Until);

/// <param name="Reason">A decision reason of the definition.</param>
public sealed record AdmissionDecided(EnrollmentId Enrollment, AdmissionOutcome Outcome, string? Reason = null, Sealed<string>? Note = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { Admission = new Admission(Outcome, Reason, at) } };
}

public sealed record SeatOffered(EnrollmentId Enrollment, CohortId Cohort, DateOnly? Starts = null) : EnrollmentEvent(Enrollment)
{
    // Said after the seat was taken (an offer without a date, say), it takes nothing away.
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment.Seat is { IsHeld: true } held ? enrollment with { Seat = held.Cohort == Cohort ? held with { Offered = at } : held } : enrollment with { Seat = new Seat(Cohort, Starts, at, null, null) };
}

/// <summary>The applicant accepted the offer: from now on they belong to the cohort.</summary>
public sealed record OfferAccepted(EnrollmentId Enrollment, CohortId Cohort, DateOnly? Starts = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with
        {
            Seat = new Seat(Cohort, Starts, enrollment.Seat?.Cohort == Cohort ? enrollment.Seat.Offered : null, at, null),
            Memberships = enrollment.Memberships is [.., { } last] && last.Cohort == Cohort
                ? enrollment.Memberships
                : enrollment.Memberships.Change(m => m.Until is null, m => m with { Until = at }).Add(new Membership(Cohort, at, null)),
        };
}

public sealed record OfferDeclined(EnrollmentId Enrollment, CohortId Cohort) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment.Seat is { IsHeld: false } seat && seat.Cohort == Cohort ? enrollment with { Seat = null } : enrollment;
}

/// <summary>The offer was not answered in the time that the program keeps a seat for somebody: the seat is free for the next.</summary>
public sealed record SeatOfferExpired(EnrollmentId Enrollment, CohortId Cohort) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment.Seat is { Taken: null } seat && seat.Cohort == Cohort ? enrollment with { Seat = null } : enrollment;
}

/// <summary>Admission: the gate's verdict comes in, the rule here says what may follow.</summary>
public static class Admissions
{
    /// <param name="gateOpen">Whether the intake stage's exit requirement holds, from recorded results.</param>
    public static Decision Decide(Enrollment? enrollment, AdmissionOutcome outcome, string? reason, Sealed<string>? note, bool gateOpen)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        if (enrollment.Intake.Applied is null) return Refuse("admission.no-application", "There is no application to decide on.");
        if (outcome != AdmissionOutcome.Accepted && string.IsNullOrWhiteSpace(reason)) return Refuse("admission.reason", "A decision other than acceptance needs a reason.");
        if (outcome == AdmissionOutcome.Accepted && !gateOpen) return Refuse("admission.requirements", "The requirements for acceptance are not met, and no allowance was made.");
        // Decided on an earlier application: this one has its own decision, even if it is the same.
        return enrollment.Intake.Admission is { } before && before.Outcome == outcome && before.Reason == reason && before.At.Seq > enrollment.Intake.Applied.Value.Seq
            ? Nothing
            : Accept(new AdmissionDecided(enrollment.Id, outcome, reason, note));
    }

    public static Decision OfferSeat(Enrollment? enrollment, CohortId cohort, DateOnly? starts)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        if (enrollment.Intake.Admission is not { Outcome: AdmissionOutcome.Accepted }) return Refuse("seat.not-accepted", "A seat is offered to somebody accepted; who was waitlisted is accepted first.");
        if (enrollment.Seat is { IsHeld: true } held) return held.Cohort == cohort ? Nothing : Refuse("seat.held", "The participant holds a seat in another cohort: release that first.");
        return enrollment.Seat is { Released: null } offered && offered.Cohort == cohort ? Nothing : Accept(new SeatOffered(enrollment.Id, cohort, starts));
    }

    public static Decision DeclineOffer(Enrollment? enrollment)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Seat is { IsHeld: true }) return Refuse("seat.taken", "The seat is taken already: an exit releases it.");
        return enrollment.Seat is { Released: null } seat ? Accept(new OfferDeclined(enrollment.Id, seat.Cohort)) : Nothing;
    }

    /// <summary>The last day on which an offered seat is kept; null where none is offered, or the program keeps it until it is answered.</summary>
    public static DateOnly? OfferKeptUntil(this Enrollment enrollment, ProgramDefinition program) =>
        enrollment.Seat is { Taken: null, Released: null, Offered: { } offered } && program.Capacity?.Waitlist?.OfferExpires is { } kept ? program.Calendar.Add(offered.Day, kept) : null;

    /// <summary>Lets an unanswered offer lapse on the day after the last one on which it was kept, or later.</summary>
    public static Decision ExpireOffer(Enrollment? enrollment, ProgramDefinition program, DateOnly today)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.OfferKeptUntil(program) < today ? Accept(new SeatOfferExpired(enrollment.Id, enrollment.Seat!.Cohort)) : Nothing;
    }

    /// <summary>Takes a seat: one event for the participant's stream, one for the cohort's, in one transaction.</summary>
    public static Decision AcceptOffer(Enrollment? enrollment, ParticipantId participant, Cohort cohort)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        if (cohort.Id is not { } id) return CohortDecisions.Unknown;
        if (enrollment.Seat is { IsHeld: true } held) return held.Cohort == id ? Nothing : Refuse("seat.held", "The participant holds a seat in another cohort: release that first.");
        if (enrollment.Seat is not { Released: null } offered || offered.Cohort != id) return Refuse("seat.not-offered", "No seat in this cohort was offered.");
        if (!string.Equals(cohort.Program, enrollment.Program, StringComparison.Ordinal)) return Refuse("seat.program", "The cohort belongs to another program.");
        if (cohort.IsClosed) return CohortDecisions.Closed;
        if (cohort.IsFull) return Refuse("cohort.full", $"All {cohort.Capacity} seats of the cohort are taken.");
        return Accept(new OfferAccepted(enrollment.Id, id, cohort.Starts), new SeatTaken(enrollment.Id, participant));
    }
}

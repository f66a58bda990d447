using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Placement;

/// <summary>Job development and placement support for one enrollment.</summary>
public sealed record PlacementFile
{
    public static PlacementFile Empty { get; } = new();

    public ImmutableList<Readiness> Readiness { get; init; } = [];

    public Stamp? PlanAgreed { get; init; }

    public Sealed<string>? Plan { get; init; }

    public ImmutableList<JobApplication> Applications { get; init; } = [];

    public ImmutableList<JobOffer> Offers { get; init; } = [];

    public bool IsReady => Readiness is [.., { Ready: true }];
}

/// <summary>The coach's view of whether somebody is ready to look for work.</summary>
public sealed record Readiness(bool Ready, Sealed<string>? Reasons, Stamp At);

public sealed record ReadinessAssessed(EnrollmentId Enrollment, bool Ready, Sealed<string>? Reasons = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Placement = enrollment.Placement with { Readiness = enrollment.Placement.Readiness.Add(new Readiness(Ready, Reasons, at)) },
    };
}

public sealed record PlacementPlanAgreed(EnrollmentId Enrollment, Sealed<string> Plan) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with { Placement = enrollment.Placement with { PlanAgreed = at, Plan = Plan } };
}

public enum InterviewKind { Mock, Employer }

public sealed record Interview(InterviewKind Kind, Sealed<string>? Debrief, Stamp At);

/// <summary>One application to one employer.</summary>
/// <param name="NocCode">Occupation applied for.</param>
/// <param name="Referred">The coach passed the person on to a contact.</param>
public sealed record JobApplication(ApplicationId Id, EmployerId Employer, string? NocCode, bool Referred, ImmutableList<Interview> Interviews, Stamp Sent, Stamp? Closed, string? ClosedBecause);

public sealed record JobApplicationSent(EnrollmentId Enrollment, ApplicationId Application, EmployerId Employer, string? NocCode, bool Referred) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Placement = enrollment.Placement with { Applications = enrollment.Placement.Applications.Put(new JobApplication(Application, Employer, NocCode, Referred, [], at, null, null), a => a.Id == Application) },
    };
}

public sealed record InterviewHeld(EnrollmentId Enrollment, ApplicationId Application, InterviewKind Kind, Sealed<string>? Debrief = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(Application, a => a with { Interviews = a.Interviews.Add(new Interview(Kind, Debrief, at)) });
}

/// <param name="Reason">Such as `not-selected` or `withdrawn`.</param>
public sealed record JobApplicationClosed(EnrollmentId Enrollment, ApplicationId Application, string Reason) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(Application, a => a with { Closed = at, ClosedBecause = Reason });
}

/// <summary>What an employer offers. Wage and hours are sealed; the comparison is made where they may be read.</summary>
/// <param name="HourlyWage">Canadian dollars an hour.</param>
/// <param name="WeeklyHours">Hours a week.</param>
/// <param name="Shift">`day`, `evening`, `night`, `rotating`.</param>
public sealed record JobOffer(OfferId Id, ApplicationId Application, Sealed<decimal>? HourlyWage, Sealed<decimal>? WeeklyHours, bool? Benefits, string? Shift, Stamp Received, bool? Taken, Stamp? Answered, string? Because = null);

public sealed record JobOfferReceived(EnrollmentId Enrollment, OfferId Offer, ApplicationId Application, Sealed<decimal>? HourlyWage, Sealed<decimal>? WeeklyHours, bool? Benefits, string? Shift) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Placement = enrollment.Placement with
        {
            Offers = enrollment.Placement.Offers.Put(new JobOffer(Offer, Application, HourlyWage, WeeklyHours, Benefits, Shift, at, null, null), o => o.Id == Offer),
        },
    };
}

public sealed record JobOfferAnswered(EnrollmentId Enrollment, OfferId Offer, bool Taken, string? Reason = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Placement = enrollment.Placement with { Offers = enrollment.Placement.Offers.Change(o => o.Id == Offer, o => o with { Taken = Taken, Answered = at, Because = Reason }) },
    };
}

public static class Placing
{
    internal static Enrollment Change(this Enrollment enrollment, ApplicationId id, Func<JobApplication, JobApplication> change) => enrollment with
    {
        Placement = enrollment.Placement with { Applications = enrollment.Placement.Applications.Change(a => a.Id == id, change) },
    };

    public static Decision AssessReadiness(Enrollment? enrollment, bool ready, Sealed<string>? reasons)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        return enrollment.Placement.Readiness is [.., { } last] && last.Ready == ready && !reasons.Differs(last.Reasons) ? Nothing : Accept(new ReadinessAssessed(enrollment.Id, ready, reasons));
    }

    public static Decision AgreePlan(Enrollment? enrollment, Sealed<string> plan)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        return plan.Differs(enrollment.Placement.Plan) ? Accept(new PlacementPlanAgreed(enrollment.Id, plan)) : Nothing;
    }

    public static Decision SendApplication(Enrollment? enrollment, ApplicationId id, EmployerId employer, string? nocCode, bool referred)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not null) return Nothing;
        if (enrollment.HasExited) return Enrolling.Exited;
        // A referral puts the program's name behind somebody, so it waits for readiness; people may apply by themselves any time.
        return referred && !enrollment.Placement.IsReady
            ? Refuse("placement.not-ready", "A participant is referred to an employer once the coach has assessed them as ready.")
            : Accept(new JobApplicationSent(enrollment.Id, id, employer, nocCode, referred));
    }

    public static Decision HoldInterview(Enrollment? enrollment, ApplicationId id, InterviewKind kind, Sealed<string>? debrief)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } application) return UnknownApplication;
        return application.Interviews is [.., { } last] && last.Kind == kind && debrief is not null && last.Debrief?.SameAs(debrief) == true ? Nothing : Accept(new InterviewHeld(enrollment.Id, id, kind, debrief));
    }

    public static Decision CloseApplication(Enrollment? enrollment, ApplicationId id, string reason)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } application) return UnknownApplication;
        return application.Closed is null ? Accept(new JobApplicationClosed(enrollment.Id, id, reason)) : Nothing;
    }

    public static Decision ReceiveOffer(Enrollment? enrollment, OfferId id, ApplicationId application, Sealed<decimal>? hourlyWage, Sealed<decimal>? weeklyHours, bool? benefits, string? shift)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(application) is null) return UnknownApplication;
        return enrollment.Placement.Offers.Exists(o => o.Id == id) ? Nothing : Accept(new JobOfferReceived(enrollment.Id, id, application, hourlyWage, weeklyHours, benefits, shift));
    }

    public static Decision AnswerOffer(Enrollment? enrollment, OfferId id, bool taken, string? reason)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Placement.Offers.Find(o => o.Id == id) is not { } offer) return Refuse("offer.unknown", "The participant has no such offer on that day.");
        return offer.Taken == taken ? Nothing : Accept(new JobOfferAnswered(enrollment.Id, id, taken, reason));
    }

    private static JobApplication? Find(this Enrollment enrollment, ApplicationId id) => enrollment.Placement.Applications.Find(a => a.Id == id);

    private static Decision UnknownApplication { get; } = Refuse("application.unknown", "The participant has no such application on that day.");
}

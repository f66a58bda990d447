using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Partners;

public enum ReferralState { Sent, Received, Accepted, Declined, Started, ReportedBack }

/// <summary>A two-sided thing: sent, received, accepted or declined with a reason, started, reported back.</summary>
/// <param name="To">The organization that is asked.</param>
/// <param name="Service">What it is asked for, such as `housing` or `mental-health`.</param>
public sealed record Referral(ReferralId Id, OrganizationId To, string Service, EnrollmentId? Enrollment, ReferralState State, Stamp Sent, Stamp Since, string? DeclinedBecause, Sealed<string>? Result);

public sealed record ReferralSent(ReferralId Referral, OrganizationId To, string Service, EnrollmentId? Enrollment = null, Sealed<string>? Note = null) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with
    {
        Referrals = person.Referrals.Put(new Referral(Referral, To, Service, Enrollment, ReferralState.Sent, at, at, null, null), r => r.Id == Referral),
    };
}

public sealed record ReferralReceived(ReferralId Referral) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Referral, r => r with { State = ReferralState.Received, Since = at });
}

public sealed record ReferralAccepted(ReferralId Referral) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Referral, r => r with { State = ReferralState.Accepted, Since = at });
}

public sealed record ReferralDeclined(ReferralId Referral, string Reason) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Referral, r => r with { State = ReferralState.Declined, Since = at, DeclinedBecause = Reason });
}

public sealed record ReferralServiceStarted(ReferralId Referral) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Referral, r => r with { State = ReferralState.Started, Since = at });
}

public sealed record ReferralReportedBack(ReferralId Referral, Sealed<string> Result) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Referral, r => r with { State = ReferralState.ReportedBack, Since = at, Result = Result });
}

public static class Referrals
{
    internal static Participant Change(this Participant person, ReferralId id, Func<Referral, Referral> change) => person with { Referrals = person.Referrals.Change(r => r.Id == id, change) };

    public static Decision Send(Participant person, ReferralId id, OrganizationId to, string service, EnrollmentId? enrollment, Sealed<string>? note)
    {
        if (!person.Exists) return Registration.Unknown;
        return person.Referrals.Exists(r => r.Id == id) ? Nothing : Decide.Accept(new ReferralSent(id, to, service, enrollment, note));
    }

    public static Decision Receive(Participant person, ReferralId id) => Move(person, id, ReferralState.Received, new ReferralReceived(id), ReferralState.Sent);

    public static Decision Accept(Participant person, ReferralId id) => Move(person, id, ReferralState.Accepted, new ReferralAccepted(id), ReferralState.Sent, ReferralState.Received);

    public static Decision Decline(Participant person, ReferralId id, string reason) => string.IsNullOrWhiteSpace(reason)
        ? Refuse("referral.reason", "A referral is declined with a reason.")
        : Move(person, id, ReferralState.Declined, new ReferralDeclined(id, reason), ReferralState.Sent, ReferralState.Received, ReferralState.Accepted);

    public static Decision Start(Participant person, ReferralId id) => Move(person, id, ReferralState.Started, new ReferralServiceStarted(id), ReferralState.Accepted);

    public static Decision ReportBack(Participant person, ReferralId id, Sealed<string> result) =>
        Move(person, id, ReferralState.ReportedBack, new ReferralReportedBack(id, result), ReferralState.Accepted, ReferralState.Started);

    private static Decision Move(Participant person, ReferralId id, ReferralState to, JourneyEvent happened, params ReadOnlySpan<ReferralState> from)
    {
        if (person.Referrals.Find(r => r.Id == id) is not { } referral) return Refuse("referral.unknown", "The participant has no such referral on that day.");
        if (referral.State == to) return Nothing;
        return from.Contains(referral.State) ? Decide.Accept(happened) : Refuse("referral.state", $"A referral that is {referral.State} does not become {to}.");
    }
}

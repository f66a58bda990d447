using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.Host.Api;

namespace Journey.Host.Features.Participants;

/// <summary>The answer for those who see a part only: everything else is absent, so that not even an empty list tells anything.</summary>
internal static partial class ParticipantSheet
{
    private static ParticipantAnswer Parts(Guid id, Participant p, long version, AsOf asOf, Reader r, Guid? record) => new(
        id, p.Reference, version, asOf.TrueOn, asOf.KnownOn, p.LinkedInto?.Value, null, null,
        new Person(r.Text(p.Identity.GivenName), r.Text(p.Identity.FamilyName), null, r.Text(p.Identity.Email), r.Text(p.Identity.Phone), null),
        r.Sees(Part.Attendance) || r.Sees(Part.Placement) ? [.. p.Enrollments.Select(e => PartOf(e, r))] : null,
        r.Sees(Part.Placement) ? [.. p.Jobs.Where(j => j.Employer?.Value == r.Organization?.Value).Select(j => new JobAnswer(j.Id.Value, j.Enrollment.Value, j.Employer?.Value, Of(j.Terms, r), null, null, At.Of(j.Started), At.Of(j.Ended), null, null))] : null,
        null, null, null, null, null,
        r.Sees(Part.Referral) ? [.. p.Referrals.Where(f => f.To == r.Organization).Select(f => new ReferralAnswer(f.Id.Value, f.To.Value, f.Service, null, f.State.ToString(), f.DeclinedBecause, r.Text(f.Result), At.Of(f.Sent), At.Of(f.Since)))] : null,
        null, record, r.Permit.Reason, r.Unreadable);

    private static EnrollmentAnswer PartOf(Enrollment e, Reader r) => new(
        e.Id.Value, e.Program, e.Version, null, null, null, r.Sees(Part.Attendance) ? [.. e.Memberships.Select(m => new MembershipAnswer(m.Cohort.Value, At.Of(m.From), At.Of(m.Until)))] : null, null, null, null, null,
        new TrainingAnswer(r.Sees(Part.Attendance) ? [.. e.Training.Attendance.Select(a => new AttendanceAnswer(a.Session.Value, a.Stage, a.Presence.ToString(), a.MinutesLate, At.Of(a.At)))] : null,
            r.Sees(Part.Attendance) ? e.Rate() : null, null, null, null, null, null, null,
            r.Sees(Part.Placement) ? [.. e.Training.WorkPlacements.Where(w => w.Host.Value == r.Organization?.Value).Select(w => new WorkPlacementAnswer(w.Id.Value, w.Host.Value, null, w.Hours, w.Rating, null, At.Of(w.Started), At.Of(w.Ended)))] : null),
        r.Sees(Part.Placement) ? Theirs(e.Placement, r) : null, null, null, null, null);

    // What an employer did with the participant: no readiness, no plan, nobody else's offers.
    private static PlacementAnswer Theirs(Domain.Placement.PlacementFile p, Reader r)
    {
        var applications = p.Applications.Where(a => a.Referred && a.Employer.Value == r.Organization?.Value).ToList();
        return new(null, null, null,
            [.. applications.Select(a => new ApplicationAnswer(a.Id.Value, a.Employer.Value, a.NocCode, a.Referred, null, At.Of(a.Sent), At.Of(a.Closed), null))],
            [.. p.Offers.Where(o => applications.Exists(a => a.Id == o.Application)).Select(o => new OfferAnswer(o.Id.Value, o.Application.Value, r.Number(o.HourlyWage), r.Number(o.WeeklyHours), o.Benefits, o.Shift, o.Taken, null, At.Of(o.Received), At.Of(o.Answered)))]);
    }
}

using Journey.Domain;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Placement;
using Journey.Domain.Supports;
using Journey.Domain.Training;
using Journey.Host.Api;

namespace Journey.Host.Features.Participants;

/// <summary>A folded person as the API answers it. The reader decides which contents are there.</summary>
internal static partial class ParticipantSheet
{
    public static ParticipantAnswer Of(Guid id, Participant p, long version, AsOf asOf, Reader r, Guid? record) =>
        r.Permit.SeesWhole ? Whole(id, p, version, asOf, r, record) : Parts(id, p, version, asOf, r, record);

    private static ParticipantAnswer Whole(Guid id, Participant p, long version, AsOf asOf, Reader r, Guid? record) => new(
        id, p.Reference, version, asOf.TrueOn, asOf.KnownOn, p.LinkedInto?.Value, [.. p.LinkedWith.Select(l => l.Value).Order()], At.Of(p.Registered),
        new Person(r.Text(p.Identity.GivenName), r.Text(p.Identity.FamilyName), r.Day(p.Identity.BirthDate), r.Text(p.Identity.Email), r.Text(p.Identity.Phone), r.Text(p.Identity.Address)),
        [.. p.Enrollments.Select(e => Of(e, r))], [.. p.Jobs.Select(j => Of(j, r))],
        [.. p.Consents.Select(c => new ConsentAnswer(c.Id.Value, c.Enrollment?.Value, c.FormVersion, c.Language, c.Purposes, [.. c.Classes.Select(k => k.ToString())], [.. c.Recipients.Select(o => o.Value)], c.Until, At.Of(c.Given), At.Of(c.Withdrawn)))],
        [.. p.Assignments.Select(a => new AssignmentAnswer(a.Id.Value, a.Role.ToString(), a.Staff.Value, a.Organization.Value, a.Enrollment?.Value, At.Of(a.From), At.Of(a.Ended)))],
        [.. p.Barriers.Where(b => b.Shared || r.Permit.SeesUnsharedBarriers).Select(b => new BarrierAnswer(b.Id.Value, b.Kind.ToString(), r.Text(b.Description), b.Shared, At.Of(b.Noted), At.Of(b.Resolved)))],
        [.. p.SkillsAssessments.Select(s => new SkillAnswer(s.Tool, s.Skill, r.Text(s.Level), s.Enrollment?.Value, s.Assessment, s.Progress?.ToString(), At.Of(s.At)))],
        [.. p.Accommodations.Select(a => new AccommodationAnswer(r.Text(a.Description), At.Of(a.Agreed)))],
        [.. p.Referrals.Select(f => new ReferralAnswer(f.Id.Value, f.To.Value, f.Service, f.Enrollment?.Value, f.State.ToString(), f.DeclinedBecause, r.Text(f.Result), At.Of(f.Sent), At.Of(f.Since)))],
        [.. p.Notes.Select(n => new NoteAnswer(n.Id.Value, n.Class.ToString(), r.Text(n.Text), n.Enrollment?.Value, At.Of(n.Written)))],
        record, r.Permit.Reason, r.Unreadable);

    private static EnrollmentAnswer Of(Enrollment e, Reader r) => new(
        e.Id.Value, e.Program, e.Version, At.Of(e.Opened), Of(e.Intake, r),
        e.Seat is { } s ? new SeatAnswer(s.Cohort.Value, At.Of(s.Offered), At.Of(s.Taken), At.Of(s.Released)) : null,
        [.. e.Memberships.Select(m => new MembershipAnswer(m.Cohort.Value, At.Of(m.From), At.Of(m.Until)))],
        [.. e.Stages.Select(x => new StageAnswer(x.Stage, At.Of(x.Entered), At.Of(x.LeftAt), x.How?.ToString()))],
        [.. e.Tasks.Select(t => new TaskAnswer(t.Stage, t.Task, r.Text(t.Note), At.Of(t.At)))],
        [.. e.Documents.Select(d => new DocumentAnswer(d.Document, d.Version, At.Of(d.At)))],
        [.. e.Steps.Select(x => new StepAnswer(x.Id.Value, x.Stage, r.Text(x.What), x.Goal?.Value, x.By?.Value, x.Coordination.ToString(), [.. x.WaitsFor.Select(w => w.Value)], At.Of(x.Agreed), r.Text(x.Result), At.Of(x.Done)))],
        Of(e, e.Training, r), Of(e.Placement, r),
        [.. e.FollowUps.Select(f => new FollowUpAnswer(f.FollowUpId, f.Due, f.With.ToString(), f.Result.ToString(), f.Attempts, r.Text(f.Note), At.Of(f.At)))],
        [.. e.Supports.Select(x => Of(x, r))],
        [.. e.Outcomes.Select(o => new OutcomeAnswer(o.Id, o.Kind.ToString(), At.Of(o.At)))],
        [.. e.Exits.Select(x => new ExitAnswer(x.Reason, x.Destination, At.Of(x.Left), At.Of(x.ReEntered)))]);

    private static IntakeAnswer Of(IntakeFile i, Reader r) => new(
        i.Channel, At.Of(i.Inquired), At.Of(i.InformationSession), At.Of(i.Applied), i.AppliedTo?.Value,
        i.Facts.Concat(i.Answers.Select(a => KeyValuePair.Create(a.Key, r.Text(a.Value)!)).Where(a => a.Value is not null)).ToDictionary(),
        i.Criteria.ToDictionary(c => c.Key, c => new CriterionAnswer(c.Value.Result.ToString(), c.Value.Passes, c.Value.Facts, Of(c.Value.Override, r), At.Of(c.Value.At))),
        i.Rubric is { } rubric ? new RubricAnswer(rubric.Scores, rubric.Passed, At.Of(rubric.At)) : null, Of(i.RubricOverride, r),
        i.Baseline is { } b ? new BaselineAnswer(b.Status.ToString(), b.NocCode, b.NocEdition, r.Number(b.HourlyWage), r.Number(b.WeeklyHours), b.Benefits, At.Of(b.At)) : null,
        At.Of(i.StipendEffectDiscussed), i.Admission is { } a ? new AdmissionAnswer(a.Outcome.ToString(), a.Reason, At.Of(a.At)) : null);

    private static OverrideAnswer? Of(Override? made, Reader r) => made is null ? null : new OverrideAnswer(r.Text(made.Reason), At.Of(made.At));

    private static TrainingAnswer Of(Enrollment e, TrainingFile t, Reader r) => new(
        [.. t.Attendance.Select(a => new AttendanceAnswer(a.Session.Value, a.Stage, a.Presence.ToString(), a.MinutesLate, At.Of(a.At)))], e.Rate(),
        [.. t.Plans.Select(p => new PlanAnswer(p.Id.Value, p.Stage, r.Text(p.Steps), p.ReviewOn, p.Met, At.Of(p.Agreed), At.Of(p.Reviewed)))],
        [.. t.Goals.Select(g => new GoalAnswer(g.Id.Value, r.Text(g.Text), At.Of(g.Set), At.Of(g.Reached)))],
        [.. t.CheckIns.Select(c => new CheckInAnswer(c.With.ToString(), r.Text(c.Summary), At.Of(c.At)))],
        [.. t.Assessments.Select(a => new AssessmentAnswer(a.Stage, a.Competency, a.Result.ToString(), At.Of(a.At)))], At.Of(t.Graduated),
        [.. t.Credentials.Select(c => new CredentialAnswer(c.Id, At.Of(c.Awarded)))],
        [.. t.WorkPlacements.Select(w => new WorkPlacementAnswer(w.Id.Value, w.Host.Value, r.Text(w.Supervisor), w.Hours, w.Rating, r.Text(w.Evaluation), At.Of(w.Started), At.Of(w.Ended)))]);

    private static PlacementAnswer Of(PlacementFile p, Reader r) => new(
        [.. p.Readiness.Select(x => new ReadinessAnswer(x.Ready, r.Text(x.Reasons), At.Of(x.At)))], r.Text(p.Plan), At.Of(p.PlanAgreed),
        [.. p.Applications.Select(a => new ApplicationAnswer(a.Id.Value, a.Employer.Value, a.NocCode, a.Referred, [.. a.Interviews.Select(i => new InterviewAnswer(i.Kind.ToString(), r.Text(i.Debrief), At.Of(i.At)))], At.Of(a.Sent), At.Of(a.Closed), a.ClosedBecause))],
        [.. p.Offers.Select(o => new OfferAnswer(o.Id.Value, o.Application.Value, r.Number(o.HourlyWage), r.Number(o.WeeklyHours), o.Benefits, o.Shift, o.Taken, o.Because, At.Of(o.Received), At.Of(o.Answered)))]);

    private static SupportAnswer Of(Support s, Reader r) => new(
        s.Id.Value, s.Category, s.Amount, s.Weekly, s.State.ToString(), r.Text(s.Reason), s.Delivered,
        [.. s.Deliveries.Select(d => new DeliveryAnswer(d.Amount, d.Week, At.Of(d.At)))], At.Of(s.Requested), At.Of(s.Decided), At.Of(s.Stopped));

    private static JobAnswer Of(Job j, Reader r) => new(
        j.Id.Value, j.Enrollment.Value, j.Employer?.Value, Of(j.Terms, r), [.. j.Advancements.Select(a => new AdvancementAnswer(a.Kind.ToString(), Of(a.Terms, r), At.Of(a.At)))],
        [.. j.Feedback.Select(f => new FeedbackAnswer(r.Text(f.Text), At.Of(f.At)))], At.Of(j.Started), At.Of(j.Ended), j.How?.ToString(), j.Lost?.ToString());

    private static TermsAnswer Of(JobTerms t, Reader r) => new(t.NocCode, t.NocEdition, t.InSector, r.Number(t.HourlyWage), r.Number(t.WeeklyHours), t.Benefits);
}

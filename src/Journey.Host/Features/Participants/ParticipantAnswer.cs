using Journey.Domain;
using Journey.Host.Api;

namespace Journey.Host.Features.Participants;

/// <summary>Where a fact comes from.</summary>
/// <param name="Event">The entry that says it.</param>
/// <param name="Day">The day it counts for, in the program's zone.</param>
/// <param name="AmendedBy">The amendment in force.</param>
public sealed record At(Guid Event, When Occurred, DateOnly Day, DateTimeOffset RecordedAt, Guid? AmendedBy)
{
    public static At Of(Stamp at) => new(at.Event, new When(at.Occurred), at.Day, at.RecordedAt, at.Amended);

    public static At? Of(Stamp? at) => at is { } stamp ? Of(stamp) : null;
}

/// <summary>
/// One person, true on a day as known at a time. What the reader may not see is absent, and so are confidential fields that hold nothing:
/// a facilitator gets attendance, an employer what concerns itself, a partner the referral to it.
/// </summary>
/// <param name="Reference">The public reference.</param>
/// <param name="Version">Of the record's stream: the ETag.</param>
/// <param name="LinkedInto">The record that this one was merged into: ask for that one.</param>
/// <param name="LinkedWith">Records that were merged into this one.</param>
/// <param name="AccessRecord">The record of access that this answer stands on.</param>
/// <param name="Withheld">Why nothing confidential is shown: <c>role</c>, <c>relationship</c> or <c>basis</c>; absent when something may be.</param>
/// <param name="Unreadable">Confidential fields whose keys are destroyed or damaged.</param>
public sealed record ParticipantAnswer(
    Guid Id, string? Reference, long Version, DateOnly? TrueOn, DateTimeOffset? KnownOn, Guid? LinkedInto, IReadOnlyList<Guid>? LinkedWith, At? Registered,
    Person Identity, IReadOnlyList<EnrollmentAnswer>? Enrollments, IReadOnlyList<JobAnswer>? Jobs, IReadOnlyList<ConsentAnswer>? Consents,
    IReadOnlyList<AssignmentAnswer>? Assignments, IReadOnlyList<BarrierAnswer>? Barriers, IReadOnlyList<SkillAnswer>? SkillsAssessments,
    IReadOnlyList<AccommodationAnswer>? Accommodations, IReadOnlyList<ReferralAnswer>? Referrals, IReadOnlyList<NoteAnswer>? Notes,
    Guid? AccessRecord, string? Withheld, IReadOnlyList<string>? Unreadable);

public sealed record Person(string? GivenName, string? FamilyName, DateOnly? BirthDate, string? Email, string? Phone, string? Address);

/// <param name="Program">With <paramref name="ProgramVersion"/>, the definition that the person is pinned to.</param>
public sealed record EnrollmentAnswer(
    Guid Id, string Program, int ProgramVersion, At? Opened, IntakeAnswer? Intake, SeatAnswer? Seat, IReadOnlyList<MembershipAnswer>? Cohorts,
    IReadOnlyList<StageAnswer>? Stages, IReadOnlyList<TaskAnswer>? Tasks, IReadOnlyList<DocumentAnswer>? Documents, IReadOnlyList<StepAnswer>? Steps, TrainingAnswer? Training, PlacementAnswer? Placement, IReadOnlyList<FollowUpAnswer>? FollowUps,
    IReadOnlyList<SupportAnswer>? Supports, IReadOnlyList<OutcomeAnswer>? Outcomes, IReadOnlyList<ExitAnswer>? Exits);

/// <param name="Answers">To the program's questions: plain facts, and confidential answers where they may be seen.</param>
public sealed record IntakeAnswer(
    string? Channel, At? Inquired, At? InformationSession, At? Applied, Guid? AppliedTo, IReadOnlyDictionary<string, string> Answers,
    IReadOnlyDictionary<string, CriterionAnswer> Criteria, RubricAnswer? Rubric, OverrideAnswer? RubricOverride, BaselineAnswer? Baseline, At? StipendEffectDiscussed, AdmissionAnswer? Admission);

/// <param name="Facts">The fields that the result was read from.</param>
public sealed record CriterionAnswer(string Result, bool Passes, IReadOnlyList<string> Facts, OverrideAnswer? Override, At At);

public sealed record OverrideAnswer(string? Reason, At At);

public sealed record RubricAnswer(IReadOnlyDictionary<string, int> Scores, bool Passed, At At);

/// <param name="HourlyWage">Canadian dollars.</param>
public sealed record BaselineAnswer(string Status, string? NocCode, string? NocEdition, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits, At At);

public sealed record AdmissionAnswer(string Outcome, string? Reason, At At);

public sealed record SeatAnswer(Guid Cohort, At? Offered, At? Taken, At? Released);

public sealed record MembershipAnswer(Guid Cohort, At From, At? Until);

/// <param name="How">Completed, Returned or Left; absent while it is open.</param>
public sealed record StageAnswer(string Stage, At Entered, At? Left, string? How);

public sealed record TaskAnswer(string Stage, string Task, string? Note, At At);

/// <param name="Version">Of the text that was signed.</param>
public sealed record DocumentAnswer(string Document, int Version, At Signed);

/// <param name="By">The organization that brings it; absent: the program itself.</param>
public sealed record StepAnswer(Guid Id, string Stage, string? What, Guid? Goal, Guid? By, string Coordination, IReadOnlyList<Guid> WaitsFor, At Agreed, string? Result, At? Done);

public sealed record TrainingAnswer(
    IReadOnlyList<AttendanceAnswer>? Attendance, decimal? AttendanceRate, IReadOnlyList<PlanAnswer>? Plans, IReadOnlyList<GoalAnswer>? Goals, IReadOnlyList<CheckInAnswer>? CheckIns,
    IReadOnlyList<AssessmentAnswer>? Assessments, At? Graduated, IReadOnlyList<CredentialAnswer>? Credentials, IReadOnlyList<WorkPlacementAnswer>? WorkPlacements);

public sealed record AttendanceAnswer(Guid Session, string Stage, string Presence, int? MinutesLate, At At);

public sealed record PlanAnswer(Guid Id, string Stage, string? Steps, DateOnly ReviewOn, bool? Met, At Agreed, At? Reviewed);

public sealed record GoalAnswer(Guid Id, string? Text, At Set, At? Reached);

public sealed record CheckInAnswer(string With, string? Summary, At At);

public sealed record AssessmentAnswer(string Stage, string Competency, string Result, At At);

public sealed record CredentialAnswer(string Id, At Awarded);

/// <param name="Rating">1 to 5, the host employer's.</param>
public sealed record WorkPlacementAnswer(Guid Id, Guid Host, string? Supervisor, decimal Hours, int? Rating, string? Evaluation, At Started, At? Ended);

public sealed record PlacementAnswer(IReadOnlyList<ReadinessAnswer>? Readiness, string? Plan, At? PlanAgreed, IReadOnlyList<ApplicationAnswer>? Applications, IReadOnlyList<OfferAnswer>? Offers);

public sealed record ReadinessAnswer(bool Ready, string? Reasons, At At);

public sealed record ApplicationAnswer(Guid Id, Guid Employer, string? NocCode, bool Referred, IReadOnlyList<InterviewAnswer>? Interviews, At Sent, At? Closed, string? ClosedBecause);

public sealed record InterviewAnswer(string Kind, string? Debrief, At At);

public sealed record OfferAnswer(Guid Id, Guid Application, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits, string? Shift, bool? Taken, string? Because, At Received, At? Answered);

/// <param name="Due">The day it was due on.</param>
public sealed record FollowUpAnswer(string FollowUp, DateOnly Due, string With, string Result, int Attempts, string? Note, At At);

/// <param name="Amount">Of a weekly one, a week's.</param>
public sealed record SupportAnswer(Guid Id, string Category, Money Amount, bool Weekly, string State, string? Reason, Money Delivered, IReadOnlyList<DeliveryAnswer> Deliveries, At Requested, At? Decided, At? Stopped);

public sealed record DeliveryAnswer(Money Amount, DateOnly? Week, At At);

public sealed record OutcomeAnswer(string Outcome, string Kind, At At);

public sealed record ExitAnswer(string Reason, string? Destination, At Left, At? ReEntered);

public sealed record JobAnswer(Guid Id, Guid Enrollment, Guid? Employer, TermsAnswer Terms, IReadOnlyList<AdvancementAnswer>? Advancements, IReadOnlyList<FeedbackAnswer>? Feedback, At Started, At? Ended, string? How, string? LostBecause);

public sealed record TermsAnswer(string? NocCode, string? NocEdition, bool? InSector, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits);

public sealed record AdvancementAnswer(string Kind, TermsAnswer Terms, At At);

public sealed record FeedbackAnswer(string? Text, At At);

/// <param name="Until">Last day, included.</param>
public sealed record ConsentAnswer(Guid Id, Guid? Enrollment, int FormVersion, string Language, IReadOnlyList<string> Purposes, IReadOnlyList<string> Classes, IReadOnlyList<Guid> Recipients, DateOnly? Until, At Given, At? Withdrawn);

public sealed record AssignmentAnswer(Guid Id, string Role, Guid Staff, Guid Organization, Guid? Enrollment, At From, At? Ended);

public sealed record BarrierAnswer(Guid Id, string Kind, string? Description, bool Shared, At Noted, At? Resolved);

/// <param name="Progress">Improved, Same or Lower, in the assessor's word.</param>
public sealed record SkillAnswer(string Tool, string Skill, string? Level, Guid? Enrollment, string? Assessment, string? Progress, At At);

public sealed record AccommodationAnswer(string? Description, At At);

public sealed record ReferralAnswer(Guid Id, Guid To, string Service, Guid? Enrollment, string State, string? DeclinedBecause, string? Result, At Sent, At Since);

public sealed record NoteAnswer(Guid Id, string Class, string? Text, Guid? Enrollment, At Written);

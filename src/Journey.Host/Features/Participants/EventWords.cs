using System.Globalization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Placement;
using Journey.Domain.Supports;
using Journey.Domain.Training;
using Journey.Host.Components;
using Journey.Host.Language;
using Journey.Host.Pages;
using Journey.Host.Resources;

namespace Journey.Host.Features.Participants;

/// <summary>
/// What happened, in a sentence: the resource <c>Event_…</c> of its wire name, filled in from the event. No sealed value is part of
/// it; those are an entry's detail, where they have been opened.
/// </summary>
public sealed class EventWords(Participant person, Names names, Func<EnrollmentId, ProgramWords> program)
{
    public string Title(JourneyEvent happened) => Words.Of("Event", Wire.NameOf(happened)).With([.. Said(happened)]).TrimEnd();

    public static Tone ToneOf(JourneyEvent happened) => happened switch
    {
        Graduated or CredentialAwarded or EmploymentStarted or Advanced or GoalReached or PlanStepDone or TaskDone or OfferAccepted or BarrierResolved => Tone.Good,
        AdmissionDecided { Outcome: AdmissionOutcome.Accepted } or BackOnTrackPlanReviewed { Met: true } => Tone.Good,
        JobLost or Exited or ConsentWithdrawn or FollowUpMissed or DueMissed or DueEscalated or SeatOfferExpired or AttendanceMarked { Presence: Presence.Absent } => Tone.Bad,
        AttendanceMarked { Presence: Presence.Late } or BackOnTrackPlanAgreed or CriterionOverridden or RubricOverridden or FollowUpAttempted or BarrierNoted or CriterionChecked { Result: CriterionResult.NotMet } => Tone.Warn,
        StageEntered or StageLeft or EnrollmentOpened or ReEntered => Tone.Info,
        _ => Tone.Neutral,
    };

    /// <summary>The sealed values of an event that are worth reading, with a name where the sentence gives none.</summary>
    public static IEnumerable<(string? Name, Sealed? Value)> Details(JourneyEvent happened) => happened switch
    {
        NoteWritten e => [(null, e.Text)],
        CriterionOverridden e => [(null, e.Reason)],
        RubricOverridden e => [(null, e.Reason)],
        BarrierNoted e => [(null, e.Description)],
        TaskDone e => [(null, e.Note)],
        PlanStepAgreed e => [(null, e.What)],
        PlanStepDone e => [(null, e.Result)],
        SkillsAssessed e => [(null, e.Level)],
        AccommodationAgreed e => [(null, e.Description)],
        AdmissionDecided e => [(null, e.Note)],
        BackOnTrackPlanAgreed e => [(null, e.Steps)],
        GoalSet e => [(null, e.Text)],
        CheckInHeld e => [(null, e.Summary)],
        WorkPlacementEvaluated e => [(null, e.Evaluation)],
        Exited e => [(null, e.Note)],
        ReadinessAssessed e => [(null, e.Reasons)],
        PlacementPlanAgreed e => [(null, e.Plan)],
        InterviewHeld e => [(null, e.Debrief)],
        JobOfferReceived e => [(Strings.Field_wage, e.HourlyWage), (Strings.Field_hours, e.WeeklyHours)],
        EmploymentStarted e => [(Strings.Field_wage, e.Terms.HourlyWage), (Strings.Field_hours, e.Terms.WeeklyHours)],
        WageChanged e => [(Strings.Field_wage, e.HourlyWage)],
        Advanced e => [(Strings.Field_wage, e.Terms.HourlyWage)],
        BaselineRecorded e => [(Strings.Field_wage, e.HourlyWage), (Strings.Field_hours, e.WeeklyHours)],
        JobLost e => [(null, e.Note)],
        HireFeedbackGiven e => [(null, e.Text)],
        FollowUpDone e => [(null, e.Note)],
        SupportRequested e => [(null, e.Reason)],
        ReferralSent e => [(null, e.Note)],
        ReferralReportedBack e => [(null, e.Result)],
        _ => [],
    };

    private IEnumerable<string> Said(JourneyEvent happened) => happened switch
    {
        NoteWritten e => [Words.Of("FieldClass", e.Class.ToString())],
        StaffAssigned e => [names.Person(e.Staff.Value) ?? names.Organization(e.Organization.Value) ?? Strings.Word_Somebody, Words.Of("StaffRole", e.Role.ToString())],
        EnrollmentOpened e => [program(e.Enrollment).Title],
        EnrollmentMoved e => [Words.Number(e.From), Words.Number(e.To)],
        InquiryMade e => [Words.Of("Channel", e.Channel)],
        AnswersGiven e => [Words.Number(e.Facts.Count + e.Answers.Count)],
        CriterionChecked e => [program(e.Enrollment).Criterion(e.Criterion), Words.Of("CriterionResult", e.Result.ToString())],
        CriterionOverridden e => [program(e.Enrollment).Criterion(e.Criterion)],
        RubricScored e => [program(e.Enrollment).Mean(e.Scores).ToString("0.#", CultureInfo.CurrentCulture), e.Passed ? Strings.Rubric_Passed : Strings.Rubric_Failed],
        BaselineRecorded e => [Words.Of("LabourStatus", e.Status.ToString())],
        BarrierNoted e => [Words.Of("BarrierKind", e.Kind.ToString())],
        SkillsAssessed e => [Skill(e), e.Progress is { } progress ? $"{e.Tool} ({Words.Of("SkillProgress", progress.ToString())})" : e.Tool],
        ConsentGiven e => [Words.Number(e.FormVersion)],
        AdmissionDecided e => [e.Reason is { } reason ? $"{Words.Of("AdmissionOutcome", e.Outcome.ToString())} ({program(e.Enrollment).Reason(reason)})" : Words.Of("AdmissionOutcome", e.Outcome.ToString())],
        SeatOffered e => [Cohort(e.Cohort)],
        OfferAccepted e => [Cohort(e.Cohort)],
        OfferDeclined e => [Cohort(e.Cohort)],
        TaskDone e => [program(e.Enrollment).Task(e.Stage, e.Task)],
        DocumentSigned e => [program(e.Enrollment).Document(e.Document), Words.Number(e.Version)],
        PlanStepAgreed e => [Words.Of("Coordination", e.Coordination.ToString()), e.By is { } by ? names.Organization(by.Value) ?? Strings.Word_APartner : program(e.Enrollment).Title],
        PlanStepDone e => [Step(e.Enrollment, e.Step)],
        StageEntered e => [program(e.Enrollment).Stage(e.Stage)],
        StageLeft e => [program(e.Enrollment).Stage(e.Stage), Words.Of("StageEnd", e.How.ToString())],
        ReEntered e => [program(e.Enrollment).Stage(e.Stage)],
        AttendanceMarked e => [e.MinutesLate is { } late ? Strings.Minutes_Late.With(late) : Words.Of("Presence", e.Presence.ToString()), program(e.Enrollment).Stage(e.Stage)],
        BackOnTrackPlanAgreed e => [Words.Day(e.ReviewOn)],
        BackOnTrackPlanReviewed e => [e.Met ? Strings.Plan_Met : Strings.Plan_NotMet],
        CheckInHeld e => [Words.Of("StaffRole", e.With.ToString())],
        CompetencyAssessed e => [program(e.Enrollment).Competency(e.Competency), Words.Of("AssessmentResult", e.Result.ToString())],
        CredentialAwarded e => [program(e.Enrollment).Credential(e.Credential)],
        WorkPlacementStarted e => [Employer(e.Host)],
        WorkPlacementHoursRecorded e => [e.Hours.ToString("0.#", CultureInfo.CurrentCulture)],
        WorkPlacementEvaluated e => [Words.Number(e.Rating)],
        OutcomeRecorded e => [program(e.Enrollment).Outcome(e.Outcome)],
        Exited e => [program(e.Enrollment).Reason(e.Reason)],
        ReadinessAssessed e => [e.Ready ? Strings.Ready_Yes : Strings.Ready_No],
        JobApplicationSent e => [e.Referred ? $"{Employer(e.Employer)}, {Strings.Word_Referred}" : Employer(e.Employer)],
        InterviewHeld e => [Words.Of("InterviewKind", e.Kind.ToString())],
        JobApplicationClosed e => [Words.Of("ApplicationEnd", e.Reason)],
        JobOfferReceived e => [Employer(person.Enrollment(e.Enrollment)?.Placement.Applications.Find(a => a.Id == e.Application)?.Employer)],
        JobOfferAnswered e => [e.Taken ? Strings.Offer_Accepted : Strings.Offer_Refused],
        EmploymentStarted e => [Employer(e.Employer)],
        Advanced e => [Words.Of("AdvancementKind", e.Kind.ToString())],
        JobLost e => [Words.Of("JobLossReason", e.Reason.ToString())],
        JobLeft e => [e.ForBetter ? Strings.Job_ForBetter : ""],
        FollowUpDone e => [program(e.Enrollment).FollowUp(e.FollowUp), Words.Of("FollowUpWith", e.With.ToString())],
        FollowUpAttempted e => [program(e.Enrollment).FollowUp(e.FollowUp), Words.Of("FollowUpWith", e.With.ToString())],
        FollowUpMissed e => [program(e.Enrollment).FollowUp(e.FollowUp), Words.Of("FollowUpWith", e.With.ToString())],
        DueReminded e => [program(e.Enrollment).Due(e.Item), RoleWord(e.To)],
        DueMissed e => [program(e.Enrollment).Due(e.Item)],
        DueEscalated e => [program(e.Enrollment).Due(e.Item), RoleWord(e.To)],
        SeatOfferExpired e => [Cohort(e.Cohort)],
        SupportRequested e => [program(e.Enrollment).Support(e.Category), e.Weekly ? Strings.Word_Weekly.With(e.Amount.InWords()) : e.Amount.InWords()],
        SupportApproved e => [Support(e.Enrollment, e.Support)],
        SupportRefused e => [Support(e.Enrollment, e.Support), Words.Of("Reason", e.Reason)],
        SupportDelivered e => [Support(e.Enrollment, e.Support), e.Amount.InWords()],
        SupportStopped e => [Support(e.Enrollment, e.Support)],
        ReferralSent e => [names.Organization(e.To.Value) ?? Strings.Word_APartner, Words.Of("Service", e.Service)],
        ReferralDeclined e => [Words.Of("Reason", e.Reason)],
        _ => [],
    };

    private string Skill(SkillsAssessed e) => e is { Enrollment: { } of, Assessment: { } assessment } ? program(of).Skill(assessment, e.Skill) : Words.Of("Skill", e.Skill);

    private string Step(EnrollmentId enrollment, PlanStepId id) => person.Enrollment(enrollment)?.Steps.Find(s => s.Id == id) is { } step
        ? Words.Of("Coordination", step.Coordination.ToString()) : "";
    // Definitions write roles as sign-in does, resources name them as events do.
    private static string RoleWord(string role) => Words.Of("StaffRole", char.ToUpperInvariant(role[0]) + role[1..]);

    private string Cohort(CohortId id) => names.Cohort(id)?.Name is { Length: > 0 } name ? name : Strings.Word_ACohort;

    private string Employer(EmployerId? id) => names.Employer(id) ?? Strings.Word_AnEmployer;

    private string Support(EnrollmentId enrollment, SupportId id) =>
        person.Enrollment(enrollment)?.Supports.Find(s => s.Id == id) is { } support ? program(enrollment).Support(support.Category) : Strings.Support_Category;
}

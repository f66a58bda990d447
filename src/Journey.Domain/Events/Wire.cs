using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Journey.Domain.Cohorts;
using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Operations;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Placement;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Domain.Subscriptions;
using Journey.Domain.Supports;
using Journey.Domain.Training;

namespace Journey.Domain;

/// <summary>
/// Every event's wire name. A class may be renamed, a wire name never: it stands in the log for ever, and a golden file
/// holds the list. A changed form gets a new name (`…_v2`).
/// </summary>
public static class Wire
{
    private static readonly (string Name, Type Type)[] Registry =
    [
        ("participant_registered", typeof(ParticipantRegistered)),
        ("identity_changed", typeof(IdentityChanged)),
        ("contact_details_given", typeof(ContactDetailsGiven)),
        ("note_written", typeof(NoteWritten)),
        ("staff_assigned", typeof(StaffAssigned)),
        ("assignment_ended", typeof(AssignmentEnded)),
        ("record_linked", typeof(RecordLinked)),
        ("record_unlinked", typeof(RecordUnlinked)),
        ("linked_into_record", typeof(LinkedIntoRecord)),
        ("unlinked_from_record", typeof(UnlinkedFromRecord)),
        ("participant_erased", typeof(ParticipantErased)),
        ("entry_retracted", typeof(EntryRetracted)),
        ("entry_amended", typeof(EntryAmended)),

        ("enrollment_opened", typeof(EnrollmentOpened)),
        ("enrollment_moved", typeof(EnrollmentMoved)),
        ("inquiry_made", typeof(InquiryMade)),
        ("information_session_attended", typeof(InformationSessionAttended)),
        ("application_received", typeof(ApplicationReceived)),
        ("answers_given", typeof(AnswersGiven)),
        ("criterion_checked", typeof(CriterionChecked)),
        ("criterion_overridden", typeof(CriterionOverridden)),
        ("rubric_scored", typeof(RubricScored)),
        ("rubric_overridden", typeof(RubricOverridden)),
        ("baseline_recorded", typeof(BaselineRecorded)),
        ("stipend_effect_discussed", typeof(StipendEffectDiscussed)),
        ("barrier_noted", typeof(BarrierNoted)),
        ("barrier_resolved", typeof(BarrierResolved)),
        ("skills_assessed", typeof(SkillsAssessed)),
        ("accommodation_agreed", typeof(AccommodationAgreed)),
        ("consent_given", typeof(ConsentGiven)),
        ("consent_withdrawn", typeof(ConsentWithdrawn)),
        ("admission_decided", typeof(AdmissionDecided)),
        ("seat_offered", typeof(SeatOffered)),
        ("offer_accepted", typeof(OfferAccepted)),
        ("offer_declined", typeof(OfferDeclined)),
        ("seat_offer_expired", typeof(SeatOfferExpired)),

        ("stage_entered", typeof(StageEntered)),
        ("stage_left", typeof(StageLeft)),
        ("task_done", typeof(TaskDone)),
        ("document_signed", typeof(DocumentSigned)),
        ("plan_step_agreed", typeof(PlanStepAgreed)),
        ("plan_step_done", typeof(PlanStepDone)),
        ("attendance_marked", typeof(AttendanceMarked)),
        ("back_on_track_plan_agreed", typeof(BackOnTrackPlanAgreed)),
        ("back_on_track_plan_reviewed", typeof(BackOnTrackPlanReviewed)),
        ("goal_set", typeof(GoalSet)),
        ("goal_reached", typeof(GoalReached)),
        ("check_in_held", typeof(CheckInHeld)),
        ("competency_assessed", typeof(CompetencyAssessed)),
        ("graduated", typeof(Graduated)),
        ("credential_awarded", typeof(CredentialAwarded)),
        ("work_placement_started", typeof(WorkPlacementStarted)),
        ("work_placement_hours_recorded", typeof(WorkPlacementHoursRecorded)),
        ("work_placement_evaluated", typeof(WorkPlacementEvaluated)),
        ("work_placement_ended", typeof(WorkPlacementEnded)),
        ("outcome_recorded", typeof(OutcomeRecorded)),
        ("exited", typeof(Exited)),
        ("re_entered", typeof(ReEntered)),

        ("readiness_assessed", typeof(ReadinessAssessed)),
        ("placement_plan_agreed", typeof(PlacementPlanAgreed)),
        ("job_application_sent", typeof(JobApplicationSent)),
        ("interview_held", typeof(InterviewHeld)),
        ("job_application_closed", typeof(JobApplicationClosed)),
        ("job_offer_received", typeof(JobOfferReceived)),
        ("job_offer_answered", typeof(JobOfferAnswered)),
        ("employment_started", typeof(EmploymentStarted)),
        ("wage_changed", typeof(WageChanged)),
        ("advanced", typeof(Advanced)),
        ("job_lost", typeof(JobLost)),
        ("job_left", typeof(JobLeft)),
        ("hire_feedback_given", typeof(HireFeedbackGiven)),
        ("follow_up_done", typeof(FollowUpDone)),
        ("follow_up_attempted", typeof(FollowUpAttempted)),
        ("follow_up_missed", typeof(FollowUpMissed)),
        ("due_reminded", typeof(DueReminded)),
        ("due_missed", typeof(DueMissed)),
        ("due_escalated", typeof(DueEscalated)),

        ("support_requested", typeof(SupportRequested)),
        ("support_approved", typeof(SupportApproved)),
        ("support_refused", typeof(SupportRefused)),
        ("support_delivered", typeof(SupportDelivered)),
        ("support_stopped", typeof(SupportStopped)),
        ("referral_sent", typeof(ReferralSent)),
        ("referral_received", typeof(ReferralReceived)),
        ("referral_accepted", typeof(ReferralAccepted)),
        ("referral_declined", typeof(ReferralDeclined)),
        ("referral_service_started", typeof(ReferralServiceStarted)),
        ("referral_reported_back", typeof(ReferralReportedBack)),

        ("program_published", typeof(ProgramPublished)),
        ("migration_planned", typeof(MigrationPlanned)),
        ("migration_started", typeof(MigrationStarted)),
        ("migration_batch_done", typeof(MigrationBatchDone)),
        ("migration_paused", typeof(MigrationPaused)),
        ("migration_resumed", typeof(MigrationResumed)),
        ("migration_round_done", typeof(MigrationRoundDone)),
        ("migration_reversal_started", typeof(MigrationReversalStarted)),

        ("subscription_opened", typeof(SubscriptionOpened)),
        ("subscription_address_changed", typeof(SubscriptionAddressChanged)),
        ("subscription_scope_changed", typeof(SubscriptionScopeChanged)),
        ("subscription_paused", typeof(SubscriptionPaused)),
        ("subscription_resumed", typeof(SubscriptionResumed)),
        ("subscription_replayed", typeof(SubscriptionReplayed)),
        ("subscription_secret_rotated", typeof(SubscriptionSecretRotated)),
        ("deletion_acknowledged", typeof(DeletionAcknowledged)),
        ("subscription_ended", typeof(SubscriptionEnded)),

        ("cohort_opened", typeof(CohortOpened)),
        ("seat_taken", typeof(SeatTaken)),
        ("seat_released", typeof(SeatReleased)),
        ("session_scheduled", typeof(SessionScheduled)),
        ("session_moved", typeof(SessionMoved)),
        ("session_cancelled", typeof(SessionCancelled)),
        ("budget_committed", typeof(BudgetCommitted)),
        ("budget_released", typeof(BudgetReleased)),
        ("cohort_closed", typeof(CohortClosed)),

        ("organization_registered", typeof(OrganizationRegistered)),
        ("partner_role_taken", typeof(PartnerRoleTaken)),
        ("partner_role_ended", typeof(PartnerRoleEnded)),
        ("staff_joined", typeof(StaffJoined)),
        ("staff_roles_changed", typeof(StaffRolesChanged)),
        ("staff_left", typeof(StaffLeft)),

        ("agreement_made", typeof(AgreementMade)),
        ("agreement_ended", typeof(AgreementEnded)),

        ("employer_registered", typeof(EmployerRegistered)),
        ("employer_contact_given", typeof(EmployerContactGiven)),
        ("site_visit_held", typeof(SiteVisitHeld)),
        ("guest_talk_given", typeof(GuestTalkGiven)),
        ("service_declined", typeof(ServiceDeclined)),
        ("service_resumed", typeof(ServiceResumed)),

        ("parked_stream_retried", typeof(ParkedStreamRetried)),
        ("parked_stream_skipped", typeof(ParkedStreamSkipped)),
    ];

    private static readonly FrozenDictionary<string, Type> ByName = Registry.ToFrozenDictionary(r => r.Name, r => r.Type, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, string> ByType = Registry.ToFrozenDictionary(r => r.Type, r => r.Name);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static IReadOnlyCollection<Type> Types => ByType.Keys;

    /// <exception cref="KeyNotFoundException">The type is not registered: a mistake in this assembly.</exception>
    public static string NameOf(JourneyEvent happened) => ByType[happened.GetType()];

    public static bool TryTypeOf(string name, [NotNullWhen(true)] out Type? type) => ByName.TryGetValue(name, out type);
}

using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Domain.Training;

namespace Journey.Host.Features.Events.Published;

/// <summary>The words of the published language. A closed list is a promise that no other word comes; the others may grow.</summary>
public static class Said
{
    public static readonly PublicWords<CriterionResult> Criterion = new(false, (CriterionResult.Met, "Met"), (CriterionResult.NotMet, "NotMet"), (CriterionResult.Unknown, "Unknown"));

    public static readonly PublicWords<AdmissionOutcome> Admission = new(true, (AdmissionOutcome.Accepted, "Accepted"), (AdmissionOutcome.Waitlisted, "Waitlisted"),
        (AdmissionOutcome.ReferredElsewhere, "ReferredElsewhere"), (AdmissionOutcome.Declined, "Declined"), (AdmissionOutcome.NotReady, "NotReady"));

    public static readonly PublicWords<StageEnd> StageEnd = new(false, (Domain.Participants.StageEnd.Completed, "Completed"), (Domain.Participants.StageEnd.Returned, "Returned"), (Domain.Participants.StageEnd.Left, "Left"));

    public static readonly PublicWords<Presence> Presence = new(false, (Domain.Training.Presence.Present, "Present"), (Domain.Training.Presence.Late, "Late"), (Domain.Training.Presence.Excused, "Excused"), (Domain.Training.Presence.Absent, "Absent"));

    public static readonly PublicWords<AssessmentResult> Assessment = new(false, (AssessmentResult.Competent, "Competent"), (AssessmentResult.NotYet, "NotYet"));

    public static readonly PublicWords<OutcomeKind> Outcome = new(false, (OutcomeKind.Completed, "Completed"), (OutcomeKind.NotCompleted, "NotCompleted"), (OutcomeKind.Withdrawn, "Withdrawn"));

    public static readonly PublicWords<Coordination> Coordination = new(false, (Domain.Programs.Coordination.Pooled, "Pooled"), (Domain.Programs.Coordination.Sequential, "Sequential"), (Domain.Programs.Coordination.Reciprocal, "Reciprocal"));

    public static readonly PublicWords<FollowUpWith> With = new(false, (FollowUpWith.Participant, "Participant"), (FollowUpWith.Employer, "Employer"));

    public static readonly PublicWords<AdvancementKind> Advancement = new(true, (AdvancementKind.Raise, "Raise"), (AdvancementKind.Promotion, "Promotion"), (AdvancementKind.BetterJob, "BetterJob"));

    public static readonly PublicWords<JobLossReason> JobLoss = new(true, (JobLossReason.NotReady, "NotReady"), (JobLossReason.SectorTrend, "SectorTrend"), (JobLossReason.Employer, "Employer"),
        (JobLossReason.ContractEnded, "ContractEnded"), (JobLossReason.Personal, "Personal"), (JobLossReason.Other, "Other"));

    public static readonly PublicWords<CorrectionReason> Correction = new(true, (CorrectionReason.WrongPerson, "WrongPerson"), (CorrectionReason.WrongDate, "WrongDate"), (CorrectionReason.WrongValue, "WrongValue"),
        (CorrectionReason.Duplicate, "Duplicate"), (CorrectionReason.DidNotHappen, "DidNotHappen"), (CorrectionReason.SourceChanged, "SourceChanged"), (CorrectionReason.Other, "Other"));

    public static readonly PublicWords<FieldClass> Class = new(true, (FieldClass.None, "None"), (FieldClass.Identity, "Identity"), (FieldClass.Contact, "Contact"), (FieldClass.General, "General"), (FieldClass.Employment, "Employment"),
        (FieldClass.Income, "Income"), (FieldClass.Justice, "Justice"), (FieldClass.Health, "Health"), (FieldClass.Equity, "Equity"), (FieldClass.Immigration, "Immigration"));

    public static readonly PublicWords<StaffRole> Role = new(true, (StaffRole.CaseManager, "CaseManager"), (StaffRole.AdvancementCoach, "AdvancementCoach"), (StaffRole.Facilitator, "Facilitator"), (StaffRole.Director, "Director"),
        (StaffRole.Evaluator, "Evaluator"), (StaffRole.Funder, "Funder"), (StaffRole.PrivacyOfficer, "PrivacyOfficer"), (StaffRole.Administrator, "Administrator"));

    public static readonly PublicWords<OrganizationKind> Organization = new(true, (OrganizationKind.ServiceProvider, "ServiceProvider"), (OrganizationKind.SectorOrganization, "SectorOrganization"), (OrganizationKind.Other, "Other"));

    public static readonly PublicWords<PartnerRole> Partner = new(true, (PartnerRole.LeadAgency, "LeadAgency"), (PartnerRole.SecondarySchool, "SecondarySchool"), (PartnerRole.BridgeTrainingProgram, "BridgeTrainingProgram"),
        (PartnerRole.PostSecondaryInstitution, "PostSecondaryInstitution"), (PartnerRole.IndustryPartner, "IndustryPartner"), (PartnerRole.EmploymentServiceCentre, "EmploymentServiceCentre"),
        (PartnerRole.EconomicDevelopment, "EconomicDevelopment"), (PartnerRole.CommunityAgency, "CommunityAgency"), (PartnerRole.ProvincialDepartment, "ProvincialDepartment"), (PartnerRole.RegionalFoundation, "RegionalFoundation"));

    public static readonly PublicWords<DueKind> Due = new(true, (DueKind.FollowUp, "FollowUp"), (DueKind.Plan, "Plan"), (DueKind.PlanReview, "PlanReview"), (DueKind.Task, "Task"), (DueKind.SeatOffer, "SeatOffer"), (DueKind.Consent, "Consent"));
}

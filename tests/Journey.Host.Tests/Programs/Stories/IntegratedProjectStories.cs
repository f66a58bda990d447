using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Training;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>Designed to Work: the integrated project of nine months.</summary>
public sealed class IntegratedProjectStories
{
    private static Tale Preselected() => Tale.Of("designed-to-work/integrated-project")
        .On("2026-01-05").Inquires("income-support").Applies().IsIn("preselection")
        .Answers(("seekingWork", "true"), ("limitedLiteracy", "true"), ("sectorInterest", "true"), ("referredBy", "incomeSupport"))
        .IsChecked().Consents().DoesTask("preselection", "registration", "needs")
        .NotesABarrier(BarrierKind.Situational)
        .Closed("preselection", "assessments.literacy.times").ButNot("admission.requirements", t => t.IsDecided(AdmissionOutcome.Accepted, "fits"))
        .On("2026-01-09").IsAssessedIn("literacy", "reading", "1").Open("preselection").IsDecided(AdmissionOutcome.Accepted, "fits");

    private static Tale InTraining() => Preselected()
        .On("2026-01-12").Enters("orientation").IsIn("orientation").DoesTask("orientation", "information")
        .Closed("orientation", "documents.learnerContract.signed", "documents.confidentiality.signed")
        .ButNot("task.document", t => t.DoesTask("orientation", "contract"))
        .Signs("learnerContract").Closed("orientation", "documents.confidentiality.signed").Signs("confidentiality").Open("orientation")
        .IsOfferedASeat().TakesTheSeat()
        .On("2026-01-19").Completes("orientation").Enters("training").IsIn("training");

    private static Tale Qualified(Tale inTraining) => inTraining
        .On("2026-05-04").StartsWorkPlacement().On("2026-05-29").WorksAtTheHost(140).HostEvaluates(4).EndsWorkPlacement()
        .On("2026-06-05").IsAssessedIn("literacy", "reading", "1", SkillProgress.Same).Open("training")
        .On("2026-07-17").ShowsCompetence("training", "professionalQualification").Graduates();

    [Fact]
    public void A_learner_is_qualified_and_at_work_within_nine_months() => InTraining()
        .IsPlanned("nine-months", "2026-10-12")
        .Attends("training", "2026-01-20", 6).DoesTask("training", "literacy", "literacy", "observation")
        .Closed("training", "assessments.literacy.times", "workPlacement.hours", "workPlacement.evaluated")
        .On("2026-05-04").StartsWorkPlacement().On("2026-05-22").WorksAtTheHost(105).Closed("training", "assessments.literacy.times", "workPlacement.hours", "workPlacement.evaluated")
        .On("2026-05-29").WorksAtTheHost(35).HostEvaluates(4).EndsWorkPlacement().Closed("training", "assessments.literacy.times")
        .On("2026-06-05").IsAssessedIn("literacy", "reading", "2", SkillProgress.Improved).Open("training")
        .On("2026-07-17").ShowsCompetence("training", "professionalQualification").Graduates().IsAwarded("professionalQualification").IsIn("entry")
        .On("2026-08-10").DoesTask("entry", "links").StartsAJob(18.00m).IsIn("employment")
        .On("2026-09-10").IsDue("month-1").IsCalled("month-1")
        .On("2026-10-13").IsDue("nine-months").IsCalled("nine-months").EndsAs("qualified")
        .On("2027-02-10").IsDue("month-6").IsCalled("month-6").IsDue();

    [Fact]
    public void Attendance_slips_a_plan_helps_and_a_lost_job_leads_back_to_the_search() => Qualified(InTraining()
        .On("2026-01-20").Attends("training", Presence.Absent).On("2026-01-21").Attends("training", Presence.Absent).IsDue()
        .On("2026-01-22").Attends("training", Presence.Absent).IsDue("training").AgreesAPlan("training").IsDue()
        .On("2026-02-05").IsDue("training").PlanIsReviewed(met: true).IsDue())
        .On("2026-08-10").StartsAJob(17.00m).On("2026-08-28").LosesTheJob(JobLossReason.Employer).IsIn("entry").Was("month-1", DueState.Cancelled)
        .On("2026-09-14").StartsAJob(17.50m).IsIn("employment").On("2026-10-14").IsCalled("month-1");

    [Fact]
    public void After_a_third_lost_job_another_service_is_looked_for() => Qualified(InTraining())
        .On("2026-08-03").StartsAJob(17.00m).On("2026-08-10").LosesTheJob(JobLossReason.Employer).IsIn("entry")
        .On("2026-08-17").StartsAJob(17.00m).On("2026-08-24").LosesTheJob(JobLossReason.Employer).IsIn("entry")
        .On("2026-08-31").StartsAJob(17.00m).On("2026-09-08").LosesTheJob(JobLossReason.NotReady).IsIn()
        .ButNot("return.max", t => t.Enters("entry"))
        .On("2026-09-14").Exits("barriers", "otherService").EndsAs("left");
}

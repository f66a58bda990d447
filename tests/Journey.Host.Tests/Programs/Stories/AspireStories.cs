using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Training;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>AspireAtlantic's three streams.</summary>
public sealed class AspireStories
{
    private const string Manufacturing = "aspire-atlantic/manufacturing", Residential = "aspire-atlantic/residential-construction", Ici = "aspire-atlantic/ici-construction";

    /// <summary>Applied, screened, and accepted with a seat in a cohort that starts on Monday, 2 February.</summary>
    private static Tale Seated(string file, string? variant = null) => Applied(file, variant).IsDecided(AdmissionOutcome.Accepted, "meets").On("2026-01-16").IsOfferedASeat().TakesTheSeat();

    private static Tale Applied(string file, string? variant = null) => Tale.Of(file, variant)
        .On("2026-01-05").Inquires().IsIn("intake")
        .On("2026-01-07").AttendsInformationSession().Applies()
        .Answers(("completedIntensiveProgram", "false"), ("canadianExperienceMonths", "8"), ("highSchool", "true"), ("annualIncome", "24500"), ("hardshipSelfReported", "false"), ("canStand", "true"), ("canLift", "true"), ("availableDaily", "true"))
        .Closed("intake", "criteria.experience", "criteria.schooling", "criteria.income", "criteria.standing", "criteria.lifting", "rubric.passed", "consent.given")
        .On("2026-01-12").IsChecked().Closed("intake", "rubric.passed", "consent.given")
        .ButNot("admission.requirements", t => t.IsDecided(AdmissionOutcome.Accepted, "meets"))
        .IsInterviewed(4).Closed("intake", "consent.given")
        .TalksAboutTheStipend().Consents().Open("intake");

    private static Tale Trained(string file, string credential) => Seated(file, "sequential")
        .On("2026-02-02").Enters("crt").IsIn("crt")
        .ButNot("stage.order", t => t.Enters("ost"))
        .DoesTask("crt", "orientation", "goal").SetsGoal(1, "A steady day shift, to be home when school is out.")
        .Attends("crt", "2026-02-03", 8)
        .DoesTask("crt", "workplaceNorms", "digitalSkills", "resume", "mockInterview")
        .On("2026-02-27").Completes("crt")
        .On("2026-03-02").Enters("ost").IsIn("ost")
        .Attends("ost", "2026-03-03", 8).DoesTask("ost", "siteVisit", "practical", "siteVisit")
        .On("2026-03-26").ShowsCompetence("ost", credential)
        .ButNot("credential.not-graduated", t => t.IsAwarded(credential))
        .On("2026-03-27").Graduates().IsAwarded(credential).IsIn("placement");

    [Fact]
    public void Manufacturing_from_the_first_inquiry_to_eighteen_months_after_graduation() => Trained(Manufacturing, "manufacturing-fundamentals")
        .IsPlanned("quarter", "2026-06-27", "2026-09-27", "2026-12-27", "2027-03-27", "2027-06-27", "2027-09-27")
        .On("2026-03-30").ButNot("placement.not-ready", t => t.IsReferredToTheEmployer())
        .IsReady().DoesTask("placement", "readiness", "plan").IsReferredToTheEmployer().DoesTask("placement", "applications")
        .On("2026-04-20").StartsAJob(18.50m).IsIn("employment")
        .On("2026-04-21").IsDue("day-1").IsCalled("day-1").IsDue()
        .On("2026-04-27").IsDue("week-1").IsCalled("week-1")
        .On("2026-05-20").IsDue("month-1").IsCalled("month-1").IsDue()
        .On("2026-06-29").IsDue("quarter").IsCalled("quarter")
        .On("2026-09-28").IsCalled("quarter").Advances(AdvancementKind.Raise, 19.75m)
        // Nobody calls at the end of the year: missed after ten business days, and the director's after ten more.
        .On("2027-01-12").MeanwhileHappened("Remind quarter", "Miss quarter").Was("quarter", DueState.Missed, 3)
        .On("2027-01-26").MeanwhileHappened("Escalate quarter").IsDue("quarter").IsCalled("quarter").Was("quarter", DueState.Done, 3).IsDue()
        .On("2027-03-30").IsCalled("quarter").On("2027-06-28").IsCalled("quarter").On("2027-09-27").IsCalled("quarter").Was("quarter", DueState.Done, 6)
        .EndsAs("graduated").On("2027-12-31").MeanwhileHappened().IsDue();

    [Fact]
    public void A_lost_job_leads_back_to_placement_and_the_next_job_has_contacts_of_its_own() => Trained(Manufacturing, "manufacturing-fundamentals")
        .On("2026-03-30").IsReady().On("2026-04-20").StartsAJob(17.25m)
        .On("2026-04-21").IsCalled("day-1")
        .On("2026-04-24").LosesTheJob(JobLossReason.NotReady).IsIn("placement").Was("week-1", DueState.Cancelled).Was("month-1", DueState.Cancelled).IsDue()
        .On("2026-04-27").IsReady(false).ButNot("placement.not-ready", t => t.IsReferredToTheEmployer())
        .On("2026-05-11").DoesTask("placement", "readiness").IsReady().IsReferredToTheEmployer()
        .On("2026-06-01").StartsAJob(18.10m).IsIn("employment")
        .On("2026-06-02").IsDue("day-1").IsCalled("day-1").On("2026-06-08").IsCalled("week-1").On("2026-07-02").IsCalled("month-1")
        // Quarters are counted from graduation: no job moves them.
        .IsPlanned("quarter", "2026-06-27", "2026-09-27", "2026-12-27", "2027-03-27", "2027-06-27", "2027-09-27");

    [Fact]
    public void When_attendance_slips_a_plan_brings_somebody_back_on_track() => Seated(Manufacturing, "sequential")
        .On("2026-02-02").Enters("crt").Attends("crt")
        .On("2026-02-03").Attends("crt", Presence.Absent).IsDue()
        .On("2026-02-04").Attends("crt", Presence.Absent).IsDue("crt")
        .On("2026-02-05").AgreesAPlan("crt").Attends("crt").IsDue()
        .On("2026-02-06").Attends("crt", Presence.Late)
        .On("2026-02-12").IsDue("crt").PlanIsReviewed(met: true).IsDue()
        .On("2026-02-13").Attends("crt", Presence.Absent).IsDue()
        .On("2026-02-18").Attends("crt", Presence.Absent).IsDue("crt");

    [Fact]
    public void Somebody_on_the_waitlist_lets_one_offer_lapse_and_takes_the_next() => Applied(Manufacturing)
        .IsDecided(AdmissionOutcome.Waitlisted, "cohortFull")
        .ButNot("seat.not-accepted", t => t.IsOfferedASeat())
        .On("2026-01-19").IsDecided(AdmissionOutcome.Accepted, "meets").IsOfferedASeat()
        .On("2026-01-27").MeanwhileHappened("Expire seat")
        .ButNot("seat.not-offered", t => t.TakesTheSeat())
        .ButNot("stage.no-seat", t => t.Enters("crt"))
        .IsOfferedASeat().On("2026-01-29").TakesTheSeat().On("2026-02-02").Enters("crt").IsIn("crt");

    [Fact]
    public void Residential_construction_from_the_first_inquiry_to_eighteen_months_after_graduation() => Trained(Residential, "residential-construction-fundamentals")
        .On("2026-04-13").IsReady().IsReferredToTheEmployer().On("2026-05-04").StartsAJob(19.00m)
        .On("2026-05-05").IsCalled("day-1").On("2026-05-11").IsCalled("week-1").On("2026-06-04").IsCalled("month-1")
        .On("2026-06-29").IsCalled("quarter").On("2026-09-28").IsCalled("quarter").On("2026-12-29").IsCalled("quarter")
        .On("2027-03-29").IsCalled("quarter").On("2027-06-28").IsCalled("quarter").On("2027-09-27").IsCalled("quarter")
        .EndsAs("graduated").On("2028-12-31").MeanwhileHappened("Remind consent", "Miss consent").IsDue("consent");

    [Fact]
    public void Residential_construction_is_left_for_a_while_and_come_back_to() => Seated(Residential, "interleaved")
        .On("2026-02-02").Enters("crt", "ost").IsIn("crt", "ost").Attends("crt").DoesTask("crt", "orientation")
        .On("2026-02-20").Exits("family", "unknown").IsIn()
        .ButNot("enrollment.exited", t => t.Enters("crt"))
        .On("2026-03-16").ComesBackInto("crt").IsIn("crt")
        // The seat went to somebody else: it has to be offered again.
        .ButNot("stage.no-seat", t => t.Enters("ost"))
        .IsOfferedASeat().TakesTheSeat().Enters("ost").IsIn("crt", "ost")
        .DoesTask("crt", "goal").Attends("ost")
        .On("2026-05-08").ShowsCompetence("ost", "residential-construction-fundamentals").Graduates().IsIn("placement")
        .Then(e => e.Exits.ShouldHaveSingleItem().ReEntered.ShouldNotBeNull());

    private static Tale Engineer(bool experienced = true) => Tale.Of(Ici)
        .On("2026-01-05").Inquires("settlement-agency")
        .On("2026-01-07").Applies()
        .Answers(("highSchool", "true"), ("pastProfessionalExperience", experienced ? "true" : "false"), ("postSecondary", "true"), ("eligibleToWork", "true"), ("availableFullTime", "true"), ("situation", "underEmployed"), ("facingBarriers", "false"), ("motivatedOnline", "true"))
        .On("2026-01-12").IsChecked();

    [Fact]
    public void ICI_construction_from_the_first_inquiry_to_eighteen_months_after_graduation() => Engineer().Closed("intake", "rubric.passed", "consent.given")
        .IsInterviewed(4).Consents().Open("intake").IsDecided(AdmissionOutcome.Accepted, "meets")
        .On("2026-01-16").IsOfferedASeat().TakesTheSeat()
        .On("2026-02-02").Enters("crt", "ost").IsIn("crt", "ost").DoesTask("crt", "orientation", "goal", "culturalNorms", "digitalSkills", "resume", "mockInterview")
        .Attends("crt", "2026-02-03", 5).Attends("ost", "2026-02-10", 5).DoesTask("ost", "siteVisit", "practical", "peerMentor")
        .On("2026-04-23").ShowsCompetence("ost", "ici-construction-coordination")
        .On("2026-04-24").Graduates().IsAwarded("ici-construction-coordination").IsIn("placement")
        .On("2026-04-27").IsReady().IsReferredToTheEmployer()
        .On("2026-05-25").StartsAJob(29.50m).On("2026-05-26").IsCalled("day-1").On("2026-06-01").IsCalled("week-1").On("2026-06-25").IsCalled("month-1")
        .IsPlanned("quarter", "2026-07-24", "2026-10-24", "2027-01-24", "2027-04-24", "2027-07-24", "2027-10-24")
        .On("2026-07-24").IsDue("quarter").IsCalled("quarter").On("2026-10-26").IsCalled("quarter").On("2027-01-25").IsCalled("quarter")
        .On("2027-04-26").Advances(AdvancementKind.Promotion, 33.00m).IsCalled("quarter").On("2027-07-26").IsCalled("quarter").On("2027-10-25").IsCalled("quarter")
        .EndsAs("graduated");

    [Fact]
    public void ICI_construction_takes_schooling_without_experience_by_an_allowance_only() => Engineer(experienced: false)
        .IsInterviewed(4).Consents().Closed("intake", "criteria.background")
        .ButNot("admission.requirements", t => t.IsDecided(AdmissionOutcome.Accepted, "meets"))
        .IsDecided(AdmissionOutcome.NotReady, "supportsFirst")
        .On("2026-03-09").Applies().IsAllowed("background", "An engineering degree, and two summers on building sites as a student.").Open("intake")
        .IsDecided(AdmissionOutcome.Accepted, "allowance");
}

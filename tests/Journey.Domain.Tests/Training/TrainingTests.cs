using Journey.Domain.Cohorts;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Training;

public sealed class TrainingTests
{
    private static readonly Session Monday = new(new(G(41)), "crt", Day("2026-03-02"), "résumé", "half-day", false);
    private static readonly Session Tuesday = Monday with { Id = new(G(42)), Date = Day("2026-03-03") };
    private static readonly PlanId Plan = new(G(43));

    private static Story InCrt() => Given().On("2026-03-02", new StageEntered(Manufacturing, "crt"));

    private static AttendanceMarked Marked(Session session, Presence presence, int? late = null) => new(Manufacturing, session.Id, "crt", presence, late);

    [Fact]
    public void Attendance_is_marked_once_and_marked_again_only_to_say_something_else() =>
        InCrt().When(e => Attending.Mark(e, Monday, Presence.Present, null)).Then(Marked(Monday, Presence.Present))
            .When(e => Attending.Mark(e, Monday, Presence.Present, null)).ThenNothing()
            .When(e => Attending.Mark(e, Monday, Presence.Late, 10)).Then(Marked(Monday, Presence.Late, 10))
            .Enrollment().Training.Attendance.ShouldHaveSingleItem().MinutesLate.ShouldBe(10);

    [Fact]
    public void Minutes_late_go_with_late_and_a_cancelled_session_has_no_attendance() =>
        InCrt().When(e => Attending.Mark(e, Monday, Presence.Absent, 5)).ThenRefused("attendance.minutes-late")
            .When(e => Attending.Mark(e, Monday, Presence.Late, 0)).ThenRefused("attendance.minutes-late")
            .When(e => Attending.Mark(e, Monday with { Cancelled = true }, Presence.Present, null)).ThenRefused("session.cancelled")
            .When(e => Attending.Mark(e, null, Presence.Present, null)).ThenRefused("session.unknown");

    [Fact]
    public void Nobody_attends_a_stage_that_was_not_open_for_them_that_day() =>
        InCrt().When(e => Attending.Mark(e, Monday with { Stage = "ost" }, Presence.Present, null)).ThenRefused("attendance.stage")
            .When(e => Attending.Mark(e, Monday with { Date = Day("2026-03-01") }, Presence.Present, null)).ThenRefused("attendance.stage");

    [Fact]
    public void The_last_session_counts_for_those_who_graduate_that_day() =>
        InCrt().On("2026-03-03").When(e => Graduating.Graduate(e, ["crt"], "placement"))
            .Then(new Graduated(Manufacturing), new StageLeft(Manufacturing, "crt", StageEnd.Completed), new StageEntered(Manufacturing, "placement"))
            .When(e => Attending.Mark(e, Tuesday, Presence.Present, null)).Then(Marked(Tuesday, Presence.Present));

    [Fact]
    public void The_rate_counts_late_as_attended_and_leaves_excused_out() =>
        InCrt().Each(Marked(Monday, Presence.Late, 5), Marked(Tuesday, Presence.Absent), Marked(Monday with { Id = new(G(44)) }, Presence.Excused))
            .Enrollment().ShouldSatisfyAllConditions(e => e.Rate().ShouldBe(0.5m), e => e.Rate("ost").ShouldBeNull());

    [Fact]
    public void The_second_absence_makes_a_back_on_track_plan_due_and_the_plan_settles_it()
    {
        var story = InCrt().Each(Marked(Monday, Presence.Absent));
        story.Enrollment().BackOnTrackPlanIsDue("crt", 2).ShouldBeFalse();
        story.On("2026-03-03", Marked(Tuesday, Presence.Absent)).Enrollment().BackOnTrackPlanIsDue("crt", 2).ShouldBeTrue();
        story.When(e => Coaching.AgreePlan(e, Plan, "crt", Secret("call before 8"), Day("2026-03-17"))).Then(new BackOnTrackPlanAgreed(Manufacturing, Plan, "crt", Secret("call before 8"), Day("2026-03-17")))
            .Enrollment().BackOnTrackPlanIsDue("crt", 2).ShouldBeFalse();
    }

    [Fact]
    public void A_plan_is_agreed_in_an_open_stage_once_and_reviewed() =>
        InCrt().When(e => Coaching.AgreePlan(e, Plan, "ost", Secret("x"), Day("2026-03-17"))).ThenRefused("plan.stage")
            .When(e => Coaching.ReviewPlan(e, Plan, true)).ThenRefused("plan.unknown")
            .Then(new BackOnTrackPlanAgreed(Manufacturing, Plan, "crt", Secret("x"), Day("2026-03-17")))
            .When(e => Coaching.AgreePlan(e, Plan, "crt", Secret("x"), Day("2026-03-17"))).ThenNothing()
            .When(e => Coaching.ReviewPlan(e, Plan, true)).Then(new BackOnTrackPlanReviewed(Manufacturing, Plan, true))
            .When(e => Coaching.ReviewPlan(e, Plan, true)).ThenNothing();

    [Fact]
    public void A_personal_goal_is_set_changed_and_reached() =>
        Given().When(e => Coaching.ReachGoal(e, new(G(45)))).ThenRefused("goal.unknown")
            .When(e => Coaching.SetGoal(e, new(G(45)), Secret("a car"))).Then(new GoalSet(Manufacturing, new(G(45)), Secret("a car")))
            .When(e => Coaching.SetGoal(e, new(G(45)), Secret("a car"))).ThenNothing()
            .When(e => Coaching.SetGoal(e, new(G(45)), Secret("a licence"))).Then(new GoalSet(Manufacturing, new(G(45)), Secret("a licence")))
            .When(e => Coaching.ReachGoal(e, new(G(45)))).Then(new GoalReached(Manufacturing, new(G(45))))
            .When(e => Coaching.ReachGoal(e, new(G(45)))).ThenNothing();

    [Fact]
    public void A_check_in_with_the_same_summary_is_the_same_one() =>
        Given().When(e => Coaching.HoldCheckIn(e, StaffRole.CaseManager, Secret("well"))).Then(new CheckInHeld(Manufacturing, StaffRole.CaseManager, Secret("well")))
            .When(e => Coaching.HoldCheckIn(e, StaffRole.CaseManager, Secret("well"))).ThenNothing();

    [Fact]
    public void Stages_may_be_open_at_once_or_follow_one_another_as_the_calendar_says()
    {
        var together = Due.Definition.Manufacturing.Stages;
        IReadOnlyList<Stage> oneByOne = [.. together.Select(s => s.Id switch { "crt" => s with { After = ["intake"] }, "ost" => s with { After = ["crt"] }, _ => s })];
        Given(new OfferAccepted(Manufacturing, new(G(30)))).When(e => Stages.EnterInOrder(e, oneByOne, "crt")).ThenRefused("stage.order"); // was never in intake
        var story = Given(new StageEntered(Manufacturing, "intake")).When(e => Stages.EnterInOrder(e, together, "crt")).ThenRefused("stage.no-seat")
            .When(e => Stages.EnterInOrder(e, together, "welding")).ThenRefused("stage.unknown")
            .Then(new OfferAccepted(Manufacturing, new(G(30))))
            .When(e => Stages.EnterInOrder(e, oneByOne, "ost")).ThenRefused("stage.order")
            .When(e => Stages.EnterInOrder(e, oneByOne, "crt")).Then(new StageEntered(Manufacturing, "crt"), new StageLeft(Manufacturing, "intake", StageEnd.Completed))
            .When(e => Stages.EnterInOrder(e, oneByOne, "ost")).ThenRefused("stage.order")
            .When(e => Stages.EnterInOrder(e, together, "ost")).Then(new StageEntered(Manufacturing, "ost"));
        story.Enrollment().OpenStages.Select(s => s.Stage).ShouldBe(["crt", "ost"]);
        story.When(e => Stages.EnterInOrder(e, together, "ost")).ThenNothing()
            .When(e => Stages.Complete(story.Person(), e, Due.Definition.Manufacturing, "crt", Day("2026-03-02"))).Then(new StageLeft(Manufacturing, "crt", StageEnd.Completed))
            .When(e => Stages.Complete(story.Person(), e, Due.Definition.Manufacturing, "crt", Day("2026-03-02"))).ThenNothing()
            .Enrollment().OpenStages.Select(s => s.Stage).ShouldBe(["ost"]);
    }

    [Fact]
    public void Graduation_waits_for_every_training_stage_and_happens_once() =>
        InCrt().When(e => Graduating.Graduate(e, ["crt", "ost"], "placement")).ThenRefused("graduation.stage")
            .Each(new StageLeft(Manufacturing, "crt", StageEnd.Completed), new StageEntered(Manufacturing, "ost"))
            .When(e => Graduating.Graduate(e, ["crt", "ost"], "placement"))
            .Then(new Graduated(Manufacturing), new StageLeft(Manufacturing, "ost", StageEnd.Completed), new StageEntered(Manufacturing, "placement"))
            .When(e => Graduating.Graduate(e, ["crt", "ost"], "placement")).ThenNothing();

    [Fact]
    public void A_credential_is_awarded_to_a_graduate_whose_competencies_were_assessed() =>
        InCrt().When(e => Graduating.Award(e, "fundamentals", ["blueprints"])).ThenRefused("credential.not-graduated")
            .When(e => Graduating.Assess(e, "ost", "blueprints", AssessmentResult.Competent)).ThenRefused("assessment.stage")
            .When(e => Graduating.Assess(e, "crt", "blueprints", AssessmentResult.NotYet)).Then(new CompetencyAssessed(Manufacturing, "crt", "blueprints", AssessmentResult.NotYet))
            .Then(new Graduated(Manufacturing))
            .When(e => Graduating.Award(e, "fundamentals", ["blueprints"])).ThenRefused("credential.competency")
            .When(e => Graduating.Assess(e, "crt", "blueprints", AssessmentResult.Competent)).Then(new CompetencyAssessed(Manufacturing, "crt", "blueprints", AssessmentResult.Competent))
            .When(e => Graduating.Award(e, "fundamentals", ["blueprints"])).Then(new CredentialAwarded(Manufacturing, "fundamentals"))
            .When(e => Graduating.Award(e, "fundamentals", ["blueprints"])).ThenNothing();

    [Fact]
    public void A_work_placement_gathers_hours_and_the_hosts_evaluation()
    {
        var (id, host) = (new WorkPlacementId(G(46)), new EmployerId(G(47)));
        InCrt().When(e => WorkPlacements.RecordHours(e, id, 8)).ThenRefused("work-placement.unknown")
            .When(e => WorkPlacements.Start(e, id, host, Secret("Kim"))).Then(new WorkPlacementStarted(Manufacturing, id, host, Secret("Kim")))
            .When(e => WorkPlacements.Start(e, id, host, Secret("Kim"))).ThenNothing()
            .When(e => WorkPlacements.RecordHours(e, id, 0)).ThenRefused("work-placement.hours")
            .When(e => WorkPlacements.RecordHours(e, id, 37.5m)).Then(new WorkPlacementHoursRecorded(Manufacturing, id, 37.5m))
            .When(e => WorkPlacements.Evaluate(e, id, 6, null)).ThenRefused("work-placement.rating")
            .When(e => WorkPlacements.Evaluate(e, id, 4, Secret("steady"))).Then(new WorkPlacementEvaluated(Manufacturing, id, 4, Secret("steady")))
            .When(e => WorkPlacements.Evaluate(e, id, 4, Secret("steady"))).ThenNothing()
            .When(e => WorkPlacements.End(e, id)).Then(new WorkPlacementEnded(Manufacturing, id))
            .When(e => WorkPlacements.RecordHours(e, id, 8)).ThenRefused("work-placement.ended")
            .When(e => WorkPlacements.End(e, id)).ThenNothing()
            .Enrollment().Training.WorkPlacements[0].Hours.ShouldBe(37.5m);
    }
}

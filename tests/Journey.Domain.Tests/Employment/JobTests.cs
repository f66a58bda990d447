using Journey.Domain.Employment;
using Journey.Domain.Participants;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Employment;

public sealed class JobTests
{
    private static readonly JobId First = new(G(80)), Second = new(G(81));
    private static readonly EmployerId Foundry = new(G(82));
    private static readonly JobTerms Welder = new("72106", "2021", true, Secret(21m), Secret(40m), true);

    private static Story Employed() => Given(new StageEntered(Manufacturing, "placement")).On("2026-06-01")
        .WhenPerson(p => Jobs.Start(p, Manufacturing, First, Foundry, Welder, "placement", "employment"))
        .Then(new EmploymentStarted(Manufacturing, First, Foundry, Welder), new StageLeft(Manufacturing, "placement", StageEnd.Completed), new StageEntered(Manufacturing, "employment"));

    [Fact]
    public void A_job_leads_out_of_placement_into_employment_and_is_said_once() =>
        Employed().WhenPerson(p => Jobs.Start(p, Manufacturing, First, Foundry, Welder, "placement", "employment")).ThenNothing();

    [Fact]
    public void A_job_held_at_intake_moves_nobody() =>
        Given(new StageEntered(Manufacturing, "intake")).WhenPerson(p => Jobs.Start(p, Manufacturing, First, null, Welder with { NocEdition = null }, "placement", "employment")).ThenRefused("job.noc-edition")
            .WhenPerson(p => Jobs.Start(p, Manufacturing, First, null, Welder, "placement", "employment")).Then(new EmploymentStarted(Manufacturing, First, null, Welder));

    [Fact]
    public void Wage_changes_and_advancement_are_kept_with_the_terms_they_led_to()
    {
        var better = Welder with { HourlyWage = Secret(25m) };
        var story = Employed().WhenPerson(p => Jobs.ChangeWage(p, First, Secret(22m))).Then(new WageChanged(Manufacturing, First, Secret(22m)))
            .WhenPerson(p => Jobs.ChangeWage(p, First, Secret(22m))).ThenNothing()
            .WhenPerson(p => Jobs.Advance(p, First, AdvancementKind.Promotion, better)).Then(new Advanced(Manufacturing, First, AdvancementKind.Promotion, better))
            .WhenPerson(p => Jobs.Advance(p, First, AdvancementKind.Promotion, better)).ThenNothing();
        story.Person().CurrentJob!.Terms.HourlyWage!.SameAs(Secret(25m)).ShouldBeTrue();
    }

    [Fact]
    public void A_lost_job_returns_to_placement_and_a_second_one_leads_out_again()
    {
        var story = Employed().On("2026-06-20").WhenPerson(p => Jobs.Lose(p, First, JobLossReason.SectorTrend, null, "employment", "placement"))
            .Then(new JobLost(Manufacturing, First, JobLossReason.SectorTrend), new StageLeft(Manufacturing, "employment", StageEnd.Returned), new StageEntered(Manufacturing, "placement"))
            .WhenPerson(p => Jobs.Lose(p, First, JobLossReason.SectorTrend, null, "employment", "placement")).ThenNothing()
            .WhenPerson(p => Jobs.Lose(p, First, JobLossReason.Personal, null, "employment", "placement")).ThenRefused("job.ended")
            .On("2026-07-15").WhenPerson(p => Jobs.Start(p, Manufacturing, Second, Foundry, Welder, "placement", "employment"))
            .Then(new EmploymentStarted(Manufacturing, Second, Foundry, Welder), new StageLeft(Manufacturing, "placement", StageEnd.Completed), new StageEntered(Manufacturing, "employment"));
        story.Enrollment().Stages.Select(s => (s.Stage, s.How)).ShouldBe([("placement", StageEnd.Completed), ("employment", StageEnd.Returned), ("placement", StageEnd.Completed), ("employment", null)]);
    }

    [Fact]
    public void Losing_one_of_two_jobs_returns_nobody_to_placement() =>
        Employed().Then(new EmploymentStarted(Manufacturing, Second, null, Welder))
            .WhenPerson(p => Jobs.Lose(p, First, JobLossReason.Employer, null, "employment", "placement")).Then(new JobLost(Manufacturing, First, JobLossReason.Employer));

    [Fact]
    public void A_job_left_by_choice_is_over_and_takes_no_raise() =>
        Employed().WhenPerson(p => Jobs.Leave(p, First, forBetter: true)).Then(new JobLeft(Manufacturing, First, true))
            .WhenPerson(p => Jobs.Leave(p, First, forBetter: true)).ThenNothing()
            .WhenPerson(p => Jobs.ChangeWage(p, First, Secret(30m))).ThenRefused("job.ended")
            .WhenPerson(p => Jobs.Advance(p, Second, AdvancementKind.Raise, Welder)).ThenRefused("job.unknown");

    [Fact]
    public void The_employers_feedback_on_a_hire_is_kept_once() =>
        Employed().WhenPerson(p => Jobs.GiveFeedback(p, First, Secret("reliable"))).Then(new HireFeedbackGiven(Manufacturing, First, Secret("reliable")))
            .WhenPerson(p => Jobs.GiveFeedback(p, First, Secret("reliable"))).ThenNothing();

    [Fact]
    public void A_follow_up_is_attempted_missed_and_may_still_turn_out_done()
    {
        string[] defined = ["day-1"];
        var due = Day("2026-06-02");
        var story = Employed().When(e => FollowUps.Done(e, "day-9", due, FollowUpWith.Participant, null, defined)).ThenRefused("follow-up.unknown")
            .When(e => FollowUps.Attempt(e, "day-1", due, FollowUpWith.Participant, "phone", defined)).Then(new FollowUpAttempted(Manufacturing, "day-1", due, FollowUpWith.Participant, "phone"))
            .When(e => FollowUps.Attempt(e, "day-1", due, FollowUpWith.Participant, "text", defined)).Then(new FollowUpAttempted(Manufacturing, "day-1", due, FollowUpWith.Participant, "text"))
            .When(e => FollowUps.Miss(e, "day-1", due, FollowUpWith.Participant, defined)).Then(new FollowUpMissed(Manufacturing, "day-1", due, FollowUpWith.Participant))
            .When(e => FollowUps.Miss(e, "day-1", due, FollowUpWith.Participant, defined)).ThenNothing();
        story.Enrollment().Find("day-1", due, FollowUpWith.Participant).ShouldNotBeNull().ShouldSatisfyAllConditions(f => f.Result.ShouldBe(FollowUpResult.Missed), f => f.Attempts.ShouldBe(2));
        story.When(e => FollowUps.Done(e, "day-1", due, FollowUpWith.Participant, null, defined)).Then(new FollowUpDone(Manufacturing, "day-1", due, FollowUpWith.Participant))
            .When(e => FollowUps.Done(e, "day-1", due, FollowUpWith.Participant, null, defined)).ThenNothing()
            .When(e => FollowUps.Miss(e, "day-1", due, FollowUpWith.Participant, defined)).ThenNothing()
            .When(e => FollowUps.Done(e, "day-1", due, FollowUpWith.Employer, null, defined)).Then(new FollowUpDone(Manufacturing, "day-1", due, FollowUpWith.Employer));
    }
}

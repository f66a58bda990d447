namespace Journey.Host.Tests.Programs.Stories;

/// <summary>The supply chain's career ladder.</summary>
public sealed class LadderStories
{
    private static Tale OnTheFirstRung() => Tale.Of("career-ladders/supply-chain")
        .On("2026-01-05").Inquires("ontario-works").IsIn("intake").Closed("intake", "criteria.target", "consent.given", "tasks.assessment.done", "tasks.careerTalk.done")
        .Answers(("employment", "unemployed"), ("highSchoolOrLess", "true"), ("lowWage", "true")).IsChecked().Consents()
        .IsAssessedIn("essentialSkills", "reading", "2").DoesTask("intake", "assessment", "careerTalk").Open("intake")
        .On("2026-01-12").Enters("liftOperator").IsIn("liftOperator").ButNot("rung.certificate", t => t.Completes("liftOperator"))
        .Barred("shipper", "credentials.forkliftSafety.earned").ButNot("stage.gate", t => t.Enters("shipper"))
        // One to five days of training, and the certificate stands on its own.
        .On("2026-01-16").IsAwarded("forkliftSafety").Completes("liftOperator").IsIn().Barred("shipper");

    [Fact]
    public void Somebody_climbs_from_the_fork_lift_to_the_dispatch_desk_and_moves_sideways_to_the_customs_desk() => OnTheFirstRung()
        .On("2026-01-19").Enters("shipper").StartsAJob(19.40m).IsIn("shipper").Barred("scheduler", "credentials.transportTrade.earned")
        .IsPlanned("retention", "2026-04-16", "2026-07-16", "2026-10-16", "2027-01-16")
        .On("2026-04-16").IsDue("retention").IsCalled("retention").IsDue()
        .On("2026-06-12").IsAwarded("transportTrade").Completes("shipper").Enters("scheduler").IsIn("scheduler")
        // Counted from the newest certificate now.
        .IsNext("retention", "2026-09-12")
        .On("2026-09-14").IsCalled("retention").ButNot("stage.gate", t => t.Enters("broker"))
        .On("2026-10-30").IsAwarded("freightForwarding").Completes("scheduler").Enters("broker").IsIn("broker").Barred("transportManager", "credentials.operationsDiploma.earned")
        // Nobody has to climb on: the rungs attained stand.
        .EndsAs("attained").Then(e => e.Stages.Where(s => s.How == Domain.Participants.StageEnd.Completed).Select(s => s.Stage).ShouldBe(["intake", "liftOperator", "shipper", "scheduler"]));

    [Fact]
    public void Without_release_from_work_somebody_leaves_and_comes_back_sideways_into_another_sector() => OnTheFirstRung()
        .On("2026-01-19").Enters("shipper").ButNot("stage.gate", t => t.Enters("qualityChecker"))
        .On("2026-03-02").Exits("release", "employment").IsIn()
        .On("2026-09-07").ComesBackInto("shipper").IsIn("shipper").ButNot("stage.gate", t => t.Enters("scheduler"))
        .On("2026-10-16").IsAwarded("qualityStandards").Completes("shipper").ButNot("stage.gate", t => t.Enters("transportManager"))
        .Enters("qualityChecker").IsIn("qualityChecker").Completes("qualityChecker").EndsAs("attained");
}

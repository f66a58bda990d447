using System.Net;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Features.SignIn;
using Journey.Host.Tests.Api;
using Journey.Host.Tests.Confidential;
using Journey.Projections;

namespace Journey.Host.Tests.Programs.Versions;

public sealed class BacktestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_equal_to_what_is_published_changes_nothing_also_under_its_number()
    {
        var crowd = await Crowd.Gather();
        await crowd.Applicant(30);
        await crowd.Person(e => new StageEntered(e, "crt"));
        var (from, to) = await crowd.Both();
        var same = new Trial(from, from, VersionMapping.Between(from, from), _ => false);
        var report = await new BacktestRun(from, v => Task.FromResult(v == 1 ? same : null), default, crowd.Caller, crowd.Vault, TimeProvider.System).Run("label", null, null, Ct);
        (report.Journeys, report.Rules.Sum(r => r.Changed), report.Rules.Sum(r => r.Looked) > 0).ShouldBe((2, 0, true));
        var renamed = to with { Version = 1 };
        var other = (await Projections.People.Read(crowd.Op, new(await crowd.Person(e => new StageEntered(e, "crt")))))!.Fold();
        new Trial(from, renamed, VersionMapping.Between(from, renamed), _ => false).Moved(other.Enrollments.First(), new(2026, 6, 1)).OpenStages.Single().Stage.ShouldBe("readiness");
    }

    [Fact]
    public async Task A_draft_over_recorded_journeys_says_who_would_have_passed()
    {
        var crowd = await Crowd.Gather();
        var changes = await crowd.Applicant(30);
        await crowd.Applicant(10);
        await crowd.Applicant(90);
        var (from, _) = await crowd.Both();
        var draft = ProgramFile.Read("draft.yaml", Crowd.Source(2)).Definition!;
        var trial = new Trial(from, draft, VersionMapping.Between(from, draft), _ => false);
        var who = new List<RuleChange>();
        var run = new BacktestRun(draft, v => Task.FromResult(v == 1 ? trial : null), new AsOf(null, Crowd.Then.AddDays(1)), crowd.Caller, crowd.Vault, TimeProvider.System);
        var report = await run.Run("label", who.AddRange, null, Ct);
        report.Journeys.ShouldBe(3);
        var criterion = report.Rules.Single(r => r.Kind == RuleKind.Criterion);
        (criterion.Id, criterion.PassedOld, criterion.PassedNew, criterion.Changed).ShouldBe(("experience", 1, 2, 1));
        report.Rules.Single(r => r is { Kind: RuleKind.Gate, Id: "intake" }).Changed.ShouldBe(1);
        who.Select(c => c.Participant.Value).Distinct().ShouldBe([changes]);
        // Before anything was known there was nobody to judge.
        (await new BacktestRun(draft, v => Task.FromResult(v == 1 ? trial : null), new AsOf(null, Crowd.Then.AddDays(-1)), crowd.Caller, crowd.Vault, TimeProvider.System).Run("label", null, null, Ct)).Journeys.ShouldBe(0);
    }

    [Fact]
    public async Task A_consent_withdrawn_since_opens_no_answer_whatever_past_day_is_asked_about()
    {
        var crowd = await Crowd.Gather();
        var agreed = await crowd.Applicant(30, e => new ConsentGiven(new(e.Value), e, 1, "en", [], [FieldClass.General], [], null));
        await crowd.Write(agreed, [new ConsentWithdrawn(new(agreed))], Crowd.Then.AddDays(10));
        var (from, to) = await crowd.Both();
        var trial = new Trial(from, to, VersionMapping.Between(from, to), _ => false);
        foreach (var asOf in (AsOf[])[AsOf.Now, AsOf.Day(DateOnly.FromDateTime(Crowd.Then.AddDays(2).UtcDateTime)), new(null, Crowd.Then.AddDays(2))])
        {
            var back = await new BacktestRun(to, v => Task.FromResult(v == 1 ? trial : null), asOf, crowd.Caller, crowd.Vault, TimeProvider.System).Run("label", null, null, Ct);
            (back.Journeys, back.Unreadable).ShouldBe((1, 1));
            var dry = await new DryRun(from, to, trial.Mapping, crowd.Caller, crowd.Vault, TimeProvider.System, asOf).Run(null, null, Ct);
            dry.Blocked.ShouldBe(new Dictionary<string, int> { [Blocking.ClosedValue] = 1 });
        }
        (await crowd.Op.Main.Scalar<long>("select count(*) from journey.access")).ShouldBe(0);
    }
}

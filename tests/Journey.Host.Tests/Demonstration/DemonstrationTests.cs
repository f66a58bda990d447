using System.Diagnostics;
using System.Text;
using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Domain.Supports;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.Demonstration;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Recording;
using Journey.Host.Tests.Confidential;
using Journey.Tests;
using static Journey.Host.Tests.Confidential.Surroundings;
using Filling = Journey.Host.Features.Demonstration.Demonstration;

namespace Journey.Host.Tests.Demonstration;

public class DemonstrationTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 17, 18, 30, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<RootKey>> Root = new(NewRoot);

    // Filled once, for the tests that only look at it.
    private static readonly Lazy<Task<Operator>> Whole = new(async () =>
    {
        var op = await Postgres.NewOperator("invented data");
        await Fill(op, Now);
        return op;
    });

    [Fact]
    public async Task An_empty_operator_gets_three_cohorts_whose_stories_are_all_there()
    {
        var op = await Whole.Value;
        var told = await Told.Read(op);

        // Three cohorts of 12 to 16: graduated, in training one after the other, and interleaved.
        told.Cohorts.Count.ShouldBe(3);
        foreach (var cohort in told.Cohorts) told.Members(cohort.Id!.Value).Count().ShouldBeInRange(12, 16, cohort.Name);
        told.In("Burnside", "placement").Count().ShouldBeGreaterThan(0);
        told.In("Burnside", "employment").Count().ShouldBeGreaterThan(6);
        told.In("Truro", "ost").Count().ShouldBeGreaterThan(10);
        told.In("Truro", "crt").ShouldBeEmpty();
        told.In("Yarmouth", "crt").Count(e => e.IsIn("ost")).ShouldBeGreaterThan(10);

        var all = told.People.SelectMany(p => p.Enrollments).ToList();
        all.Select(e => e.Intake.Admission?.Outcome).Distinct().Order().ShouldBe([null, .. Enum.GetValues<AdmissionOutcome>().Cast<AdmissionOutcome?>()]);
        all.ShouldContain(e => e.Intake.Criteria.Values.Any(c => c.Override != null && c.Result == CriterionResult.NotMet && c.Facts.Contains("canadianExperienceMonths")));
        all.ShouldContain(e => e.Intake.RubricOverride != null && e.Intake.Admission!.Outcome == AdmissionOutcome.Accepted);
        all.Count(e => e.Training.Graduated is not null).ShouldBe(13);
        all.Count(e => e.Training.Credentials.Count == 1).ShouldBe(13);
        all.ShouldContain(e => e.Training.Plans.Any(p => p.Met == true));
        all.ShouldContain(e => e.Exits.Any(x => x.Reason == "standards"));
        all.ShouldContain(e => e.Exits.Any(x => x.ReEntered != null));
        all.ShouldContain(e => e.Training.WorkPlacements.Any(w => w.Hours == 35 && w.Rating != null));
        all.SelectMany(e => e.Supports).ShouldContain(s => s.Category == "stipend" && s.Deliveries.Count == 8);
        all.SelectMany(e => e.Supports).ShouldContain(s => s.State == SupportState.Refused);
        told.Cohorts.ShouldAllBe(c => c.Budgets["wraparound"].Left.Amount >= 0 && c.Budgets["wraparound"].Committed.Count > 10);

        var regained = told.People.Single(p => p.Jobs.Any(j => j.How == JobEnd.Lost));
        regained.CurrentJob!.Started.Day.ShouldBeGreaterThan(regained.Jobs.Single(j => j.How == JobEnd.Lost).Ended!.Value.Day);
        told.Employers.Count(e => e.DeclinesService).ShouldBe(1);
        var declining = told.Employers.Single(e => e.DeclinesService).Id;
        told.People.ShouldContain(p => p.Jobs.Any(j => j.Employer == declining));
        told.Employers.Sum(e => e.GuestTalks).ShouldBe(3);
        told.Employers.Sum(e => e.SiteVisits).ShouldBe(4);
        all.ShouldContain(e => e.FollowUps.Count(f => f.Result == FollowUpResult.Missed) >= 3 && e.FollowUps.Any(f => f.Attempts == 3));
        told.People.SelectMany(p => p.Referrals).Select(r => r.State).ShouldBeSubsetOf([ReferralState.Accepted, ReferralState.Declined, ReferralState.ReportedBack]);
        told.People.SelectMany(p => p.Referrals).Select(r => r.State).Distinct().Count().ShouldBe(3);
        told.People.Count(p => p.LinkedInto is not null).ShouldBe(1);
        told.Entries.Count(e => e.Event is EntryRetracted).ShouldBe(2);
        told.Entries.Count(e => e.Event is EntryAmended).ShouldBe(1);
        told.Entries.Count(e => e.Occurred.At is { } at && e.RecordedAt - at > TimeSpan.FromDays(4)).ShouldBeGreaterThan(10);
        told.People.ShouldContain(p => p.Barriers.Count > 0 && p.Consents.Count > 0 && p.SkillsAssessments.Count > 1);
        all.Where(e => e.Intake.Baseline is not null).Select(e => e.Intake.Baseline!.Status).Distinct().Count().ShouldBe(3);
        all.SelectMany(Findings.Of).ShouldBeEmpty();

        // Work for today: due, overdue, and a plan to agree.
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        var due = told.People.SelectMany(p => p.Enrollments.SelectMany(e => DueWork.Of(p, e, told.Program, id => id == declining))).Where(d => d.Key.Kind == DueKind.FollowUp).ToList();
        due.ShouldContain(d => d.Key.Id == "month-1" && d.StateOn(today) == DueState.Due && d.Due == today);
        due.ShouldContain(d => d.Key.Id == "week-1" && d.StateOn(today) == DueState.Due);
        due.Count(d => d.StateOn(today) == DueState.Overdue).ShouldBe(3);
        due.ShouldContain(d => d.StateOn(today) == DueState.Attempted);
        all.ShouldContain(e => e.BackOnTrackPlanIsDue("ost", 2));

        // Whoever signs in finds their own: staff with people, the participant with a record.
        foreach (var (role, assigned) in new[] { (Roles.CaseManager, StaffRole.CaseManager), (Roles.AdvancementCoach, StaffRole.AdvancementCoach) })
        {
            var staff = new StaffId(DevelopmentPeople.IdOf(op.Id.Value, role));
            told.People.Count(p => p.Assignments.Any(a => a.Staff == staff && a.Role == assigned && a.IsLive)).ShouldBeGreaterThan(15, role);
            told.Organizations.ShouldContain(o => o.Staff.ContainsKey(staff));
        }
        told.People.ShouldContain(p => p.Id == new ParticipantId(DevelopmentPeople.IdOf(op.Id.Value, Roles.Participant)));
        told.Organizations.Select(o => o.Kind).Distinct().Count().ShouldBe(3);
        told.Organizations.ShouldContain(o => o.Roles.Contains(PartnerRole.LeadAgency));
    }

    [Fact, Trait("Category", "Long")]
    public async Task A_second_run_adds_nothing_and_an_interrupted_one_is_finished_as_if_it_had_not_been()
    {
        var (whole, halved) = (await Whole.Value, await Postgres.NewOperator());
        using (var stop = new CancellationTokenSource())
        {
            var first = Fill(halved, Now, stop.Token);
            for (var watch = Stopwatch.StartNew(); await halved.Main.Scalar<long>("select count(*) from journey.event") < 300 && watch.Elapsed < TimeSpan.FromSeconds(60);) await Task.Delay(20);
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(first);
        }
        (await Filling.IsComplete(halved, default)).ShouldBeFalse();
        await Fill(halved, Now.AddDays(3)); // three days later: its stories keep their day
        (await Filling.IsComplete(halved, default)).ShouldBeTrue();

        const string Shape = "select string_agg(t, ',' order by t) from (select type || ' ' || occurred_at::date || ' ' || count(*) as t from journey.event group by type, occurred_at::date) x";
        (await halved.Main.Scalar<string>(Shape)).ShouldBe(await whole.Main.Scalar<string>(Shape));
        (await Fill(whole, Now.AddDays(1))).ShouldBe(0);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("2027-01-01T03:00:00Z")] // a holiday, and still the year before in Halifax
    [InlineData("2027-04-05T12:00:00Z")] // a Monday after Easter, before the first session
    [InlineData("2028-03-31T12:00:00Z")] // a month ago was the leap day
    [InlineData("2028-12-24T15:00:00Z")] // a Sunday at the end of a year
    public async Task The_stories_hold_whenever_they_are_told(string now)
    {
        var op = await Postgres.NewOperator();
        (await Fill(op, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture))).ShouldBeGreaterThan(1_500);
    }

    [Fact]
    public async Task No_invented_name_stands_in_the_clear()
    {
        var op = await Whole.Value;
        var main = await CanaryTests.Dump(op.Main);
        main.ShouldContain("participant_registered");
        main.ShouldContain("Fundy Bridge"); // what is not confidential is found this way
        var keys = await CanaryTests.Dump(op.Keys);
        foreach (var name in Names.OfPeople.Concat(Names.Employers.Select(e => e.Contact)).Where(n => n.Length > 4))
        {
            main.ShouldNotContain(name, Case.Sensitive);
            keys.ShouldNotContain(name, Case.Sensitive);
            main.ShouldNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name)), Case.Sensitive);
        }
        main.ShouldNotContain("@example.org");
    }

    private static async Task<int> Fill(Operator op, DateTimeOffset now, CancellationToken ct = default)
    {
        using var vault = new Vault(await Root.Value, TimeProvider.System);
        return await new Filling(new Journal(vault, TimeProvider.System), vault, new PublishedPrograms()).Fill(op, now, ct);
    }
}

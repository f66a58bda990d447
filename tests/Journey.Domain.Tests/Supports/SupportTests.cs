using System.Collections.Immutable;
using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using Journey.Domain.Supports;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Supports;

public sealed class SupportTests
{
    private static readonly SupportId Bus = new(G(90)), Stipend = new(G(91));
    private static readonly Cohort Spring = Cohort.Fold([new CohortOpened(new(G(30)), "Spring", "manufacturing", 1, null, null, null, null, 12,
        ImmutableDictionary<string, Money>.Empty.Add("travel", Money.Cad(100)).Add("living", Money.Cad(1000)))]);

    private static SupportRequested Requested(decimal amount) => new(Manufacturing, Bus, "bus-pass", Money.Cad(amount), false);

    private static Story OnStipend() => Given(new SupportRequested(Manufacturing, Stipend, "stipend", Money.Cad(100), true), new SupportApproved(Manufacturing, Stipend, Money.Cad(800)))
        .On("2026-03-04", new StageEntered(Manufacturing, "crt"));

    private static IEnumerable<string> Weeks(Story story, params string[] mondays) =>
        mondays.Where(m => Payments.Of(story.Person(), Day(m), _ => ["crt", "ost"]).Any(p => p.Support == Stipend && p.Amount == Money.Cad(100)));

    [Fact]
    public void A_support_is_requested_with_an_amount_once() =>
        Given().When(e => Supporting.Request(e, Bus, "bus-pass", Money.Cad(0), false, null)).ThenRefused("support.amount")
            .When(e => Supporting.Request(e, Bus, "bus-pass", Money.Cad(82.5m), false, null)).Then(Requested(82.5m))
            .When(e => Supporting.Request(e, Bus, "bus-pass", Money.Cad(82.5m), false, null)).ThenNothing();

    [Fact]
    public void Approval_draws_on_the_cohorts_budget_and_says_who_approved() =>
        Given(Requested(82.5m)).When(e => Supporting.Approve(e, Bus, Spring, "travel", 0)).Then(new SupportApproved(Manufacturing, Bus, Money.Cad(82.5m), "travel"), new BudgetCommitted(Bus, "travel", Money.Cad(82.5m)))
            .When(e => Supporting.Approve(e, Bus, Spring, "travel", 0)).ThenNothing()
            .Enrollment().Supports[0].ApprovedBy.ShouldBe(G(7));

    [Fact]
    public void Nothing_is_approved_beyond_the_budget_or_in_another_currency() =>
        Given(Requested(100.01m)).When(e => Supporting.Approve(e, Bus, Spring, "travel", 0)).ThenRefused("support.budget")
            .Each(new SupportRequested(Manufacturing, Bus, "bus-pass", new Money(5, "USD"), false))
            .When(e => Supporting.Approve(e, Bus, Spring, "travel", 0)).ThenRefused("support.currency");

    [Fact]
    public void A_weekly_support_draws_for_all_the_weeks_it_promises() =>
        Given(new SupportRequested(Manufacturing, Stipend, "stipend", Money.Cad(100), true)).When(e => Supporting.Approve(e, Stipend, Spring, "living", 0)).ThenRefused("support.weeks")
            .When(e => Supporting.Approve(e, Stipend, Spring, "living", 11)).ThenRefused("support.budget")
            .When(e => Supporting.Approve(e, Stipend, Spring, "living", 8)).Then(new SupportApproved(Manufacturing, Stipend, Money.Cad(800), "living"), new BudgetCommitted(Stipend, "living", Money.Cad(800)));

    [Fact]
    public void A_support_without_a_budget_draws_on_none() =>
        Given(new SupportRequested(Manufacturing, Bus, "counselling", Money.Cad(1), false)).When(e => Supporting.Approve(e, Bus, Spring, null, 0)).Then(new SupportApproved(Manufacturing, Bus));

    [Fact]
    public void What_was_refused_is_neither_approved_delivered_nor_stopped() =>
        Given(Requested(50)).When(e => Supporting.Stop(e, Bus)).ThenRefused("support.not-approved")
            .When(e => Supporting.Decline(e, Bus, "no-need")).Then(new SupportRefused(Manufacturing, Bus, "no-need"))
            .When(e => Supporting.Decline(e, Bus, "no-need")).ThenNothing()
            .When(e => Supporting.Approve(e, Bus, Spring, "travel", 0)).ThenRefused("support.decided")
            .When(e => Supporting.Deliver(e, Bus, Money.Cad(50), null)).ThenRefused("support.not-approved")
            .Each(new SupportStopped(Manufacturing, Bus)).Enrollment().Supports[0].State.ShouldBe(SupportState.Refused);

    [Fact]
    public void A_support_is_delivered_up_to_what_was_approved() =>
        Given(Requested(50), new SupportApproved(Manufacturing, Bus)).When(e => Supporting.Deliver(e, Bus, Money.Cad(60), null)).ThenRefused("support.over")
            .When(e => Supporting.Deliver(e, Bus, Money.Cad(50), Day("2026-03-02"))).ThenRefused("support.week")
            .When(e => Supporting.Deliver(e, Bus, Money.Cad(20), null)).Then(new SupportDelivered(Manufacturing, Bus, Money.Cad(20)))
            .When(e => Supporting.Deliver(e, Bus, Money.Cad(31), null)).ThenRefused("support.over")
            .When(e => Supporting.Deliver(e, Bus, Money.Cad(30), null)).Then(new SupportDelivered(Manufacturing, Bus, Money.Cad(30)))
            .When(e => Supporting.Deliver(e, Bus, Money.Cad(1), null)).ThenNothing();

    [Fact]
    public void The_weekly_stipend_is_paid_once_a_week() =>
        OnStipend().When(e => Supporting.Deliver(e, Stipend, Money.Cad(100), Day("2026-03-03"))).ThenRefused("support.week")
            .When(e => Supporting.Deliver(e, Stipend, Money.Cad(100), Day("2026-03-02"))).Then(new SupportDelivered(Manufacturing, Stipend, Money.Cad(100), Day("2026-03-02")))
            .When(e => Supporting.Deliver(e, Stipend, Money.Cad(100), Day("2026-03-02"))).ThenNothing()
            .Person().ShouldSatisfyAllConditions(
                p => Payments.Of(p, Day("2026-03-02"), _ => ["crt"]).ShouldHaveSingleItem().AlreadyDelivered.ShouldBeTrue(),
                p => Payments.Of(p, Day("2026-03-09"), _ => ["crt"]).ShouldHaveSingleItem().AlreadyDelivered.ShouldBeFalse());

    [Fact]
    public void The_stipend_runs_from_the_week_training_started_to_the_week_of_exit()
    {
        var story = OnStipend().On("2026-03-18", new Exited(Manufacturing, "moved"));
        Weeks(story, "2026-02-23", "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23").ShouldBe(["2026-03-02", "2026-03-09", "2026-03-16"]);
        story.When(e => Supporting.Deliver(e, Stipend, Money.Cad(100), Day("2026-03-23"))).ThenRefused("support.ended");
    }

    [Fact]
    public void The_stipend_stops_at_graduation_even_where_a_training_stage_was_left_open() =>
        Weeks(OnStipend().On("2026-03-13", new Graduated(Manufacturing)), "2026-03-09", "2026-03-16").ShouldBe(["2026-03-09"]);

    [Fact]
    public void A_stipend_may_be_stopped_before_training_ends() =>
        Weeks(OnStipend().On("2026-03-10").When(e => Supporting.Stop(e, Stipend)).Then(new SupportStopped(Manufacturing, Stipend)).When(e => Supporting.Stop(e, Stipend)).ThenNothing(), "2026-03-09", "2026-03-16")
            .ShouldBe(["2026-03-09"]);

    [Fact]
    public void Who_comes_back_is_paid_again() =>
        Weeks(OnStipend().On("2026-03-05", new Exited(Manufacturing, "ill")).On("2026-04-08", new ReEntered(Manufacturing, "crt")), "2026-03-02", "2026-03-09", "2026-04-06", "2026-04-13")
            .ShouldBe(["2026-03-02", "2026-04-06", "2026-04-13"]);
}

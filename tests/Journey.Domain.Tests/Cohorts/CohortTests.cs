using Journey.Domain.Cohorts;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Cohorts;

public sealed class CohortTests
{
    private static readonly CohortOpened Opening = new(new(G(30)), "Spring", "manufacturing", 1, "interleaved", "Dartmouth", Day("2026-03-02"), Day("2026-05-01"), 2);
    private static readonly SessionId Monday = new(G(41));

    private static Cohort Spring(params JourneyEvent[] events) => Cohort.Fold([Opening, .. events]);

    [Fact]
    public void A_cohort_is_opened_once_with_a_name_seats_and_dates_in_order()
    {
        CohortDecisions.Open(Cohort.None, Opening).ShouldTell(Opening);
        CohortDecisions.Open(Spring(), Opening).ShouldSayNothing();
        CohortDecisions.Open(Cohort.None, Opening with { Name = " " }).ShouldBeRefused("cohort.name");
        CohortDecisions.Open(Cohort.None, Opening with { Capacity = 0 }).ShouldBeRefused("cohort.capacity");
        CohortDecisions.Open(Cohort.None, Opening with { Ends = Day("2026-03-01") }).ShouldBeRefused("cohort.dates");
    }

    [Fact]
    public void A_session_is_scheduled_within_the_cohorts_dates_first_and_last_day_included()
    {
        CohortDecisions.Schedule(Spring(), Monday, "crt", Day("2026-03-02"), "résumé", "half-day").ShouldTell(new SessionScheduled(Monday, "crt", Day("2026-03-02"), "résumé", "half-day"));
        CohortDecisions.Schedule(Spring(), Monday, "crt", Day("2026-05-01"), null, null).ShouldTell(new SessionScheduled(Monday, "crt", Day("2026-05-01")));
        CohortDecisions.Schedule(Spring(), Monday, "crt", Day("2026-05-02"), null, null).ShouldBeRefused("session.date");
        CohortDecisions.Schedule(Cohort.None, Monday, "crt", Day("2026-03-02"), null, null).ShouldBeRefused("cohort.unknown");
        CohortDecisions.Schedule(Spring(new CohortClosed()), Monday, "crt", Day("2026-03-02"), null, null).ShouldBeRefused("cohort.closed");
    }

    [Fact]
    public void A_session_is_moved_or_cancelled_and_what_is_cancelled_stays_so()
    {
        var scheduled = new SessionScheduled(Monday, "crt", Day("2026-03-02"));
        CohortDecisions.Move(Spring(), Monday, Day("2026-03-03")).ShouldBeRefused("session.unknown");
        CohortDecisions.Move(Spring(scheduled), Monday, Day("2026-03-03")).ShouldTell(new SessionMoved(Monday, Day("2026-03-03")));
        CohortDecisions.Move(Spring(scheduled), Monday, Day("2026-03-02")).ShouldSayNothing();
        CohortDecisions.Move(Spring(scheduled), Monday, Day("2026-02-27")).ShouldBeRefused("session.date");
        CohortDecisions.Cancel(Spring(scheduled), Monday, "storm").ShouldTell(new SessionCancelled(Monday, "storm"));
        var cancelled = Spring(scheduled, new SessionMoved(Monday, Day("2026-03-03")), new SessionCancelled(Monday, "storm"));
        CohortDecisions.Cancel(cancelled, Monday, "storm").ShouldSayNothing();
        CohortDecisions.Move(cancelled, Monday, Day("2026-03-04")).ShouldBeRefused("session.cancelled");
        cancelled.Sessions.ShouldHaveSingleItem().Date.ShouldBe(Day("2026-03-03"));
    }

    [Fact]
    public void A_cohort_is_closed_once()
    {
        CohortDecisions.Close(Spring()).ShouldTell(new CohortClosed());
        CohortDecisions.Close(Spring(new CohortClosed())).ShouldSayNothing();
        CohortDecisions.Close(Cohort.None).ShouldBeRefused("cohort.unknown");
    }

    [Fact]
    public void What_is_committed_lessens_the_budget_until_it_is_given_back()
    {
        var opening = Opening with { Budgets = System.Collections.Immutable.ImmutableDictionary<string, Money>.Empty.Add("bus-pass", Money.Cad(100)) };
        var committed = Cohort.Fold([opening, new BudgetCommitted(new(G(90)), "bus-pass", Money.Cad(80)), new BudgetCommitted(new(G(91)), "bus-pass", new Money(5, "USD"))]);
        committed.Budgets["bus-pass"].Left.ShouldBe(Money.Cad(20));
        Cohort.Fold([opening, new BudgetCommitted(new(G(90)), "bus-pass", Money.Cad(80)), new BudgetReleased(new(G(90)), "bus-pass")]).Budgets["bus-pass"].Left.ShouldBe(Money.Cad(100));
    }
}

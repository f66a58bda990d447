using FsCheck;
using FsCheck.Fluent;
using Journey.Host.Features.Webhooks;

namespace Journey.Host.Tests.Webhooks;

public sealed class RetryTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Arbitrary<int> Seeds = Arb.From(Gen.Choose(0, int.MaxValue - 1));

    [Fact]
    public void Ten_attempts_are_spread_over_three_and_a_half_days_more_or_less() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var waits = Enumerable.Range(1, 9).Select(n => RetrySchedule.After(n, null, random.NextDouble())!.Value).ToList();
        waits.ShouldBe(waits.Order());
        var all = waits.Aggregate((a, b) => a + b);
        all.ShouldBeInRange(TimeSpan.FromHours(75), TimeSpan.FromHours(103));
        RetrySchedule.After(10, null, random.NextDouble()).ShouldBeNull();
        RetrySchedule.Attempts.ShouldBe(10);
    }));

    [Theory]
    [InlineData(1, 2.0, 5.0)] // sooner than the schedule: the schedule
    [InlineData(1, 90.0, 90.0)]
    [InlineData(9, 90.0, 172_800.0)]
    [InlineData(1, 1e9, 86_400.0)] // at most a day
    public void A_receiver_may_ask_for_more_time_within_bounds(int number, double asked, double seconds) =>
        RetrySchedule.After(number, TimeSpan.FromSeconds(asked), 0.5)!.Value.TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void Five_failures_in_a_row_open_the_circuit_and_one_success_closes_it()
    {
        var circuit = Circuit.Closed;
        for (var i = 1; i <= 5; i++)
        {
            circuit.IsOpen.ShouldBeFalse();
            circuit = circuit.After(Came(Outcomes.Status, 500), probe: false, Now);
        }
        (circuit.ProbeAt, circuit.FailingSince).ShouldBe((Now.AddSeconds(30), Now));
        circuit.After(Came(Outcomes.Status, 500), probe: false, Now.AddSeconds(1)).ProbeAt.ShouldBe(Now.AddSeconds(30), "what was under way prolongs nothing");
        circuit.MayTry(Now.AddSeconds(29)).ShouldBeFalse();
        circuit.MayTry(Now.AddSeconds(30)).ShouldBeTrue();
        circuit = circuit.After(Came(Outcomes.Timeout, null), probe: true, Now.AddSeconds(40));
        circuit.ProbeAt.ShouldBe(Now.AddSeconds(100));
        for (var i = 0; i < 20; i++) circuit = circuit.After(Came(Outcomes.Connection, null), probe: true, Now.AddDays(1));
        circuit.ProbeAt.ShouldBe(Now.AddDays(1).AddMinutes(30));
        circuit.After(Came(Outcomes.Delivered, 200), probe: true, Now).ShouldBe(Circuit.Closed);
    }

    [Fact]
    public void Who_asks_for_less_gets_nothing_for_so_long()
    {
        var busy = Came(Outcomes.Status, 429) with { RetryAfter = TimeSpan.FromMinutes(7) };
        Circuit.Closed.After(busy, probe: false, Now).ProbeAt.ShouldBe(Now.AddMinutes(7));
        Circuit.Closed.After(Came(Outcomes.Status, 429), probe: false, Now).IsOpen.ShouldBeFalse();
    }

    private static Attempt Came(string outcome, int? status) => new(Now, 1, outcome, status, null, new Dictionary<string, string>(), null, null, null, new(null, null, null, null, 1));
}

using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>What must be so at that point of a tale.</summary>
internal sealed partial class Tale
{
    /// <summary>The stage's way out is closed.</summary>
    /// <param name="because">All that is in the way: <c>consent.given</c>, or a criterion as <c>criteria.income</c>.</param>
    public Tale Closed(string stage, params string[] because)
    {
        var gate = Gate(stage);
        gate.Open.ShouldNotBe(true, $"{today:yyyy-MM-dd}: {stage} is open");
        gate.Reasons.Select(r => r.Criterion is { } criterion ? "criteria." + criterion : r.Fact).ShouldBe(because, ignoreOrder: true, $"{today:yyyy-MM-dd}: what keeps {stage} closed");
        return this;
    }

    /// <summary>The stage's way out is open, and rests on recorded entries.</summary>
    public Tale Open(string stage)
    {
        var gate = Gate(stage);
        gate.Open.ShouldBe(true, $"{today:yyyy-MM-dd}: {stage} is closed by {string.Join(", ", gate.Reasons)}");
        gate.Reasons.ShouldBeEmpty();
        return this;
    }

    /// <summary>What keeps the way into a stage closed; nothing where it is open.</summary>
    public Tale Barred(string stage, params string[] because)
    {
        Gates.Entry(clock.Person, Current!, program, stage, today).Reasons.Select(r => r.Fact).ShouldBe(because, ignoreOrder: true, $"{today:yyyy-MM-dd}: what keeps {stage} closed");
        return this;
    }

    private Gate Gate(string stage) => Gates.Exit(clock.Person, Current!, program, stage, today);

    /// <summary>Exactly these stages are open.</summary>
    public Tale IsIn(params string[] expected)
    {
        Current!.OpenStages.Select(s => s.Stage).ShouldBe(expected, ignoreOrder: true, $"{today:yyyy-MM-dd}");
        return this;
    }

    /// <summary>Exactly this is to be done today: everything open whose day has come, by the definition's id (a plan by its stage).</summary>
    public Tale IsDue(params string[] expected)
    {
        clock.Due().Where(i => i.IsOpen && i.Opens <= today && i.Settled != DueState.Done).Select(i => i.Key.Id).Distinct().ShouldBe(expected, ignoreOrder: true, $"due on {today:yyyy-MM-dd}");
        return this;
    }

    /// <summary>All the days on which that is still due or was, in order; what became void is none.</summary>
    public Tale IsPlanned(string id, params string[] days)
    {
        Planned(id).Select(i => i.Due).ShouldBe(days.Select(Day), $"{id} as planned on {today:yyyy-MM-dd}");
        return this;
    }

    /// <summary>The first of the days to come on which that is due.</summary>
    public Tale IsNext(string id, string day)
    {
        Planned(id).First(i => i.Due > today).Due.ShouldBe(Day(day), $"{id} as planned on {today:yyyy-MM-dd}");
        return this;
    }

    private IEnumerable<DueItem> Planned(string id) => clock.Due().Where(i =>
        i.Key.Id == id && (i.Key.With is null or FollowUpWith.Participant) && i.StateOn(today) is not (DueState.Cancelled or DueState.ReAnchored));

    /// <summary>That came to this: <c>done</c>, <c>missed</c>, <c>cancelled</c>, <c>reAnchored</c> …</summary>
    public Tale Was(string id, DueState state, int number = 1)
    {
        clock.Due().Where(i => i.Key.Id == id && i.Key.Number == number).Select(i => i.StateOn(today)).Distinct().ShouldBe([state], $"{id} {number} on {today:yyyy-MM-dd}");
        return this;
    }

    /// <summary>While time passed until today, this came about by itself, in order: <c>Remind quarter</c>, <c>Miss quarter</c>, <c>Escalate quarter</c>, <c>Expire seat</c>.</summary>
    public Tale MeanwhileHappened(params string[] expected)
    {
        happened.Select(c => $"{c.Action.Step} {c.Item.Key.Id}").Distinct().ShouldBe(expected, $"until {today:yyyy-MM-dd}");
        return this;
    }

    /// <summary>What the end of a tale looks for in the person's record.</summary>
    public Tale Then(Action<Enrollment> expectation)
    {
        expectation(Current!);
        return this;
    }
}

using System.Collections.Immutable;
using Journey.Domain.Cohorts;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Intake;

public sealed class WaitlistTests
{
    private static readonly Text Any = new("en", "fr");
    private static readonly ProgramDefinition Program = Due.Definition.Manufacturing with { Rubric = new Rubric(1, 5, [new("interest", Any, 3), new("motivation", Any)], Due.Definition.Gate("true")) };

    private static WaitingPerson Person(int n, decimal? mean, string applied, string waitlisted, long seq) =>
        new(new(G(n)), mean, At(applied, seq), At(waitlisted, seq + 1));

    private static Stamp At(string day, long seq) => new(G(0), Occurred.OnDay(Day(day)), Day(day), default, null, null, seq);

    private static IEnumerable<string> Order(IReadOnlyList<WaitlistOrder> order, params WaitingPerson[] people) =>
        Waitlist.Order(people, new WaitlistPolicy(order, null)).Select(p => $"{p.Place} {p.Person.Enrollment.Value.ToString()[6..8]} {p.Because}".TrimEnd());

    [Fact]
    public void The_policy_says_who_is_next_and_each_place_says_why()
    {
        var (high, low, early, none) = (Person(1, 4.5m, "2026-02-03", "2026-02-10", 30), Person(2, 3, "2026-02-02", "2026-02-09", 20), Person(3, 3, "2026-02-01", "2026-02-20", 40), Person(4, null, "2026-01-01", "2026-02-01", 10));
        Order([WaitlistOrder.Rubric, WaitlistOrder.Applied], none, low, early, high).ShouldBe(["1 01 Rubric", "2 03 Applied", "3 02 Rubric", "4 04"]);
        Order([WaitlistOrder.Waitlisted], none, low, early, high).ShouldBe(["1 04 Waitlisted", "2 02 Waitlisted", "3 01 Waitlisted", "4 03"]);
    }

    [Fact]
    public void Who_is_equal_in_everything_goes_by_the_order_in_which_applications_were_written_down() =>
        Order([WaitlistOrder.Rubric, WaitlistOrder.Applied], Person(1, 3, "2026-02-01", "2026-02-09", 20), Person(2, 3, "2026-02-01", "2026-02-08", 10)).ShouldBe(["1 02", "2 01"]);

    [Fact]
    public void Somebody_waits_while_waitlisted_without_a_seat()
    {
        var story = Given(new ApplicationReceived(Manufacturing), new RubricScored(Manufacturing, ImmutableDictionary<string, int>.Empty.Add("interest", 5).Add("motivation", 1), true));
        Waitlist.Of(story.Enrollment(), Program).ShouldBeNull();
        story.On("2026-02-02", new AdmissionDecided(Manufacturing, AdmissionOutcome.Waitlisted, "full"));
        Waitlist.Of(story.Enrollment(), Program).ShouldNotBeNull().ShouldSatisfyAllConditions(w => w.Mean.ShouldBe(4), w => w.Waitlisted.Day.ShouldBe(Day("2026-02-02")));
        Waitlist.Of(story.On("2026-02-03", new AdmissionDecided(Manufacturing, AdmissionOutcome.Accepted)).Enrollment(), Program).ShouldBeNull();
    }
}

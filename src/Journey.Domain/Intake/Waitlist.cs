using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Intake;

/// <summary>Somebody who waits for a seat, by what an order may go by.</summary>
/// <param name="Mean">Of the interview by the rubric's weights; null where nobody has scored.</param>
/// <param name="Applied">The application; its place among the entries settles what nothing else does.</param>
public sealed record WaitingPerson(EnrollmentId Enrollment, decimal? Mean, Stamp? Applied, Stamp Waitlisted);

/// <param name="Place">1 for who is next.</param>
/// <param name="Because">What put them before the one behind them; null for the last one, and where only the order of writing did.</param>
public sealed record WaitlistPlace(int Place, WaitingPerson Person, WaitlistOrder? Because);

/// <summary>Who is next, and why: a pure function of the people who wait and the program's policy.</summary>
public static class Waitlist
{
    /// <summary>Null for somebody who does not wait: not waitlisted, gone, or with a seat offered or taken.</summary>
    public static WaitingPerson? Of(Enrollment enrollment, ProgramDefinition program) =>
        enrollment is { Intake.Admission: { Outcome: AdmissionOutcome.Waitlisted } admission, Seat: null or { Released: not null }, HasExited: false }
            ? new(enrollment.Id, program.Rubric is { } rubric && enrollment.Intake.Rubric is { Scores.Count: > 0 } scored ? rubric.Mean(scored.Scores) : null, enrollment.Intake.Applied, admission.At)
            : null;

    /// <summary>Who has no score comes after those who have one; who never applied, after those who did.</summary>
    public static IReadOnlyList<WaitlistPlace> Order(IEnumerable<WaitingPerson> people, WaitlistPolicy policy)
    {
        int Compare(WaitingPerson a, WaitingPerson b) => Decides(a, b, policy) is { } by ? By(by, a, b)
            : (a.Applied?.Seq ?? long.MaxValue).CompareTo(b.Applied?.Seq ?? long.MaxValue) is not 0 and var written ? written
            : a.Enrollment.Value.CompareTo(b.Enrollment.Value);
        var order = people.Order(Comparer<WaitingPerson>.Create(Compare)).ToList();
        return [.. order.Select((person, i) => new WaitlistPlace(i + 1, person, i + 1 < order.Count ? Decides(person, order[i + 1], policy) : null))];
    }

    private static WaitlistOrder? Decides(WaitingPerson a, WaitingPerson b, WaitlistPolicy policy)
    {
        foreach (var by in policy.Order)
        {
            if (By(by, a, b) != 0) return by;
        }
        return null;
    }

    private static int By(WaitlistOrder order, WaitingPerson a, WaitingPerson b) => order switch
    {
        WaitlistOrder.Rubric => (b.Mean ?? decimal.MinValue).CompareTo(a.Mean ?? decimal.MinValue),
        WaitlistOrder.Applied => (a.Applied?.Day ?? DateOnly.MaxValue).CompareTo(b.Applied?.Day ?? DateOnly.MaxValue),
        _ => a.Waitlisted.Day.CompareTo(b.Waitlisted.Day),
    };
}

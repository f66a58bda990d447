using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Due;

/// <summary>
/// Everything that is or will be due for an enrollment, and what happens by itself about it: a pure function of state and definition.
/// The day it is decides only how an item is looked at (<see cref="DueItem.StateOn"/>) and which of its steps have come.
/// </summary>
public static class DueWork
{
    /// <summary>A contact that became known more days than this after its window had closed is nobody's work any more: the next quarterly one asks the same.</summary>
    private const int LongAfter = 92; // ours

    /// <param name="declinesService">Whether an employer said that it does not want the coach's service: it is not contacted. Null: none does.</param>
    /// <returns>By due day.</returns>
    public static IReadOnlyList<DueItem> Of(Participant person, Enrollment enrollment, ProgramDefinition program, Func<EmployerId, bool>? declinesService = null)
    {
        if (!enrollment.IsOpened) return [];
        return [.. DueContacts.Of(person, enrollment, program, declinesService ?? (_ => false))
            .Concat(enrollment.HasExited ? [] : DueInStages.Of(person, enrollment, program))
            .DistinctBy(item => item.Key)
            .OrderBy(item => item.Due).ThenBy(item => item.Key.Kind).ThenBy(item => item.Key.Id, StringComparer.Ordinal).ThenBy(item => item.Key.With)];
    }

    /// <summary>What has come by <paramref name="now"/> and was not written down yet, in order.</summary>
    public static IEnumerable<DueConsequence> Consequences(Enrollment enrollment, IEnumerable<DueItem> items, DateTimeOffset now)
    {
        var said = new HashSet<EnrollmentEvent>();
        foreach (var item in items)
        {
            var come = item.Pending.Where(p => p.At <= now).ToList();
            // Who could not be told in time is not reminded of what is missed by now.
            foreach (var action in come.Where(a => a.Step != DueStep.Remind || come.Count == 1))
            {
                // A contact with one person that two jobs ask for on the same day is missed once.
                if (Event(enrollment.Id, item, action.Step) is var happened && said.Add(happened))
                    yield return new DueConsequence(item, action, happened, action.Step is DueStep.Miss or DueStep.Expire ? action.At : now);
            }
        }
    }

    /// <summary>Completes an item: what has happened about it, and what will.</summary>
    /// <param name="steps">In order.</param>
    /// <param name="anchor">What it is counted from.</param>
    internal static DueItem Reckon(this DueItem item, Enrollment enrollment, Calendar calendar, Stamp anchor, params IEnumerable<(DueStep Step, DateOnly On)> steps)
    {
        var marks = enrollment.DueMarks.FindAll(m => m.Item == item.Key && m.Due == item.Due);
        var missed = item.Record is { Result: FollowUpResult.Missed } || marks.Exists(m => m.Step >= DueStep.Miss);
        var escalated = marks.FindLast(m => m.Step == DueStep.Escalate);
        item = item with { Settled = item.Settled ?? (missed ? DueState.Missed : null), Escalated = escalated is not null, EscalatesTo = escalated?.To ?? item.EscalatesTo };
        if (item.Settled is not (null or DueState.Missed)) return item;
        // Nobody is blamed for what nobody could know in time.
        if (!missed && steps.Any(s => s.Step >= DueStep.Miss) && Known(enrollment, anchor, calendar.TimeZone) is var known && known > item.LastDay)
            return item with { Settled = DueState.LateKnown, LongPast = known.DayNumber - item.LastDay.DayNumber > LongAfter };
        var last = missed ? marks.Select(m => m.Step).Append(DueStep.Miss).Max() : marks.Select(m => (DueStep?)m.Step).Max();
        return item with { Pending = [.. steps.Where(s => last is null || s.Step > last).Select(s => new DueAction(s.Step, s.On, calendar))] };
    }

    // The day since which anybody could know that it is due: what it is counted from was written down, and the version that asks for it is the person's.
    private static DateOnly Known(Enrollment enrollment, Stamp anchor, TimeZoneInfo zone)
    {
        var written = anchor.MovedAt ?? anchor.RecordedAt;
        var moved = enrollment.Moves is [.., { } last] ? last.At.RecordedAt : written;
        return Occurred.Instant(moved > written ? moved : written).Day(zone)!.Value;
    }

    private static EnrollmentEvent Event(EnrollmentId enrollment, DueItem item, DueStep step) => step switch
    {
        DueStep.Remind => new DueReminded(enrollment, item.Key, item.Due, item.Owner),
        DueStep.Escalate => new DueEscalated(enrollment, item.Key, item.Due, item.EscalatesTo!),
        DueStep.Expire => new SeatOfferExpired(enrollment, new CohortId(item.Key.Of!.Value)),
        // A contact has a record of its own, which staff may write too.
        _ when item.Key.Kind == DueKind.FollowUp => new FollowUpMissed(enrollment, item.Key.Id, item.Due, item.Key.With!.Value),
        _ => new DueMissed(enrollment, item.Key, item.Due),
    };
}

/// <summary>What the passing of time has brought about.</summary>
/// <param name="Event">To be written with <see cref="DueItem.AnchorEvent"/> as its cause: retracting that takes it back.</param>
/// <param name="Occurred">When it was so: a missed day at its end, whoever notices it when.</param>
public sealed record DueConsequence(DueItem Item, DueAction Action, EnrollmentEvent Event, DateTimeOffset Occurred);

using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Laws;

/// <summary>What holds of due work for every history whatsoever.</summary>
public sealed class DueLaws
{
    private static readonly Text Any = new("en", "fr");
    private static readonly Period OneBusinessDay = new(1, PeriodUnit.BusinessDays);

    /// <summary>Everything that can be due, over the words that the histories use.</summary>
    private static ProgramDefinition Program { get; } = Due.Definition.Manufacturing with
    {
        Capacity = new Capacity(12, new WaitlistPolicy([WaitlistOrder.Applied], OneBusinessDay)),
        Consent = new ConsentForm(1, Any, Any, [], [], Period.Months(1)),
        Stages = [.. Due.Definition.Manufacturing.Stages.Select(s => s with
        {
            Tasks = [new StageTask("income", Any, Repeats: true, Due: Period.Days(3)), new StageTask("day-1", Any, Due: OneBusinessDay, Owner: "director")],
            Attendance = s.Kind == StageKind.Training ? new AttendanceRule(0.9m, 1) : null,
            FollowUps = [.. s.FollowUps.Select(f => f with { Remind = OneBusinessDay, Escalate = new Escalation("director", OneBusinessDay), Cancel = [Milestone.Exited] })],
        })],
        FollowUps = [.. Due.Definition.Manufacturing.FollowUps.Select(f => f with { Cancel = [Milestone.Exited], Every = Period.Days(9), Window = OneBusinessDay, Escalate = new Escalation("director", OneBusinessDay) })],
    };

    [Fact]
    public void What_time_brings_about_is_brought_about_once_and_then_stands()
    {
        var (written, followUps) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Histories.Any, Arb.From(Gen.Choose(0, 400)), (history, days) =>
        {
            var now = Story.Moment("2026-01-05T12:00Z").AddDays(days);
            var entries = history.ToList();
            var (first, _) = Come(entries, now);
            written += first.Count;
            followUps += first.Count(c => c.Item.Key.Kind == DueKind.FollowUp);
            foreach (var consequence in first)
            {
                entries.Add(new Entry(Guid.CreateVersion7(now), Story.Sam.Value, entries.Count + 1, entries.Count + 1, Wire.NameOf(consequence.Event), consequence.Event,
                    Occurred.Instant(consequence.Occurred), now, Causation: consequence.Item.AnchorEvent));
            }
            if (Come(entries, now) is ({ Count: > 0 } again, _)) throw new InvalidOperationException($"again: {string.Join("; ", again.Select(c => c.Event))}");
        }));
        written.ShouldBeGreaterThan(50, "a law that is never tried says nothing");
        followUps.ShouldBeGreaterThan(5);
    }

    private static (IReadOnlyList<DueConsequence> Come, Participant Person) Come(IReadOnlyList<Entry> entries, DateTimeOffset now)
    {
        var person = History.Fold(entries);
        return ([.. person.Enrollments.SelectMany(e => DueWork.Consequences(e, DueWork.Of(person, e, Program), now))], person);
    }
}

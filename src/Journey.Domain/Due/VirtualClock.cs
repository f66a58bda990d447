using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Due;

/// <summary>
/// Lets time pass for one person without waiting: what is written down and what falls due happen in order, as they would have. The same
/// function decides as in the hosts, so that eighteen months in a story, a test of a definition or a demonstration are what they will be.
/// </summary>
/// <param name="entries">What is written down, each when its <see cref="Entry.RecordedAt"/> has come; causes that happen meanwhile are added.</param>
/// <param name="declinesService">Employers that do not want the coach's service.</param>
public sealed class VirtualClock(ProgramDefinition program, IEnumerable<Entry> entries, Func<EmployerId, bool>? declinesService = null)
{
    private readonly List<Entry> history = [];
    private readonly PriorityQueue<Entry, (DateTimeOffset, long)> ahead = new(entries.Select(e => (e, (e.RecordedAt, e.Seq))));
    private Participant person = Participant.Nobody;

    /// <summary>What has been written down by now, consequences included, in that order.</summary>
    public IReadOnlyList<Entry> History => history;

    /// <summary>The person as known now.</summary>
    public Participant Person => person;

    /// <summary>How far it has run.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Something more is written down, at the earliest now.</summary>
    public void Tell(Entry entry) => ahead.Enqueue(entry, (entry.RecordedAt, entry.Seq));

    /// <summary>Runs to the end of <paramref name="day"/> in the program's zone.</summary>
    /// <returns>What came about by itself on the way, in order.</returns>
    public IReadOnlyList<DueConsequence> RunTo(DateOnly day)
    {
        var end = program.Calendar.StartOf(day.AddDays(1));
        var happened = new List<DueConsequence>();
        while (true)
        {
            var items = Items().ToList();
            var due = items.SelectMany(i => i.Items.Where(x => x.Next is not null).Select(x => x.Next!.At)).Append(DateTimeOffset.MaxValue).Min();
            if (ahead.TryPeek(out var next, out _) && next.RecordedAt <= due && next.RecordedAt < end)
            {
                Now = next.RecordedAt > Now ? next.RecordedAt : Now;
                Write(ahead.Dequeue());
            }
            else if (due < end)
            {
                Now = due > Now ? due : Now;
                foreach (var consequence in items.SelectMany(i => DueWork.Consequences(i.Enrollment, i.Items, Now)).ToList())
                {
                    happened.Add(consequence);
                    Write(new Entry(Guid.CreateVersion7(Now), history[^1].Stream, 0, 0, Wire.NameOf(consequence.Event), consequence.Event,
                        Occurred.Instant(consequence.Occurred), Now, Causation: consequence.Item.AnchorEvent, Purpose: "due-work"));
                }
            }
            else break;
        }
        Now = end;
        return happened;
    }

    /// <summary>Everything due for the enrollments of this program, as known now.</summary>
    public IReadOnlyList<DueItem> Due() => [.. Items().SelectMany(i => i.Items)];

    private IEnumerable<(Enrollment Enrollment, IReadOnlyList<DueItem> Items)> Items() =>
        person.Enrollments.Where(e => string.Equals(e.Program, program.Id, StringComparison.Ordinal)).Select(e => (e, DueWork.Of(person, e, program, declinesService)));

    private void Write(Entry entry)
    {
        entry = entry with { Version = history.Count + 1, Seq = history.Count + 1 };
        history.Add(entry);
        person = Domain.History.Advance(person, entry) ?? Domain.History.Fold(history);
    }
}

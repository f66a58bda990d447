using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Explain;

public sealed partial class Explainer
{
    /// <summary>
    /// Why the person is, was or never was in a stage: for each stay the entries that began and ended it and the gates as they stood on that
    /// day; otherwise what the order and the way in ask for.
    /// </summary>
    /// <returns>Null for a stage that the program has not.</returns>
    public Why? Stage(string stage)
    {
        if (_program.Stage(stage) is not { } defined) return null;
        var stays = _enrollment.Stages.FindAll(s => string.Equals(s.Stage, stage, StringComparison.Ordinal));
        IReadOnlyList<Why> because = stays.Count == 0
            ? [.. Order(defined, _enrollment), .. defined.Entry is null ? [] : new[] { Gate("gate.entry", defined, defined.Entry, _person, _enrollment, _day) }]
            : [.. stays.Select(s => Stay(defined, s))];
        return new Why(stays.Count == 0 ? "stage.never" : "stage", [Words(defined.Title)], null, stays.Count == 0 ? "never" : _enrollment.IsIn(stage) ? "open" : "over", because, []);
    }

    private Why Stay(Stage stage, StageSpell stay)
    {
        var before = On(stay.Entered.Day, stay.Entered.Seq);
        List<Why> entered = [.. before is { } then ? Order(stage, then.Enrollment) : []];
        if (stage.Entry is not null && before is { } state) entered.Add(Gate("gate.entry", stage, stage.Entry, state.Person, state.Enrollment, stay.Entered.Day));
        List<Why> parts = [new("stage.entered", [new WhyArg.Day(stay.Entered.Day)], null, Why.True, entered, Events(stay.Entered))];
        if (stay.LeftAt is { } left)
        {
            var gate = stay.How == StageEnd.Completed && stage.Exit?.When is { } guard && On(left.Day, left.Seq) is { } last ? new[] { Gate("gate.exit", stage, guard, last.Person, last.Enrollment, left.Day) } : [];
            parts.Add(new("stage.left", [new WhyArg.Day(left.Day), new WhyArg.Named("StageEnd", stay.How.ToString()!)], null, Why.True, gate, [.. Causes(left), .. Events(left)]));
        }
        return new Why("stage.stay", [new WhyArg.Day(stay.Entered.Day)], null, stay.IsOpen ? "open" : "over", parts, []);
    }

    // What a lost job, an exit or a graduation brought with it says so itself.
    private IEnumerable<EffectiveEntry> Causes(Stamp at) => _entries.TryGetValue(at.Event, out var entry) && entry.Entry.Causation is { } cause ? Events(cause) : [];

    private IEnumerable<Why> Order(Stage stage, Enrollment enrollment)
    {
        foreach (var before in stage.After)
        {
            var spell = enrollment.Stages.FindLast(s => string.Equals(s.Stage, before, StringComparison.Ordinal));
            var title = _program.Stage(before)?.Title ?? new Text(before, before);
            yield return Leaf("stage.after", [Words(title)], spell is null ? Why.False : spell.IsOpen && _program.Stage(before)?.Kind != StageKind.Intake ? "open" : Why.True, spell?.LeftAt ?? spell?.Entered);
        }
        if (stage.Kind == StageKind.Training) yield return Leaf("stage.seat", [], Say(enrollment.Seat is { IsHeld: true }), enrollment.Seat?.Taken);
    }

    // The state in which that was decided: what counted before it on its day, by all that is known now.
    private (Participant Person, Enrollment Enrollment)? On(DateOnly day, long seq)
    {
        var known = _history.Where(e => _asOf.KnownOn is not { } k || e.RecordedAt <= k).ToList();
        var later = _entries.Values.Where(e => e.Day > day || e.Day == day && e.Entry.Seq >= seq).Select(e => e.Entry.Id).ToHashSet();
        var person = History.Fold(known.Where(e => !later.Contains(e.Id)), AsOf.Day(day));
        return person.Enrollment(_enrollment.Id) is { } then ? (person, then) : null;
    }
}

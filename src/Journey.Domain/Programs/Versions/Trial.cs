using System.Collections.Immutable;
using Journey.Domain.Intake;
using Journey.Domain.Participants;

namespace Journey.Domain.Programs.Versions;

/// <summary>
/// One journey under two versions of its program: what moving it would change. It is folded once, since what happened does not depend
/// on a definition; the move is tried on the folded state.
/// </summary>
public sealed class Trial
{
    private readonly ProgramDefinition from, to;
    private readonly VersionMapping mapping;
    private readonly Func<EmployerId, bool> declinesService;

    /// <param name="mapping">Complete.</param>
    /// <param name="declinesService">Whether an employer does not want the coach's service.</param>
    public Trial(ProgramDefinition from, ProgramDefinition to, VersionMapping mapping, Func<EmployerId, bool> declinesService)
    {
        (this.from, this.to, this.mapping, this.declinesService) = (from, to, mapping, declinesService);
        Changed = ChangedCriteria.Of(from, to, mapping);
    }

    public ProgramDefinition From => from;

    public ProgramDefinition To => to;

    public VersionMapping Mapping => mapping;

    /// <summary>Criteria of the new version whose recorded results do not speak for it: another text, or other fields.</summary>
    public IReadOnlyList<Criterion> Changed { get; }

    /// <summary>Whether the changed criteria decide anything for this journey now: a gate ahead of it reads them.</summary>
    public bool NeedsAnswers(Enrollment enrollment) => Changed.Count > 0 && enrollment.OpenStages.Any(s => ReadsCriteria(from.Stage(s.Stage)) || mapping.Stage(s.Stage) is { } now && ReadsCriteria(to.Stage(now)));

    /// <param name="today">In the program's zone.</param>
    /// <param name="results">Of the changed criteria, where they were asked for: what the answers come to under the new version.</param>
    public JourneyVerdict Of(Participant person, Enrollment enrollment, DateOnly today, IReadOnlyDictionary<string, CriterionResult>? results = null)
    {
        var before = Outlook.Of(person, enrollment, from, today, declinesService);
        if (!before.IsLive) return JourneyVerdict.Finished(enrollment.Id);
        if (Obstacle(enrollment) is { } blocked) return blocked;

        var moved = Moved(enrollment, today, results);
        var they = person.With(moved);
        var after = Outlook.Of(they, moved, to, today, declinesService);

        var (due, tasks) = Outlook.Differences(before, after, mapping);
        // To be taken out of a stage is a change, whether or not it owed anything.
        tasks = [.. enrollment.OpenStages.Where(s => mapping.Stage(s.Stage) is null).Select(s => new TaskChange($"Stage.{s.Stage}", 1, null, null, false)), .. tasks];
        var gates = Flips(before, after, person, enrollment, they, moved, today);
        var kind = gates.Count > 0 ? VerdictKind.GateFlips : tasks.Count > 0 ? VerdictKind.TasksChange : due.Count > 0 ? VerdictKind.DueDatesMove : VerdictKind.Unchanged;
        return new JourneyVerdict(enrollment.Id, kind, null, null, due, tasks, gates);
    }

    /// <summary>The enrollment as it would be, had it been moved on that day.</summary>
    /// <param name="results">Of the changed criteria.</param>
    public Enrollment Moved(Enrollment enrollment, DateOnly today, IReadOnlyDictionary<string, CriterionResult>? results = null) =>
        // A draft that still bears the number of what it was made from is tried all the same.
        (mapping.From == mapping.To ? mapping with { To = mapping.From + 1 } : mapping).Move(enrollment.Id, default, results).Fold(enrollment, On(today));

    private static Stamp On(DateOnly today) => new(Guid.Empty, Occurred.OnDay(today), today, Occurred.OnDay(today).At!.Value, null, null, long.MaxValue);

    /// <summary>Whether there is anything ahead of it: moving what is over would only stir it up.</summary>
    public bool IsLive(Participant person, Enrollment enrollment, DateOnly today) => Outlook.Of(person, enrollment, from, today, declinesService).IsLive;

    /// <summary>What stands in the way of moving it, from state alone.</summary>
    public JourneyVerdict? Obstacle(Enrollment enrollment)
    {
        var open = enrollment.OpenStages.Select(s => s.Stage).ToList();
        if (open.Find(s => mapping.Stage(s) is { } now && to.Stage(now) is null) is { } lost) return JourneyVerdict.Block(enrollment.Id, Blocking.StageUnmapped, lost);
        var there = open.Select(mapping.Stage).OfType<string>().ToList();
        return there.Distinct(StringComparer.Ordinal).Count() < there.Count ? JourneyVerdict.Block(enrollment.Id, Blocking.StageTaken, there.GroupBy(s => s).First(g => g.Count() > 1).Key) : null;
    }

    // What is missing is only looked for where something flips.
    private List<GateFlip> Flips(Outlook before, Outlook after, Participant person, Enrollment enrollment, Participant they, Enrollment moved, DateOnly today)
    {
        var flips = new List<GateFlip>();
        foreach (var (old, _, was) in before.Ways)
        {
            if (mapping.Stage(old) is not { } stage || after.Ways.FirstOrDefault(w => w.Stage == stage) is not { Stage: { } } now || now.Open == was) continue;
            flips.Add(new(stage, was, now.Open, now.Guard?.Source, Why(person, enrollment, old, they, moved, stage, now.Open, today)));
        }
        return flips;
    }

    /// <summary>What keeps the one shut while the other is open.</summary>
    internal IReadOnlyList<string> Why(Participant person, Enrollment enrollment, string old, Participant they, Enrollment moved, string stage, bool? open, DateOnly day)
    {
        var shut = open == true ? Gates.Exit(person, enrollment, from, old, day) : Gates.Exit(they, moved, to, stage, day);
        return [.. shut.Reasons.Select(r => r.Criterion is { } c ? $"{r.Fact} ({c}: {r.Result})" : $"{r.Fact}: {r.Result}").Distinct()];
    }

    private static bool ReadsCriteria(Stage? stage) => stage?.Exit?.When?.Reads.Any(r => r.StartsWith("criteria.", StringComparison.Ordinal)) == true;
}

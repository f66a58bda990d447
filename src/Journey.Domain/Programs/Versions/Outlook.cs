using Journey.Domain.Due;
using Journey.Domain.Participants;

namespace Journey.Domain.Programs.Versions;

/// <summary>What lies ahead of one journey under one definition: work owed, by its day, and the gates of the open stages.</summary>
/// <param name="IsLive">A stage is open, or something is still to be done.</param>
internal sealed record Outlook(Dictionary<DueKey, DateOnly?> Work, IReadOnlyList<(string Stage, Guard? Guard, bool? Open)> Ways, bool IsLive)
{
    private static readonly Outlook Over = new([], [], false);

    public static Outlook Of(Participant person, Enrollment enrollment, ProgramDefinition program, DateOnly today, Func<EmployerId, bool> declinesService)
    {
        if (!enrollment.IsOpened || enrollment.HasExited) return Over;
        var work = new Dictionary<DueKey, DateOnly?>();
        var ahead = false;
        foreach (var due in DueWork.Of(person, enrollment, program, declinesService))
        {
            if (!due.IsOpen) continue;
            ahead |= due.StateOn(today) is DueState.Upcoming or DueState.Due or DueState.Attempted;
            work[due.Key] = due.Due;
        }
        var ways = new List<(string, Guard?, bool?)>();
        foreach (var spell in enrollment.Stages)
        {
            if (!spell.IsOpen || program.Stage(spell.Stage) is not { } stage) continue;
            foreach (var task in stage.Tasks)
            {
                if (task is { Due: null, Optional: false } && enrollment.TimesDone(stage.Id, task.Id) == 0) work[new DueKey(DueKind.Task, Milestone.TaskDone(stage.Id, task.Id).Id)] = null;
            }
            var guard = stage.Exit?.When;
            ways.Add((stage.Id, guard, guard is null ? true : Gates.IsOpen(guard, person, enrollment, program, stage.Id, today)));
        }
        return new(work, ways, ahead || enrollment.OpenStages.Any());
    }

    /// <summary>Work on another day, and work that only one of the two asks for.</summary>
    public static (IReadOnlyList<DueMove> Due, IReadOnlyList<TaskChange> Tasks) Differences(Outlook before, Outlook after, VersionMapping mapping)
    {
        List<DueMove>? moves = null;
        List<TaskChange>? changes = null;
        var matched = 0;
        foreach (var (key, was) in before.Work)
        {
            // What is left with its stage has no name in the new version.
            if (!after.Work.TryGetValue(key.InStages(stage => mapping.Stage(stage) ?? ""), out var now)) (changes ??= []).Add(Change(key, was, false));
            else
            {
                matched++;
                if (was is { } from && now is { } due && from != due) (moves ??= []).Add(new(key.Id, key.Number, key.With?.ToString(), from, due));
            }
        }
        if (matched < after.Work.Count)
        {
            var known = before.Work.Keys.Select(k => k.InStages(stage => mapping.Stage(stage) ?? "")).ToHashSet();
            foreach (var (key, due) in after.Work.Where(w => !known.Contains(w.Key))) (changes ??= []).Add(Change(key, due, true));
        }
        return (moves ?? [], changes ?? []);
    }

    private static TaskChange Change(DueKey key, DateOnly? due, bool appears) => new(key.Kind is DueKind.FollowUp or DueKind.Task ? key.Id : $"{key.Kind}.{key.Id}", key.Number, key.With?.ToString(), due, appears);
}

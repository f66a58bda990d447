using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Training;

namespace Journey.Domain.Programs.Versions;

/// <summary>What lies ahead of one journey under one definition: work owed, with its days, and the gates of the open stages.</summary>
internal sealed record Outlook(IReadOnlyList<Outlook.Item> Items, IReadOnlyList<Gate> Ways, bool IsLive)
{
    /// <summary>One piece of work.</summary>
    /// <param name="Stage">The stage it belongs to, where it does.</param>
    /// <param name="Of">The job, plan or cohort it is about.</param>
    internal readonly record struct Item(string Id, string? Stage, int Number, string? With, Guid? Of, DateOnly? Due);

    public static Outlook Of(Participant person, Enrollment enrollment, ProgramDefinition program, DateOnly today, Func<EmployerId, bool> declinesService)
    {
        if (!enrollment.IsOpened || enrollment.HasExited) return new([], [], false);
        var items = new List<Item>();
        var ahead = false;
        foreach (var due in DueFollowUps.Of(person, enrollment, program, today, declinesService))
        {
            if (due.State is not (DueState.Upcoming or DueState.Due or DueState.Attempted or DueState.Overdue)) continue;
            ahead |= due.State != DueState.Overdue;
            items.Add(new(due.FollowUp, null, due.Number, due.With.ToString(), due.Job?.Value, due.Due));
        }
        foreach (var plan in DuePlans.Of(enrollment, program)) items.Add(new($"plan.{plan.Kind}", plan.Stage, 1, null, plan.Plan?.Value, plan.On));
        var ways = new List<Gate>();
        foreach (var open in enrollment.OpenStages)
        {
            ahead = true;
            foreach (var task in program.Stage(open.Stage)?.Tasks ?? []) items.Add(new(task.Id, open.Stage, 1, null, null, null));
            ways.Add(Participants.Gates.Exit(person, enrollment, program, open.Stage, today));
        }
        return new(items, ways, ahead);
    }

    /// <summary>Work on another day, and work that only one of the two asks for.</summary>
    public static (IReadOnlyList<DueMove> Due, IReadOnlyList<TaskChange> Tasks) Work(Outlook before, Outlook after, VersionMapping mapping)
    {
        if (before.Items.Count == 0 && after.Items.Count == 0) return ([], []);
        var old = new Dictionary<Item, DateOnly?>();
        // What is left with its stage has its old name: nothing of the new version matches it.
        foreach (var item in before.Items) old[item with { Due = null, Stage = item.Stage is { } stage ? mapping.Stage(stage) ?? $"{stage} (left)" : null }] = item.Due;
        List<DueMove>? moves = null;
        List<TaskChange>? changes = null;
        foreach (var item in after.Items)
        {
            if (!old.Remove(item with { Due = null }, out var was)) (changes ??= []).Add(new(Named(item), item.Number, item.With, item.Due, true));
            else if (was is { } from && item.Due is { } due && from != due) (moves ??= []).Add(new(Named(item), item.Number, item.With, from, due));
        }
        foreach (var (item, was) in old) (changes ??= []).Add(new(Named(item), item.Number, item.With, was, false));
        return (moves ?? [], changes ?? []);
    }

    public static IReadOnlyList<GateFlip> Gates(Outlook before, Outlook after, VersionMapping mapping, ProgramDefinition to)
    {
        List<GateFlip>? flips = null;
        foreach (var way in before.Ways)
        {
            if (mapping.Stage(way.Stage) is not { } stage || after.Ways.FirstOrDefault(w => w.Stage == stage) is not { } now || now.Open == way.Open) continue;
            (flips ??= []).Add(new(stage, way.Open, now.Open, to.Stage(stage)?.Exit?.When?.Source, [.. (now.Reasons.Count > 0 ? now.Reasons : way.Reasons).Select(r => r.Criterion is { } c ? $"{r.Fact} ({c}: {r.Result})" : $"{r.Fact}: {r.Result}").Distinct()]));
        }
        return flips ?? [];
    }

    private static string Named(Item item) => item.Stage is { } stage ? $"{stage}.{item.Id}" : item.Id;
}

using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

public static partial class ProgramFile
{
    /// <param name="ids">What the gates may speak of.</param>
    private static IReadOnlyList<Stage> Stages(Findings findings, Section root, GateIds ids)
    {
        foreach (var (stage, node) in (root.Get("stages") as YamlTree.Map)?.Entries ?? [])
            foreach (var (task, _) in ((node as YamlTree.Map)?.Entries.FirstOrDefault(e => e.Key.Value is "tasks").Value as YamlTree.Map)?.Entries ?? [])
                foreach (var name in (string[])[GuardNames.TaskDone(task.Value), GuardNames.TaskTimes(task.Value)])
                    findings.Elsewhere[name] = $"'{task.Value}' is a task of '{stage.Value}', and a gate reads the tasks of its own stage";
        return root.Some("stages", root.Named("stages", (id, node, path) =>
        {
            var stage = new Section(findings, node, path, "kind", "title", "meaning", "owner", "with", "after", "entry", "exit", "sessions", "attendance", "credential", "tasks",
                "workPlacement", "rung", "coordination", "followUps", "returns");
            var gate = GuardNames.GateOf(ids, stage.Keys("tasks"));
            var kind = stage.OneOf<StageKind>("kind", required: true);
            stage.Rule("""{"allOf": [{"if": {"required": ["rung"]}, "then": {"properties": {"kind": {"const": "rung"}}}}, {"if": {"required": ["coordination"]}, "then": {"properties": {"kind": {"const": "plan"}}}}]}""");
            OnlyIn(stage, "rung", kind, StageKind.Rung);
            OnlyIn(stage, "coordination", kind, StageKind.Plan);
            return new Stage
            {
                Id = id,
                Kind = kind ?? default,
                Title = stage.Text("title"),
                Meaning = stage.OptionalId("meaning"),
                Owner = stage.Role("owner"),
                With = stage.Ids("with"),
                After = stage.Ids("after"),
                Entry = stage.Guard("entry", gate),
                Exit = stage.Sub("exit", "to", "when") is { } exit ? new(exit.Ids("to"), exit.Guard("when", gate)) : null,
                Sessions = Sessions(stage),
                Attendance = stage.Sub("attendance", "standard", "backOnTrackAfter", "reviewIn") is { } rule
                    ? new(rule.Share("standard") ?? 0, rule.Int("backOnTrackAfter", 1, 1_000, required: true) ?? 1, rule.Period("reviewIn")) : null,
                Credential = stage.Word("credential"),
                Tasks = Tasks(stage),
                WorkPlacement = stage.Sub("workPlacement", "hours", "evaluation") is { } work ? new(work.Int("hours", 1, 10_000, required: true) ?? 1, work.Flag("evaluation")) : null,
                Rung = ReadRung(stage),
                Coordination = stage.Values<Coordination>("coordination"),
                FollowUps = FollowUps(findings, stage),
                Returns = Returns(findings, stage),
            };
        }), "a program without stages", "at least one stage");
    }

    private static void OnlyIn(Section stage, string key, StageKind? kind, StageKind only)
    {
        if (kind is { } other && other != only && stage.Get(key) is not null)
            stage.Wrong(key, FindingCodes.Kind, $"a stage of this kind has no '{key}'", $"'{key}' only in a stage of kind {only.ToString().ToLowerInvariant()}");
    }

    private static SessionPlan? Sessions(Section stage) => stage.Sub("sessions", "length", "weeks") is { } sessions
        ? new(sessions.OneOf<SessionLength>("length", required: true) ?? default, sessions.Int("weeks", 1, 520, required: true) ?? 1) : null;

    private static IReadOnlyList<StageTask> Tasks(Section stage)
    {
        // crt.entered and crt.completed are milestones of the stage itself.
        foreach (var taken in (string[])["entered", "completed"]) stage.WrongId("tasks", taken, $"'{taken}' speaks of the whole stage", "another id");
        return stage.Titled("tasks", ["title", "optional", "repeats", "due", "owner", "form", "document"], (id, title) => new StageTask(id, title), (id, task) => new StageTask(
            id, task.Text("title"), task.Flag("optional"), task.Flag("repeats"), task.Period("due"), task.Role("owner"), task.Word("form"), task.Word("document")));
    }

    private static IReadOnlyList<Return> Returns(Findings findings, Section stage) => stage.Listed("returns", (node, path) =>
    {
        var way = new Section(findings, node, path, "on", "to", "max", "followUps");
        var cancels = way.Sub("followUps", "cancel")?.Ids("cancel") ?? [];
        return new Return(way.Milestone("on", required: true) ?? default, way.Word("to", required: true) ?? "", cancels, way.Int("max", 1, 1_000));
    });

    private static IReadOnlyList<Variant> Variants(Findings findings, Section root) => root.Named("variants", (id, node, path) =>
    {
        var variant = new Section(findings, node, path, "title", "stages");
        variant.Get("stages", required: true);
        return new Variant(id, variant.Text("title"), variant.Named("stages", (stageId, stageNode, stagePath) =>
        {
            var stage = new Section(findings, stageNode, stagePath, "with", "after", "exit", "sessions");
            return new VariantStage(stageId, stage.Get("with") is null ? null : stage.Ids("with"), stage.Get("after") is null ? null : stage.Ids("after"), stage.Sub("exit", "to")?.Ids("to"), Sessions(stage));
        }));
    });
}

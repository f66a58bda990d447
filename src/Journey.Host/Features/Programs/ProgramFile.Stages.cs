using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

public static partial class ProgramFile
{
    private static IReadOnlyList<Stage> Stages(Findings findings, Section root)
    {
        root.Get("stages", required: true);
        var stages = root.Named("stages", (id, node, path) =>
        {
            var stage = new Section(findings, node, path, "kind", "title", "owner", "with", "after", "sessions", "attendance", "credential", "exit", "tasks", "followUps", "returns");
            return new Stage
            {
                Id = id,
                Kind = stage.OneOf<StageKind>("kind", required: true) ?? default,
                Title = stage.Text("title"),
                Owner = stage.Role("owner"),
                With = Ids(stage, "with"),
                After = Ids(stage, "after"),
                Sessions = Sessions(findings, stage),
                Attendance = Attendance(findings, stage),
                Credential = stage.Word("credential"),
                Exit = ReadExit(findings, stage),
                Tasks = [.. stage.Choices("tasks").Select(t => new StageTask(t.Id, t.Title))],
                FollowUps = FollowUps(findings, stage),
                Returns = Returns(findings, stage),
            };
        });
        if (root.Get("stages") is not null && stages.Count == 0) root.Wrong("stages", FindingCodes.Value, "a program without stages", "at least one stage");
        return stages;
    }

    private static IReadOnlyList<string> Ids(Section section, string key) => [.. section.Words(key).Select(w => w.Value)];

    private static SessionPlan? Sessions(Findings findings, Section stage)
    {
        if (stage.Get("sessions") is not { } node) return null;
        var sessions = new Section(findings, node, stage.Under("sessions"), "length", "weeks");
        return new(sessions.OneOf<SessionLength>("length", required: true) ?? default, sessions.Int("weeks", 1, 520, required: true) ?? 1);
    }

    private static AttendanceRule? Attendance(Findings findings, Section stage)
    {
        if (stage.Get("attendance") is not { } node) return null;
        var rule = new Section(findings, node, stage.Under("attendance"), "standard", "backOnTrackAfter");
        return new(rule.Share("standard") ?? 0, rule.Int("backOnTrackAfter", 1, 1_000, required: true) ?? 1);
    }

    private static Exit? ReadExit(Findings findings, Section stage)
    {
        if (stage.Get("exit") is not { } node) return null;
        var exit = new Section(findings, node, stage.Under("exit"), "to", "when");
        return new(Ids(exit, "to"), findings.Guard(exit.Get("when"), GuardNames.Gate));
    }

    private static IReadOnlyList<Return> Returns(Findings findings, Section stage) => stage.Listed("returns", (node, path) =>
    {
        var way = new Section(findings, node, path, "on", "to", "followUps");
        var cancels = way.Get("followUps") is { } followUps ? Ids(new(findings, followUps, way.Under("followUps"), "cancel"), "cancel") : [];
        return new Return(way.Milestone("on", required: true) ?? default, way.Word("to", required: true) ?? "", cancels);
    });

    private static IReadOnlyList<Variant> Variants(Findings findings, Section root) => root.Named("variants", (id, node, path) =>
    {
        var variant = new Section(findings, node, path, "title", "stages");
        variant.Get("stages", required: true);
        return new Variant(id, variant.Text("title"), variant.Named("stages", (stageId, stageNode, stagePath) =>
        {
            var stage = new Section(findings, stageNode, stagePath, "with", "after", "exit", "sessions");
            var exit = stage.Get("exit") is { } to ? Ids(new(findings, to, stage.Under("exit"), "to"), "to") : null;
            return new VariantStage(stageId, stage.Get("with") is null ? null : Ids(stage, "with"), stage.Get("after") is null ? null : Ids(stage, "after"), exit, Sessions(findings, stage));
        }));
    });

    private static IReadOnlyList<FollowUp> FollowUps(Findings findings, Section parent) => parent.Listed("followUps", (node, path) =>
    {
        var section = new Section(findings, node, path, "id", "title", "after", "in", "every", "until", "owner", "window", "with", "cancel");
        Until? until = null;
        if (section.Get("until") is { } limit)
        {
            var ends = new Section(findings, limit, section.Under("until"));
            if (ends.Entries.ToList() is [var (key, value)] && ends.Milestone(value, key) is { } milestone && ends.Period(key) is { } plus) until = new(milestone, plus);
            else if (limit is YamlTree.Map { Entries.Count: not 1 }) section.Wrong("until", FindingCodes.Schedule, "this is not an end", "one milestone and a length, such as {graduated: +18mo}");
        }
        var followUp = new FollowUp
        {
            Id = section.Id("id"),
            Title = section.Text("title"),
            After = section.Milestone("after", required: true) ?? default,
            In = section.Period("in"),
            Every = section.Period("every"),
            Until = until,
            Owner = section.Role("owner", required: true) ?? "",
            Window = section.Period("window", required: true) ?? default,
            With = Ids(section, "with"),
            Cancel = section.Milestones("cancel"),
        };
        foreach (var who in section.Words("with").Where(w => w.Value is not ("participant" or "employer")))
            findings.Add(who, FindingCodes.Value, $"'{who.Value}' cannot be contacted", "participant or employer");
        var (once, again, end) = (section.Get("in") is not null, section.Get("every") is not null, section.Get("until") is not null);
        if (once == again || again != end) findings.Add(node, FindingCodes.Schedule, "this does not say when", "'in', or 'every' with 'until'");
        if (followUp.Every is { Count: 0 }) section.Wrong("every", FindingCodes.Schedule, "this would never end", "a length of at least 1");
        return followUp;
    });
}

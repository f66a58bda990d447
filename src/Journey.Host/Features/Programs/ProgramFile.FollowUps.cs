using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

public static partial class ProgramFile
{
    private enum Contact { Participant, Employer }

    private static IReadOnlyList<FollowUp> FollowUps(Findings findings, Section parent) => parent.Listed("followUps", (node, path) =>
    {
        var section = new Section(findings, node, path, "id", "title", "after", "in", "every", "until", "owner", "window", "with", "cancel", "remind", "escalate", "reAnchor");
        var followUp = new FollowUp
        {
            Id = section.Id("id"),
            Title = section.Text("title"),
            After = section.Milestone("after", required: true) ?? default,
            In = section.Period("in"),
            Every = section.Period("every"),
            Until = section.MilestonePlus("until") is var (milestone, plus) ? new(milestone, plus) : null,
            Owner = section.Role("owner", required: true) ?? "",
            Window = section.Period("window", required: true) ?? default,
            With = [.. section.Values<Contact>("with").Select(c => c.ToString().ToLowerInvariant())],
            Cancel = section.Milestones("cancel"),
            Remind = section.Period("remind"),
            Escalate = section.Sub("escalate", "to", "after") is { } late ? new(late.Role("to", required: true) ?? "", late.Period("after", required: true) ?? default) : null,
            ReAnchor = section.OneOf<ReAnchor>("reAnchor") ?? default,
        };
        section.Rule("""{"oneOf": [{"required": ["in"]}, {"required": ["every"]}], "dependentRequired": {"every": ["until"], "until": ["every"]}}""");
        var (once, again, end) = (section.Get("in") is not null, section.Get("every") is not null, section.Get("until") is not null);
        if (once == again || again != end) findings.Add(node, FindingCodes.Schedule, "this does not say when", "'in', or 'every' with 'until'");
        if (followUp.Every is { Count: 0 }) section.Wrong("every", FindingCodes.Schedule, "this would never end", "a length of at least 1");
        return followUp;
    });

    private static IReadOnlyList<NamedMilestone> Milestones(Findings findings, Section root) => root.Named("milestones", (id, node, path) =>
    {
        var milestone = new Section(findings, node, path, "title", "on");
        return new NamedMilestone(id, milestone.Text("title"), milestone.Milestone("on", required: true) ?? default);
    });
}

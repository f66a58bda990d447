using System.Globalization;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

public static partial class ProgramFile
{
    private static IReadOnlyList<Field> Fields(Findings findings, Section root) => root.Named("fields", (id, node, path) =>
    {
        var field = new Section(findings, node, path, "type", "class", "title");
        if (id.Contains('-') || id is "asOf") findings.Add(node, FindingCodes.Id, $"a guard could not read '{id}'", "letters and digits, and not asOf");
        return new Field(id, field.OneOf<FieldType>("type", required: true) ?? default, field.OneOf<FieldClass>("class", required: true) ?? default, field.Text("title"), []);
    });

    private static IReadOnlyList<Criterion> Criteria(Findings findings, Section root, IReadOnlyList<Field> fields)
    {
        var names = GuardNames.Criteria(fields);
        return root.Listed("criteria", (node, path) =>
        {
            var criterion = new Section(findings, node, path, "id", "title", "when", "override");
            if (criterion.Word("override") is not (null or "reason")) criterion.Wrong("override", FindingCodes.Value, "this is not a way to override", "reason, or no 'override'");
            return new Criterion(criterion.Id("id"), criterion.Text("title"), findings.Guard(criterion.Get("when", required: true), names)!, criterion.Word("override") is not null);
        });
    }

    private static Rubric? ReadRubric(Findings findings, Section root)
    {
        if (root.Get("rubric") is not { } node) return null;
        var rubric = new Section(findings, node, "rubric", "scale", "items", "pass");
        var ends = (rubric.Word("scale", required: true) ?? "").Split("..");
        int lowest = 0, highest = 0;
        if (ends.Length != 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out lowest)
            || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out highest) || lowest >= highest)
            rubric.Wrong("scale", FindingCodes.Type, "this is not a scale", "two numbers, the lower first, such as 1..5");
        var items = rubric.Choices("items").Select(i => new RubricItem(i.Id, i.Title)).ToList();
        if (rubric.Get("items", required: true) is not null && items.Count == 0) rubric.Wrong("items", FindingCodes.Value, "a rubric without items", "at least one item");
        return new(lowest, highest, items, findings.Guard(rubric.Get("pass", required: true), GuardNames.Rubric)!);
    }

    private static ConsentForm? ReadConsent(Findings findings, Section root)
    {
        if (root.Get("consent") is not { } node) return null;
        var consent = new Section(findings, node, "consent", "version", "title", "text", "purposes", "classes");
        consent.Get("purposes", required: true);
        return new(consent.Int("version", 1, 100_000, required: true) ?? 1, consent.Text("title"), consent.Text("text"), consent.Choices("purposes"), consent.Values<FieldClass>("classes"));
    }

    private static readonly string[] DecisionIds = ["accepted", "waitlisted", "referredElsewhere", "declined", "notReady"];

    private static IReadOnlyList<DecisionOption> Decisions(Findings findings, Section root) => root.Named("decisions", (id, node, path) =>
    {
        if (!DecisionIds.Contains(id)) findings.Add(node, FindingCodes.Value, $"'{id}' is not a decision", "one of " + string.Join(", ", DecisionIds));
        var option = new Section(findings, node, path, "title", "reasons");
        return new DecisionOption(id, option.Text("title"), option.Choices("reasons"));
    });
}

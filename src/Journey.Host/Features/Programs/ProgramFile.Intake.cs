using System.Globalization;
using Journey.Domain.Cel;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

public static partial class ProgramFile
{
    private static IReadOnlyList<Field> Fields(Findings findings, Section root) => root.Named("fields", (id, node, path) =>
    {
        var field = new Section(findings, node, path, "type", "class", "title", "options", "meaning");
        if (id is "asOf") root.WrongId("fields", id, "asOf is the day for which a guard is asked", "another id");
        var type = field.OneOf<FieldType>("type", required: true);
        var options = field.Choices("options");
        var chosen = type is FieldType.Choice or FieldType.Choices;
        field.Rule("""{"if": {"properties": {"type": {"enum": ["choice", "choices"]}}}, "then": {"required": ["options"], "properties": {"options": {"minProperties": 1}}}, "else": {"not": {"required": ["options"]}}}""");
        if (type is not null && chosen != options.Count > 0)
            field.Wrong("options", FindingCodes.Options, chosen ? "nothing to choose from" : "options for what is not chosen", chosen ? "'options' with at least one" : "'options' only for a choice or choices");
        var @class = field.OneOf<FieldClass>("class", required: true);
        field.Rule("""{"allOf": [{"if": {"properties": {"type": {"const": "text"}}}, "then": {"properties": {"class": {"not": {"const": "none"}}}}}]}""");
        if (type is FieldType.Text && @class is FieldClass.None) field.Wrong("class", FindingCodes.Value, "a text is never of class none: nobody knows what people write into it", "another class, such as general");
        return new Field(id, type ?? default, @class ?? default, field.Text("title"), options, field.OptionalId("meaning"));
    });

    private static IReadOnlyList<Form> Forms(Findings findings, Section root) => root.Named("forms", (id, node, path) =>
    {
        var form = new Section(findings, node, path, "title", "stage", "fields", "optional");
        var (asked, optional) = (form.Ids("fields"), form.Ids("optional"));
        if (form.Get("fields", required: true) is not null && asked.Count + optional.Count == 0) form.Wrong("fields", FindingCodes.Value, "a form without fields", "at least one field");
        foreach (var word in form.Words("optional").Where(w => asked.Contains(w.Value))) findings.Add(word, FindingCodes.DuplicateId, $"'{word.Value}' is under 'fields' already", "each field once");
        return new Form(id, form.Text("title"), form.Word("stage", required: true) ?? "", [.. asked.Select(f => new FormField(f, true)), .. optional.Select(f => new FormField(f, false))]);
    });

    private enum Allowance { Reason }

    private static IReadOnlyList<Criterion> Criteria(Findings findings, Section root, CelEnvironment names) => root.Listed("criteria", (node, path) =>
    {
        var criterion = new Section(findings, node, path, "id", "title", "when", "override");
        var id = criterion.Id("id");
        if (GuardNames.Criterion(id) is GuardNames.CriteriaAllMet) criterion.Wrong("id", FindingCodes.Id, "allMet speaks of all criteria", "another id");
        return new Criterion(id, criterion.Text("title"), criterion.Guard("when", names, required: true)!, criterion.OneOf<Allowance>("override") is not null);
    });

    private static Rubric? ReadRubric(Section root)
    {
        if (root.Sub("rubric", "scale", "items", "pass") is not { } rubric) return null;
        var ends = (rubric.Word("scale", required: true, pattern: "^[0-9]+[.][.][0-9]+$") ?? "").Split("..");
        int lowest = 0, highest = 0;
        if (ends.Length != 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out lowest)
            || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out highest) || lowest >= highest)
            rubric.Wrong("scale", FindingCodes.Type, "this is not a scale", "two numbers, the lower first, such as 1..5");
        var items = rubric.Some("items", rubric.Titled("items", ["title", "weight"], (id, title) => new RubricItem(id, title), (id, item) => new RubricItem(id, item.Text("title"), item.Weight("weight"))),
            "a rubric without items", "at least one item");
        return new(lowest, highest, items, rubric.Guard("pass", GuardNames.Rubric, required: true)!);
    }

    private static ConsentForm? ReadConsent(Section root)
    {
        if (root.Sub("consent", "version", "title", "text", "purposes", "classes", "expires") is not { } consent) return null;
        consent.Get("purposes", required: true);
        return new(consent.Int("version", 1, 100_000, required: true) ?? 1, consent.Text("title"), consent.Text("text"), consent.Choices("purposes"), consent.Values<FieldClass>("classes"), consent.Period("expires"));
    }

    private static Capacity? ReadCapacity(Section root)
    {
        if (root.Sub("capacity", "seats", "waitlist") is not { } capacity) return null;
        var waitlist = capacity.Sub("waitlist", "order", "offerExpires") is { } list ? new WaitlistPolicy(Order(list), list.Period("offerExpires")) : null;
        return new(capacity.Int("seats", 1, 100_000, required: true) ?? 1, waitlist);
    }

    private static IReadOnlyList<WaitlistOrder> Order(Section list)
    {
        var order = list.Values<WaitlistOrder>("order");
        if (list.Get("order", required: true) is not null && (list.Words("order").Count == 0 || order.Distinct().Count() < order.Count))
            list.Wrong("order", FindingCodes.Value, "this is not an order", "rubric, applied or waitlisted, each at most once, the most important first");
        return order;
    }

    private static readonly string[] DecisionIds = ["accepted", "waitlisted", "referredElsewhere", "declined", "notReady"];

    private static IReadOnlyList<DecisionOption> Decisions(Findings findings, Section root) => root.Named("decisions", (id, node, path) =>
    {
        if (!DecisionIds.Contains(id)) findings.Add(node, FindingCodes.Value, $"'{id}' is not a decision", "one of " + string.Join(", ", DecisionIds));
        var option = new Section(findings, node, path, "title", "reasons");
        return new DecisionOption(id, option.Text("title"), option.Choices("reasons"));
    }, DecisionIds);
}

using System.Globalization;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Lint;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

/// <summary>Reads the examples of a definition (<c>tests</c>). They are no part of it: a version published with a mistake in one stays readable.</summary>
internal static class ExampleFile
{
    /// <summary>The examples, and what is wrong with the way they are written; <paramref name="findings"/> gets their places.</summary>
    public static IReadOnlyList<Example> Read(ProgramReading reading, Findings findings)
    {
        if (reading is not { Tests: { } tests, Definition: { } program }) return [];
        if (tests is not YamlTree.List list)
        {
            findings.Add(tests, FindingCodes.Type, "this is not a list", "a list of examples");
            return [];
        }
        return [.. list.Items.Select((node, i) => ReadOne(program, findings, node, $"tests.{i}"))];
    }

    private static Example ReadOne(ProgramDefinition program, Findings findings, YamlTree node, string path)
    {
        findings.Marks[path] = (node.Line, node.Column);
        var section = new Section(findings, node, path, "name", "variant", "given", "at", "expect");
        var name = section.Get("name") switch { YamlTree.Map => section.Text("name").En, null => null, _ => section.Word("name") };
        var variant = section.Word("variant");
        if (variant is not null && !program.Variants.Any(v => v.Id == variant)) section.Wrong("variant", FindingCodes.Value, $"no variant is called '{variant}'", Nearest.Expected(variant, program.Variants.Select(v => v.Id)));
        section.Get("given", required: true);
        section.Get("expect", required: true);
        var given = section.Get("given") is YamlTree.List steps ? steps.Items.SelectMany((step, i) => Steps(findings, step, $"{path}.given.{i}")).ToList() : [];
        if (section.Get("given") is { } other and not YamlTree.List) findings.Add(other, FindingCodes.Type, "this is not a list", "a list of steps, such as [{2026-01-05: applied}, {+2d: accepted}]");
        var at = section.Get("at") is YamlTree.Scalar day ? Day(findings, day) : default;
        return new(path, name, variant, given, at, Expectation(program, findings, section));
    }

    // {2026-01-05: applied}, {+2d: {entered: crt}}, {+0d: [consent, {rubric: 4}]}
    private static IEnumerable<ExampleStep> Steps(Findings findings, YamlTree node, string path)
    {
        findings.Marks[path] = (node.Line, node.Column);
        if (node is not YamlTree.Map { Entries: [var (when, what)] })
        {
            findings.Add(node, FindingCodes.Type, "this is not a step", "a day and what happens on it, such as {+2d: accepted}");
            return [];
        }
        var on = Day(findings, when);
        IEnumerable<YamlTree> things = what is YamlTree.List list ? list.Items : [what];
        return things.SelectMany(thing => thing is YamlTree.Map map ? map.Entries.Select(e => (Word: e.Key, Of: (YamlTree?)e.Value)) : [(Word: (thing as YamlTree.Scalar)!, Of: null)])
            .Select((thing, i) => thing.Word is null ? Wrong(findings, what) : Step(findings, i == 0 ? on : default, thing.Word, thing.Of, path)).OfType<ExampleStep>().ToList();
    }

    private static ExampleStep? Wrong(Findings findings, YamlTree at)
    {
        findings.Add(at, FindingCodes.Type, "this is not what can happen", "a word, or a word and what it is about, such as {entered: crt}");
        return null;
    }

    private static ExampleStep? Step(Findings findings, ExampleDay on, YamlTree.Scalar word, YamlTree? of, string path)
    {
        if (!ExampleSteps.Words.TryGetValue(word.Value, out var takes))
        {
            findings.Add(word, FindingCodes.Value, $"'{word.Value}' is not what can happen in an example", Nearest.Expected(word.Value, ExampleSteps.Words.Keys));
            return null;
        }
        var fits = of switch
        {
            null => takes is ExampleTakes.Nothing or ExampleTakes.WordOrNothing,
            YamlTree.Scalar => takes is ExampleTakes.Word or ExampleTakes.WordOrNothing or ExampleTakes.WordOrValues,
            YamlTree.Map => takes is ExampleTakes.Values or ExampleTakes.WordOrValues,
            _ => false,
        };
        if (!fits) findings.Add(of ?? word, FindingCodes.Type, $"'{word.Value}' is not told like this", ExampleSchema.Told(word.Value, takes));
        // A field of several choices is told as [a, b].
        var values = (of as YamlTree.Map)?.Entries.Where(e => e.Value is YamlTree.Scalar or YamlTree.List).DistinctBy(e => e.Key.Value)
            .ToDictionary(e => e.Key.Value, e => e.Value is YamlTree.List many ? string.Join(',', many.Items.OfType<YamlTree.Scalar>().Select(s => s.Value)) : ((YamlTree.Scalar)e.Value).Value, StringComparer.Ordinal);
        findings.Marks[$"{path}.{word.Value}"] = (word.Line, word.Column);
        return fits ? new($"{path}.{word.Value}", on, word.Value, (of as YamlTree.Scalar)?.Value, values ?? []) : null;
    }

    private static ExampleDay Day(Findings findings, YamlTree.Scalar at)
    {
        if (DateOnly.TryParseExact(at.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 1900) return new(day, null);
        if (at.Value.StartsWith('+') && Period.TryParse(at.Value, out var after)) return new(null, after);
        findings.Add(at, FindingCodes.Type, $"'{at.Value}' is not a day", "a day such as 2026-01-05, or how long after the step before, such as +2d");
        return default;
    }

    private static readonly string[] States = ["open", "closed", "unknown"];

    private static ExampleExpectation Expectation(ProgramDefinition program, Findings findings, Section example)
    {
        if (example.Sub("expect", "due", "missed", "days", "stages", "gates", "milestones", "criteria", "refused") is not { } expect) return new(null, null, Empty<IReadOnlyList<DateOnly>>(), null, Empty<string>(), Empty<DateOnly?>(), Empty<string>(), null);
        if (!expect.Entries.Any()) example.Wrong("expect", FindingCodes.Value, "an example that expects nothing says nothing", "due, missed, days, stages, gates, milestones, criteria or refused");
        var stages = program.Stages.Select(s => s.Id).ToList();
        string[] tasks = [.. program.Stages.SelectMany(s => s.Tasks, (s, t) => Milestone.TaskDone(s.Id, t.Id).Id)];
        string[] work = [.. program.FollowUpIds(), .. tasks, .. stages.SelectMany(s => (string[])[s + ".plan", s + ".review"]), "seat", "consent"];
        string[] milestones = [.. Milestone.BuiltIn.Select(m => m.Id), .. program.Milestones.Select(m => m.Id), .. tasks, .. stages.SelectMany(s => (string[])[s + ".entered", s + ".completed"])];
        IReadOnlyList<string>? Set(string key) => expect.Get(key) is null ? null : [.. expect.Words(key).Select(w => w.Value)];
        return new(
            Known(findings, FindingCodes.Value, "piece of due work", Set("due"), expect.Words("due"), work), Known(findings, FindingCodes.Value, "piece of due work", Set("missed"), expect.Words("missed"), work),
            ByName(Known(findings, FindingCodes.Value, "piece of due work", expect.Sub("days"), work), (_, value) => (IReadOnlyList<DateOnly>)[.. (value is YamlTree.List list ? list.Items : [value]).OfType<YamlTree.Scalar>().Select(s => DayOf(findings, s))]),
            Known(findings, FindingCodes.UnknownStage, "stage", Set("stages"), expect.Words("stages"), stages),
            ByName(Known(findings, FindingCodes.UnknownStage, "stage", expect.Sub("gates"), stages), (_, value) => OneOf(findings, value, States)),
            ByName(Known(findings, FindingCodes.UnknownMilestone, "milestone", expect.Sub("milestones"), milestones), (_, value) => value is YamlTree.Scalar { Value: "never" } ? null : value is YamlTree.Scalar day ? DayOf(findings, day) : (DateOnly?)null),
            ByName(Known(findings, FindingCodes.Value, "criterion", expect.Sub("criteria"), [.. program.Criteria.Select(c => c.Id)]), (_, value) => OneOf(findings, value, ["met", "notMet", "unknown"])),
            expect.Word("refused"));
    }

    private static Dictionary<string, T> Empty<T>() => new(StringComparer.Ordinal);

    private static Dictionary<string, T> ByName<T>(Section? section, Func<string, YamlTree, T> read) =>
        section?.Entries.ToDictionary(e => e.Key.Value, e => read(e.Key.Value, e.Value), StringComparer.Ordinal) ?? Empty<T>();

    private static IReadOnlyList<string>? Known(Findings findings, string code, string what, IReadOnlyList<string>? words, IReadOnlyList<YamlTree.Scalar> at, IReadOnlyList<string> known)
    {
        foreach (var word in at.Where(w => !known.Contains(w.Value))) findings.Add(word, code, $"no {what} is called '{word.Value}'", Nearest.Expected(word.Value, known));
        return words;
    }

    private static Section? Known(Findings findings, string code, string what, Section? section, IReadOnlyList<string> known)
    {
        if (section is not null) Known(findings, code, what, null, [.. section.Entries.Select(e => e.Key)], known);
        return section;
    }

    private static string OneOf(Findings findings, YamlTree at, string[] choices)
    {
        if (at is YamlTree.Scalar word && choices.Contains(word.Value)) return word.Value;
        findings.Add(at, FindingCodes.Value, "this is not one of the choices", "one of " + string.Join(", ", choices));
        return choices[0];
    }

    private static DateOnly DayOf(Findings findings, YamlTree.Scalar at)
    {
        if (DateOnly.TryParseExact(at.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        findings.Add(at, FindingCodes.Type, $"'{at.Value}' is not a day", "a day such as 2024-02-29");
        return default;
    }
}

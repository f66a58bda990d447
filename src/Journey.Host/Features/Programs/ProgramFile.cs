using System.Text.Json.Nodes;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;
using YamlDotNet.Core;

namespace Journey.Host.Features.Programs;

/// <summary>A definition read from a file, or everything that is wrong with it.</summary>
/// <param name="Definition">Null when there is any finding.</param>
/// <param name="Source">The file's text, as published.</param>
/// <param name="Lines">The line of every value's key by its path, from 1.</param>
/// <param name="Marks">Where a finding about a path points to: a word itself, else the key of what stands there.</param>
public sealed record ProgramReading(
    ProgramDefinition? Definition, IReadOnlyList<Finding> Findings, string Source, IReadOnlyDictionary<string, int> Lines, IReadOnlyDictionary<string, (int Line, int Column)> Marks)
{
    public string File { get; init; } = "";

    /// <summary>The examples that live with the definition (<c>tests</c>), as they stand in the file; null when it has none.</summary>
    internal YamlTree? Tests { get; init; }
}

/// <summary>
/// Reads a program definition (YAML) into the checked model. Unknown and duplicate keys are refused, every reference must
/// resolve, every guard must type-check; all findings are reported at once.
/// </summary>
public static partial class ProgramFile
{
    /// <summary>Longer files are refused.</summary>
    public const int LongestFile = 1_000_000;

    /// <param name="file">Only named in findings.</param>
    public static ProgramReading Read(string file, string text)
    {
        var findings = new Findings(file);
        ProgramDefinition? definition = null;
        YamlTree? tests = null;
        if (text.Length > LongestFile) findings.Add(1, 1, FindingCodes.Yaml, "the file is too long", $"at most {LongestFile} characters");
        else
        {
            try
            {
                (definition, tests) = Definition(findings, YamlTree.Parse(text));
            }
            catch (YamlException wrong)
            {
                var (line, column, expected) = Slips.Of(wrong, text);
                findings.Add(line, column, FindingCodes.Yaml, wrong.Message, expected);
            }
        }
        return new(findings.All.Count == 0 ? definition : null, [.. findings.All.Distinct().OrderBy(f => f.Line).ThenBy(f => f.Column)], text, findings.Lines, findings.Marks) { File = file, Tests = tests };
    }

    /// <summary>The JSON Schema of what <see cref="Read"/> accepts.</summary>
    internal static JsonObject Sketch()
    {
        var sketch = new Sketch("");
        Definition(new("schema"), sketch);
        return sketch.Schema;
    }

    private static (ProgramDefinition Definition, YamlTree? Tests) Definition(Findings findings, YamlTree tree)
    {
        var root = new Section(findings, tree, "",
            "program", "version", "title", "family", "stream", "length", "label", "person", "calendar", "validatedBy", "fields", "forms", "criteria", "rubric", "documents", "assessments",
            "capacity", "consent", "decisions", "stages", "variants", "milestones", "followUps", "offerings", "budgets", "supports", "credentials", "outcomes", "exitReasons",
            "destinations", "jobLossReasons", "barriers", "examples", "tests");
        var calendar = ReadCalendar(root);
        var fields = Fields(findings, root);
        var criteria = Criteria(findings, root, GuardNames.Criteria(fields, calendar));
        foreach (var sealedField in fields.Where(f => f.Class != FieldClass.None)) findings.Elsewhere[GuardNames.Fact(sealedField.Id)] = $"'{sealedField.Id}' is of class {sealedField.Class.Name()}, and a gate reads fields of class none only; a criterion reads it";
        var gates = new GateIds(calendar, criteria.Select(c => c.Id), root.Keys("stages"), root.Keys("documents"), root.Keys("credentials"), root.Keys("assessments"), fields);
        var definition = new ProgramDefinition
        {
            Id = root.Id("program"),
            Version = root.Int("version", 1, 100_000, required: true) ?? 1,
            Title = root.Text("title"),
            Family = root.OptionalId("family"),
            ProgramStream = root.OptionalText("stream"),
            Length = root.Period("length"),
            Label = root.OptionalText("label"),
            Person = root.OneOf<PersonWord>("person") ?? PersonWord.Participant,
            Calendar = calendar,
            ValidatedBy = root.Sub("validatedBy", "organization", "on") is { } validation ? new(validation.Word("organization", required: true) ?? "", validation.Day("on") ?? default) : null,
            Fields = fields,
            Forms = Forms(findings, root),
            Criteria = criteria,
            Rubric = ReadRubric(root),
            Documents = Documents(findings, root),
            Assessments = Assessments(findings, root),
            Capacity = ReadCapacity(root),
            Consent = ReadConsent(root),
            Decisions = Decisions(findings, root),
            Stages = Stages(findings, root, gates),
            Variants = Variants(findings, root),
            Milestones = Milestones(findings, root),
            FollowUps = FollowUps(findings, root),
            Offerings = Offerings(findings, root),
            Budgets = Budgets(findings, root),
            Supports = Supports(findings, root),
            Credentials = Credentials(findings, root),
            Outcomes = Outcomes(findings, root),
            ExitReasons = root.Choices("exitReasons"),
            Destinations = root.Choices("destinations"),
            JobLossReasons = root.Choices("jobLossReasons"),
            Barriers = root.Choices("barriers"),
            Examples = [.. root.Words("examples").Select(e => e.Value)],
        };
        if (tree is not Reading.Sketch) References.Check(findings, root, definition);
        return (definition, root.Get("tests"));
    }

    private static Calendar ReadCalendar(Section root)
    {
        var nowhere = new Calendar("UTC", [DayOfWeek.Monday], null);
        root.Get("calendar", required: true);
        if (root.Sub("calendar", "zone", "week", "holidays") is not { } calendar) return nowhere;
        var zone = calendar.Word("zone", required: true) ?? "UTC";
        // Windows' names would resolve too; a definition must mean the same everywhere.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) || !found.HasIanaId)
        {
            calendar.Wrong("zone", FindingCodes.Calendar, $"no time zone is called '{zone}'", "an IANA name such as America/Halifax");
            zone = "UTC";
        }
        var holidays = calendar.WordOf("holidays", Holidays.Known);
        if (holidays is not null && !Holidays.Known.Contains(holidays)) calendar.Wrong("holidays", FindingCodes.Calendar, $"no holiday rules are called '{holidays}'", "one of " + string.Join(", ", Holidays.Known));
        return new(zone, Week(calendar), holidays);
    }

    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private static List<DayOfWeek> Week(Section calendar)
    {
        var days = new List<DayOfWeek>();
        // Lint asks for one where business days are counted.
        if (calendar.Get("week") is null) return days;
        var words = calendar.Words("week", s => s.Is(new JsonObject { ["type"] = "string", ["pattern"] = $"^({string.Join('|', DayNames)})(-({string.Join('|', DayNames)}))?$" }));
        if (words.Count == 0) calendar.Wrong("week", FindingCodes.Calendar, "a week without a working day", "days such as Mon-Fri");
        foreach (var word in words)
        {
            var ends = word.Value.Split('-').Select(d => Array.IndexOf(DayNames, d)).ToArray();
            if (ends.Length > 2 || ends.Contains(-1)) calendar.Wrong("week", FindingCodes.Calendar, $"'{word.Value}' is no part of a week", "days such as Mon-Fri or [Tue, Thu]");
            else for (var day = ends[0]; ; day = (day + 1) % 7)
            {
                if (!days.Contains((DayOfWeek)day)) days.Add((DayOfWeek)day);
                if (day == ends[^1]) break;
            }
        }
        return days;
    }
}

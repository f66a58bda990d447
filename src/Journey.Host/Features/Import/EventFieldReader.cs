using System.Globalization;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Import;

/// <summary>Reads the fields of one event: each must exist, each required one must be given, and a constant must be a value of it.</summary>
internal sealed class EventFieldReader(
    MappingFindings findings, ProgramDefinition program, IReadOnlyDictionary<string, Dictionary<string, string>> tables, Input input, Func<YamlTree, Expression> expression)
{
    /// <summary>An expression for each of the shape's fields, in their order; null for one that is left out.</summary>
    public IReadOnlyList<Expression?> Read(YamlTree at, EventShape shape, YamlTree? node)
    {
        var given = node is null ? new(StringComparer.Ordinal) : findings.Entries(node);
        foreach (var (name, value) in given)
        {
            if (!shape.Fields.Any(f => f.Name == name)) findings.Add(value, MappingCodes.UnknownField, $"{shape.WireName} has no field '{name}'", "one of " + string.Join(", ", shape.Fields.Select(f => f.Name)));
        }
        return [.. shape.Fields.Select(f => given.TryGetValue(f.Name, out var value) ? Given(shape, f, value) : Usual(at, shape, f))];
    }

    private Expression? Given(EventShape shape, EventField field, YamlTree node)
    {
        // A mapping that could fill these would put names into a database dump if sealing were ever forgotten.
        if (field.IsSealed) findings.Add(node, MappingCodes.SealedField, $"'{field.Name}' is a sealed value, which a mapping can't give", "a field of class none");
        else if (!field.IsSimple) findings.Add(node, MappingCodes.UnknownField, $"'{field.Name}' is not a single value, which is all that a mapping can give", "another field");
        foreach (var constant in Constants(node)) Check(shape, field, constant.At, constant.Value);

        var words = ProgramWords.For(program, shape.WireName, field.Name);
        var read = expression(node);
        return words is null ? read : row => read(row) is var word && (word.Length == 0 || words.Contains(word)) ? word
            : throw new RowProblem(RowProblems.UnknownReference, $"The program has no such {field.Name}.");
    }

    // What needs no saying: the ids that the input names, and the program's own.
    private Expression? Usual(YamlTree at, EventShape shape, EventField field)
    {
        if (input.Ids.ContainsKey(field.Name)) return row => row.Id(field.Name).ToString();
        string? known = field.Name switch
        {
            "program" => program.Id,
            "version" => program.Version.ToString(CultureInfo.InvariantCulture),
            "zone" => program.Calendar.Zone,
            _ => null,
        };
        if (known is not null) return _ => known;
        if (field.Required) findings.Add(at, MappingCodes.MissingField, $"{shape.WireName} needs '{field.Name}'", field.Expected);
        return null;
    }

    private void Check(EventShape shape, EventField field, YamlTree at, string constant)
    {
        if (!field.TryParse(constant, out _)) findings.Add(at, MappingCodes.Value, $"'{constant}' is no {field.Name}", field.Expected);
        else if (constant.Length > 0 && ProgramWords.For(program, shape.WireName, field.Name) is { } words && !words.Contains(constant))
            findings.Add(at, MappingCodes.Value, $"the program {program.Id} has no {field.Name} '{constant}'", "one of " + string.Join(", ", words));
    }

    // A constant stands there itself, or in each row of a table that is looked up.
    private IEnumerable<(YamlTree At, string Value)> Constants(YamlTree node) => node switch
    {
        YamlTree.Scalar scalar => [(node, scalar.Value)],
        YamlTree.Map { Entries: [({ Value: "lookup" }, YamlTree.Scalar table), ..] } when tables.TryGetValue(table.Value, out var rows) => rows.Values.Distinct(StringComparer.Ordinal).Select(v => ((YamlTree)table, v)),
        _ => [],
    };
}

/// <summary>The fields of events that name something in the program's definition.</summary>
internal static class ProgramWords
{
    public static IReadOnlySet<string>? For(ProgramDefinition program, string wireName, string field) => (wireName, field) switch
    {
        (_, "stage") => Set(program.Stages.Select(s => s.Id)),
        ("outcome_recorded", "outcome") => Set(program.Outcomes.Select(o => o.Id)),
        ("exited", "reason") => Set(program.ExitReasons.Select(r => r.Id)),
        ("exited", "destination") => Set(program.Destinations.Select(d => d.Id)),
        ("cohort_opened", "variant") => Set(program.Variants.Select(v => v.Id)),
        ("credential_awarded", "credential") => Set(program.Credentials.Select(c => c.Id)),
        _ => null,
    };

    private static HashSet<string> Set(IEnumerable<string> ids) => new(ids, StringComparer.Ordinal);
}

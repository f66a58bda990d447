using System.Globalization;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Import;

/// <summary>Reads one input's joins, ids, values and events.</summary>
internal sealed class InputReader(
    MappingFindings findings, ProgramDefinition program, IReadOnlyDictionary<string, Dictionary<string, string>> tables,
    IReadOnlyDictionary<string, Input> inputs, Input input, IReadOnlyDictionary<string, YamlTree> parts)
{
    private readonly List<string> joinNames = [];
    private readonly List<string> earliestNames = [];

    public void Read()
    {
        if (parts.TryGetValue("joins", out var joins)) foreach (var (name, node) in findings.Entries(joins)) Join(name, node);
        if (parts.TryGetValue("ids", out var ids)) foreach (var (kind, node) in findings.Entries(ids)) input.Ids[kind] = [.. findings.Words(node).Select(Column)];
        // A value may use those above it.
        if (parts.TryGetValue("values", out var values)) foreach (var (name, node) in findings.Entries(values)) input.Values.Add(new NamedValue(name, Expression(node)));
        if (parts.TryGetValue("earliest", out var earliest)) foreach (var (name, node) in findings.Entries(earliest)) Earliest(name, node);
        if (parts.TryGetValue("events", out var events)) foreach (var node in findings.Items(events)) Event(node);
    }

    private void Join(string name, YamlTree node)
    {
        var entries = findings.Entries(node, "input", "on");
        var to = findings.Required(node, entries, "input");
        var on = findings.Words(findings.Required(node, entries, "on"));
        if (to is null) return;
        if (!inputs.TryGetValue(findings.Word(to), out var target))
        {
            findings.Add(to, MappingCodes.UnknownName, "there is no such input", "one of " + string.Join(", ", inputs.Keys));
            return;
        }
        if (on.Count != target.Key.Count) findings.Add(node, MappingCodes.Value, $"{target.Name} has a key of {target.Key.Count} columns, not {on.Count}", string.Join(", ", target.Key.Select(k => k.Name)));
        joinNames.Add(name);
        input.Joins.Add(new Join(target, [.. on.Select(w => MappingFile.Own(input, w))]));
    }

    private void Earliest(string name, YamlTree node)
    {
        var entries = findings.Entries(node, "by", "of");
        var by = Kind(findings.Required(node, entries, "by"));
        if (by is null || findings.Required(node, entries, "of") is not { } of) return;
        earliestNames.Add(name);
        input.Earliest.Add(new Earliest(by, Expression(of)));
    }

    private void Event(YamlTree node)
    {
        var entries = findings.Entries(node, "event", "id", "per", "when", "occurred", "recorded", "fields");
        if (findings.Required(node, entries, "event") is not { } named) return;
        if (EventShape.Of(findings.Word(named)) is not { } shape)
        {
            findings.Add(named, MappingCodes.UnknownEvent, $"there is no event '{findings.Word(named)}' that an import may state", "a wire name such as enrollment_opened");
            return;
        }
        if (!input.Ids.ContainsKey(shape.Stream)) findings.Add(named, MappingCodes.UnknownName, $"{shape.WireName} is an event of a {shape.Stream}, which this input's ids do not name", $"'{shape.Stream}' under ids");
        var id = entries.TryGetValue("id", out var own) ? findings.Word(own) : shape.WireName;
        if (input.Events.Exists(e => e.Id == id)) findings.Add(own ?? named, MappingCodes.Duplicate, $"'{id}' is already the id of an event of this input", "an id of its own");
        var fields = new EventFieldReader(findings, program, tables, input, Expression).Read(node, shape, entries.GetValueOrDefault("fields"));
        input.Events.Add(new EventRule(
            id, shape, entries.TryGetValue("per", out var per) ? Kind(per) : null,
            entries.TryGetValue("when", out var when) ? Condition(when) : _ => true,
            entries.TryGetValue("occurred", out var occurred) ? Expression(occurred) : Unknown(node),
            entries.TryGetValue("recorded", out var recorded) ? Expression(recorded) : null, fields));
    }

    private Expression Unknown(YamlTree node)
    {
        findings.Add(node, MappingCodes.MissingKey, "'occurred' is missing", "'occurred', with an empty value \"\" where the time is not known");
        return _ => "";
    }

    private string? Kind(YamlTree? node)
    {
        if (node is null) return null;
        var kind = findings.Word(node);
        if (input.Ids.ContainsKey(kind)) return kind;
        findings.Add(node, MappingCodes.UnknownName, $"'{kind}' is no kind of id here", "one of " + string.Join(", ", input.Ids.Keys));
        return null;
    }

    private Expression Expression(YamlTree node)
    {
        if (node is YamlTree.Scalar constant) return _ => constant.Value;
        if (node is not YamlTree.Map { Entries: [var (first, argument), ..] })
        {
            findings.Add(node, MappingCodes.Type, "this is not a value", "a constant, or {column: …}");
            return _ => "";
        }
        ReadOnlySpan<string> keys = first.Value switch
        {
            "lookup" => ["lookup", "key"],
            "day" => ["day", "plus"],
            "date" => ["date", "formats", "zone"],
            "column" or "value" or "concat" or "first" or "earliest" or "latest" or "id" or "reference" => [first.Value],
            _ => [], // told below
        };
        var entries = findings.Entries(node, keys);
        switch (first.Value)
        {
            case "column": return argument is YamlTree.Scalar c ? Read(Column(c)) : Text(argument);
            case "value": return Named(argument);
            case "lookup": return Lookup(argument, entries, node);
            case "concat":
                var all = findings.Items(argument).Select(Expression).ToArray();
                return row => string.Concat(all.Select(e => e(row)));
            case "first":
                var some = findings.Items(argument).Select(Expression).ToArray();
                return row => some.Select(e => e(row)).FirstOrDefault(v => v.Length > 0) ?? "";
            case "earliest" or "latest":
                var dates = findings.Items(argument).Select(Expression).ToArray();
                return first.Value == "earliest"
                    ? row => dates.Select(e => e(row)).Where(v => v.Length > 0).Min(StringComparer.Ordinal) ?? ""
                    : row => dates.Select(e => e(row)).Where(v => v.Length > 0).Max(StringComparer.Ordinal) ?? "";
            case "day": return Day(argument, entries, node);
            case "date": return Date(argument, entries, node);
            case "id": return Kind(argument) is { } kind ? row => row.Id(kind).ToString() : _ => "";
            case "reference": return Kind(argument) is { } of ? row => row.Ids.Reference(row.Id(of)) : _ => "";
            default:
                findings.Add(first, MappingCodes.UnknownKey, $"'{first.Value}' is no way to give a value", "one of column, value, lookup, concat, first, earliest, latest, day, date, id, reference");
                return _ => "";
        }
    }

    private static Expression Read(ColumnRef column) => column.Of;

    private Expression Text(YamlTree node)
    {
        findings.Word(node);
        return _ => "";
    }

    private Expression Named(YamlTree node)
    {
        var name = findings.Word(node);
        var index = input.Values.FindIndex(v => v.Name == name);
        if (index >= 0) return row => row.Value(index);
        if (earliestNames.IndexOf(name) is var e and >= 0) return input.Earliest[e].Of;
        findings.Add(node, MappingCodes.UnknownName, $"no value is called '{name}'", "one of " + string.Join(", ", input.Values.Select(v => v.Name).Concat(earliestNames)) + ", above this one");
        return _ => "";
    }

    private Expression Lookup(YamlTree named, Dictionary<string, YamlTree> entries, YamlTree node)
    {
        var name = findings.Word(named);
        if (!tables.TryGetValue(name, out var table))
        {
            findings.Add(named, MappingCodes.UnknownName, $"no table is called '{name}'", "one of " + string.Join(", ", tables.Keys));
            return _ => "";
        }
        var key = findings.Required(node, entries, "key") is { } k ? Expression(k) : _ => "";
        return row => key(row) is not { Length: > 0 } at ? "" : table.TryGetValue(at, out var value) ? value
            : throw new RowProblem(RowProblems.NotInTable, $"A value is not in the table '{name}'.");
    }

    private Expression Day(YamlTree from, Dictionary<string, YamlTree> entries, YamlTree node)
    {
        var start = Expression(from);
        var plus = findings.Required(node, entries, "plus") is { } p ? Expression(p) : _ => "";
        return row =>
        {
            if (plus(row) is not { Length: > 0 } days || start(row) is not { Length: > 0 } day) return "";
            if (!int.TryParse(days, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) || offset is < -36500 or > 36500) throw new RowProblem(RowProblems.NotANumber, "A number of days is no whole number.");
            if (!Dates.TryDay(day, out var first)) throw new RowProblem(RowProblems.NotADate, "A day to count from is no day.");
            return Dates.Text(first.AddDays(offset));
        };
    }

    private Expression Date(YamlTree of, Dictionary<string, YamlTree> entries, YamlTree node)
    {
        var text = Expression(of);
        string[] formats = [.. findings.Words(findings.Required(node, entries, "formats")).Select(w => w.Value)];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(program.Calendar.Zone);
        if (entries.TryGetValue("zone", out var other) && !TimeZoneInfo.TryFindSystemTimeZoneById(findings.Word(other), out zone!))
        {
            findings.Add(other, MappingCodes.Value, "no time zone has this name", "an IANA zone such as America/Halifax");
            zone = TimeZoneInfo.Utc;
        }
        return row => text(row) is not { Length: > 0 } given ? "" : Dates.Read(given, formats, zone) ?? throw new RowProblem(RowProblems.NotADate, $"A date is not of the form {string.Join(" or ", formats)}.");
    }

    private Condition Condition(YamlTree node)
    {
        if (node is not YamlTree.Map { Entries: [var (verb, argument)] })
        {
            findings.Add(node, MappingCodes.Type, "this is not a condition", "one of equals, empty, less-than, not, all, any");
            return _ => true;
        }
        switch (verb.Value)
        {
            case "equals": return Two(argument) is var (a, b) ? row => a(row) == b(row) : _ => true;
            case "less-than": return Two(argument) is var (c, d) ? row => Less(c(row), d(row)) : _ => true;
            case "empty": return Expression(argument) is var e ? row => e(row).Length == 0 : _ => true;
            case "not": return Condition(argument) is var not ? row => !not(row) : _ => true;
            case "all" when findings.Items(argument).Select(Condition).ToArray() is var all: return row => Array.TrueForAll(all, c => c(row));
            case "any" when findings.Items(argument).Select(Condition).ToArray() is var any: return row => Array.Exists(any, c => c(row));
            default:
                findings.Add(verb, MappingCodes.UnknownKey, $"'{verb.Value}' is no condition", "one of equals, empty, less-than, not, all, any");
                return _ => true;
        }
    }

    private (Expression, Expression)? Two(YamlTree node)
    {
        if (node is YamlTree.List { Items: [var a, var b] }) return (Expression(a), Expression(b));
        findings.Add(node, MappingCodes.Type, "this does not compare two values", "a list of two values");
        return null;
    }

    // Nothing is less than a missing value, nor a missing one than anything.
    private static bool Less(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return false;
        if (decimal.TryParse(a, NumberStyles.Number, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Number, CultureInfo.InvariantCulture, out var y)) return x < y;
        if (Dates.TryDay(a, out var day) && Dates.TryDay(b, out var other)) return day < other;
        throw new RowProblem(RowProblems.NotANumber, "Two values to compare are neither numbers nor days.");
    }

    private ColumnRef Column(YamlTree.Scalar node)
    {
        if (node.Value.Split('.', 2) is not [var join, var column]) return MappingFile.Own(input, node);
        if (joinNames.IndexOf(join) is var index and >= 0)
        {
            var found = new ColumnRef(column, node, index);
            input.Joins[index].Target.Columns.Add(found);
            return found;
        }
        findings.Add(node, MappingCodes.UnknownName, $"no join is called '{join}'", joinNames.Count == 0 ? "a column of this input" : "one of " + string.Join(", ", joinNames));
        return new ColumnRef(column, node, null);
    }
}

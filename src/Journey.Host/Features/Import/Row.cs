using Journey.Domain;

namespace Journey.Host.Features.Import;

/// <summary>A value that a row gives, as text; empty when it gives none. Days are <c>2014-02-01</c>, moments ISO 8601 in UTC.</summary>
/// <exception cref="RowProblem">The row can't give it.</exception>
internal delegate string Expression(Row row);

/// <exception cref="RowProblem">The row doesn't say.</exception>
internal delegate bool Condition(Row row);

/// <summary>Why a row goes to the quarantine. The message names columns and never repeats their values.</summary>
internal sealed class RowProblem(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>Stable reasons of the quarantine file.</summary>
public static class RowProblems
{
    public const string
        Unparsable = "row.unparsable",
        Repeated = "row.repeated",
        KeyMissing = "key.missing",
        UnknownReference = "reference.unknown",
        NotInTable = "value.not-in-table",
        NotADate = "value.not-a-date",
        NotANumber = "value.not-a-number",
        NotAValue = "value.not-accepted",
        Missing = "value.missing",
        Future = "event.future";

    public static IReadOnlyList<string> Codes { get; } = [Unparsable, Repeated, KeyMissing, UnknownReference, NotInTable, NotADate, NotANumber, NotAValue, Missing, Future];
}

/// <summary>One row of an input, with the rows of other inputs that it points at.</summary>
internal sealed class Row(Input input, string[] cells, DerivedIds ids, DateTimeOffset now)
{
    private readonly string?[] values = new string?[input.Values.Count];
    private readonly Dictionary<string, Guid> derived = new(StringComparer.Ordinal);
    private readonly string[]?[] joined = new string[]?[input.Joins.Count];

    public Input Input { get; } = input;

    /// <summary>The import's time.</summary>
    public DateTimeOffset Now { get; } = now;

    public DerivedIds Ids { get; } = ids;

    public string Cell(int column) => cells[column];

    /// <summary>A cell of the row that the join found.</summary>
    public string Cell(int join, int column) => Joined(join)[column];

    public string Value(int index) => values[index] ??= Input.Values[index].Of(this);

    public Guid Id(string kind)
    {
        if (derived.TryGetValue(kind, out var known)) return known;
        return derived[kind] = Ids.Id(kind, Key(Input.Ids[kind], this));
    }

    /// <summary>The row's own key, which every event id of it is derived from.</summary>
    public string[] Key() => Key(Input.Key, this);

    public static string[] Key(IReadOnlyList<ColumnRef> columns, Row row)
    {
        var parts = new string[columns.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = columns[i].Of(row);
            if (parts[i].Length == 0) throw new RowProblem(RowProblems.KeyMissing, $"{columns[i].Name} is empty, and is part of a key.");
        }
        return parts;
    }

    private string[] Joined(int join)
    {
        if (joined[join] is { } found) return found;
        var definition = Input.Joins[join];
        return joined[join] = definition.Index!.Find(Key(definition.On, this))
            ?? throw new RowProblem(RowProblems.UnknownReference, $"{definition.Target.Name} has no row for this {string.Join(", ", definition.On.Select(c => c.Name))}.");
    }
}

using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Import;

/// <summary>How the rows of a source become events: data, checked when it is read.</summary>
/// <param name="Id">Part of every derived id: it never changes, whatever the file is called.</param>
internal sealed record Mapping(string File, string Id, MappedOperator Operator, ProgramDefinition Program, string ProgramPath, IReadOnlyList<Input> Inputs);

/// <param name="Label">What every page says about this operator's data.</param>
internal sealed record MappedOperator(string Id, string Name, string? Label);

/// <summary>One file of the source.</summary>
internal sealed class Input(string name, YamlTree at)
{
    public string Name { get; } = name;

    public YamlTree At { get; } = at;

    /// <summary>The names under which the file may be given; with .gz at the end too.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    /// <summary>What makes a row the same row next time.</summary>
    public IReadOnlyList<ColumnRef> Key { get; set; } = [];

    public List<Join> Joins { get; } = [];

    /// <summary>Its rows by key, once another input points at them.</summary>
    public JoinIndex? Joined { get; set; }

    /// <summary>Derived ids by kind: participant, enrollment, cohort ….</summary>
    public Dictionary<string, IReadOnlyList<ColumnRef>> Ids { get; } = new(StringComparer.Ordinal);

    public List<NamedValue> Values { get; } = [];

    public List<Earliest> Earliest { get; } = [];

    public List<EventRule> Events { get; } = [];

    /// <summary>Every column of this file that the mapping reads, from wherever; bound to its place when the file is opened.</summary>
    public List<ColumnRef> Columns { get; } = [];
}

/// <summary>A column of an input, where the mapping names it.</summary>
/// <param name="joinIndex">The join whose row has it; null: the row itself.</param>
internal sealed class ColumnRef(string name, YamlTree at, int? joinIndex)
{
    public int Place { get; private set; } = -1;

    public string Name { get; } = name;

    public YamlTree At { get; } = at;

    public void Bind(int column) => Place = column;

    public string Of(string[] cells) => cells[Place];

    public string Of(Row row) => joinIndex is { } join ? row.Cell(join, Place) : row.Cell(Place);
}

/// <summary>Rows of another input, found by its key.</summary>
internal sealed class Join(Input target, IReadOnlyList<ColumnRef> on)
{
    public Input Target { get; } = target;

    public IReadOnlyList<ColumnRef> On { get; } = on;

    public JoinIndex? Index { get; set; }
}

internal sealed record NamedValue(string Name, Expression Of);

/// <summary>The earliest of a value over all rows with the same id; collected in a pass of its own.</summary>
internal sealed class Earliest(string by, Expression of)
{
    private readonly Dictionary<Guid, string> earliest = [];

    public void See(Row row)
    {
        var (id, value) = (row.Id(by), of(row));
        if (value.Length > 0 && (!earliest.TryGetValue(id, out var before) || string.CompareOrdinal(value, before) < 0)) earliest[id] = value;
    }

    public string Of(Row row) => earliest.GetValueOrDefault(row.Id(by), "");

    public void Clear() => earliest.Clear();
}

/// <summary>One event that a row may state.</summary>
/// <param name="Id">Distinguishes the events of one row; the wire name, unless the mapping says otherwise.</param>
/// <param name="Per">The kind of id it is stated once for, by whichever row; null: once per row.</param>
internal sealed record EventRule(string Id, EventShape Shape, string? Per, Condition When, Expression Occurred, Expression? Recorded, IReadOnlyList<Expression?> Fields);

using System.Text;
using CsvHelper;
using Journey.Host.Features.Programs;

namespace Journey.Host.Features.Import;

/// <summary>A CSV file (RFC 4180, UTF-8, with a header), row by row.</summary>
internal sealed class Table : IDisposable
{
    private readonly CsvReader reader;
    private readonly Func<double> share;
    private readonly IDisposable owner;
    private bool damaged;

    private Table(Stream content, Func<double> share, IDisposable owner)
    {
        (this.share, this.owner) = (share, owner);
        reader = CsvReader.Create(content, CsvReaderOptions.Default with
        {
            TrackLineNumbers = true, PoolStrings = true,
            FieldCountMismatch = CsvFieldCountHandling.Allow, MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = _ => damaged = true,
        }, leaveOpen: false);
        Header = [.. reader.Headers];
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Share => share();

    /// <summary>Opens an input's file and finds the columns that the mapping names.</summary>
    /// <exception cref="MappingRefused">A column is missing: the place in the mapping that names it is told.</exception>
    public static Table Open(string mapping, DataFiles data, Input input)
    {
        var (content, share, owner) = data.Open(input);
        var table = new Table(content, share, owner);
        var findings = new List<Finding>();
        foreach (var column in input.Columns)
        {
            var at = table.Header.ToList().IndexOf(column.Name);
            if (at >= 0) column.Bind(at);
            else findings.Add(new(mapping, column.At.Line, column.At.Column, MappingCodes.UnknownColumn, $"{data.Find(input)} has no column '{column.Name}'", "one of " + string.Join(", ", table.Header)));
        }
        if (findings.Count == 0) return table;
        table.Dispose();
        throw new MappingRefused(findings);
    }

    /// <summary>The rows, each with its line. Cells are null where a row can't be read: too few or too many, stray quotes, not UTF-8, or a character 0, which PostgreSQL doesn't take.</summary>
    public IEnumerable<(long Line, string[]? Cells)> Rows()
    {
        while (reader.Read())
        {
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i);
            var readable = !damaged && cells.Length == Header.Count && !Array.Exists(cells, c => c.AsSpan().IndexOfAny('\uFFFD', '\0') >= 0);
            damaged = false;
            yield return (reader.LineNumber, readable ? cells : null);
        }
    }

    /// <summary>The current row as it stands in the file.</summary>
    public string Raw => Encoding.UTF8.GetString(reader.RawRecord);

    public void Dispose()
    {
        reader.Dispose();
        owner.Dispose();
    }
}

/// <summary>The rows of a file that others point at, by key: only the columns that the mapping reads are kept.</summary>
internal sealed class JoinIndex
{
    private readonly Dictionary<string, string[]> rows = new(StringComparer.Ordinal);

    public string[]? Find(IReadOnlyList<string> key) => rows.GetValueOrDefault(string.Join('\u001F', key));

    /// <returns>False when the key is there already.</returns>
    public bool Add(Input input, string[] cells)
    {
        var kept = new string[cells.Length];
        foreach (var column in input.Columns) kept[column.Place] = cells[column.Place];
        return rows.TryAdd(string.Join('\u001F', input.Key.Select(k => k.Of(cells))), kept);
    }
}

using System.Globalization;
using CsvHelper;

namespace Journey.Host.Features.Import;

/// <summary>
/// The rows that could not be taken, as a CSV file made at the first one: file, row (its line), reason code, message, raw row.
/// The raw row holds what the source held about a person, so only the file's owner may read it.
/// </summary>
internal sealed class Quarantine(string? path) : IAsyncDisposable
{
    private readonly SortedDictionary<string, int> reasons = new(StringComparer.Ordinal);
    private CsvWriter? writer;

    public IReadOnlyDictionary<string, int> Reasons => reasons;

    public int Count { get; private set; }

    public void Add(string file, long line, string code, string message, string raw)
    {
        Count++;
        reasons[code] = reasons.GetValueOrDefault(code) + 1;
        if (path is null) return;
        if (writer is null)
        {
            File.Delete(path);
            var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            writer = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: false);
            Write("file", "row", "reason", "message", "raw");
        }
        Write(file, line.ToString(CultureInfo.InvariantCulture), code, message, raw);
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
    }

    private void Write(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) writer!.WriteField(field);
        writer!.EndRecord();
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Journey.Host.Features.Import;

/// <summary>How far an import is: one line that redraws itself on a terminal, a line a second elsewhere.</summary>
internal sealed class ImportProgress(TextWriter to, bool terminal)
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200), Line = TimeSpan.FromSeconds(1);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock one = new();
    private TimeSpan last = TimeSpan.MinValue;
    private string file = "";
    private double share;
    private long rows, events;

    public TimeSpan Elapsed => clock.Elapsed;

    public void At(string name, double read, long rowsRead)
    {
        lock (one)
        {
            (file, share, rows) = (name, read, rowsRead);
            Show();
        }
    }

    public void Appended(long more)
    {
        lock (one)
        {
            events += more;
            Show();
        }
    }

    /// <summary>Clears the bar, before the summary.</summary>
    public void Done()
    {
        if (terminal) to.Write("\r\u001b[K");
    }

    private void Show()
    {
        if (last != TimeSpan.MinValue && clock.Elapsed - last < (terminal ? Redraw : Line)) return;
        last = clock.Elapsed;
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * 24);
        var figures = string.Create(CultureInfo.InvariantCulture, $"{share,4:P0} {file}  {rows:N0} rows, {events:N0} events, {events / Math.Max(clock.Elapsed.TotalSeconds, 0.001):N0}/s");
        if (terminal) to.Write($"\r\u001b[K[{new string('#', filled)}{new string('.', 24 - filled)}] {figures}");
        else to.WriteLine(figures);
    }
}

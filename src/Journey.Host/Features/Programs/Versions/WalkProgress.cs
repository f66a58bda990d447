using System.Diagnostics;
using System.Globalization;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>How far a walk through people is: one line that redraws itself on a terminal, a line a second elsewhere.</summary>
internal sealed class WalkProgress(TextWriter to, bool terminal, long total) : IProgress<int>
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan last = TimeSpan.MinValue;

    public static WalkProgress OnConsole(long total) => new(Console.Error, !Console.IsErrorRedirected, total);

    public void Report(int value)
    {
        if (last != TimeSpan.MinValue && clock.Elapsed - last < (terminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(1)) && value < total) return;
        last = clock.Elapsed;
        var share = total == 0 ? 1 : Math.Min(1, (double)value / total);
        var figures = string.Create(CultureInfo.InvariantCulture, $"{share,4:P0}  {value:N0} of {total:N0} records, {value / Math.Max(clock.Elapsed.TotalSeconds, 0.001):N0}/s");
        var filled = (int)Math.Round(share * 24);
        if (terminal) to.Write($"\r\u001b[K[{new string('#', filled)}{new string('.', 24 - filled)}] {figures}");
        else to.WriteLine(figures);
    }

    /// <summary>Clears the bar, before the result.</summary>
    public void Done()
    {
        if (terminal) to.Write("\r\u001b[K");
    }
}

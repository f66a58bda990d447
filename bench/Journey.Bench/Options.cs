using System.Globalization;

namespace Journey.Bench;

/// <param name="Slice">How long one side runs before the other has its turn.</param>
/// <param name="Rounds">Turns of each side; the spread of their ratios is the machine's noise.</param>
/// <param name="People">Journeys of the dry run.</param>
/// <param name="Rate">Appends a second, while it is measured how soon they are visible.</param>
/// <param name="History">Events that each person has before that.</param>
/// <param name="Events">Of the rebuild's journeys, more or less.</param>
/// <param name="Data">Where the cluster is made: the disk whose fsync counts.</param>
/// <param name="Rows">Pending pieces of due work.</param>
/// <param name="Due">How many of them fall due at once.</param>
internal sealed record Options(string? Name, TimeSpan Slice, int Rounds, IReadOnlyList<int> Workers, string Data, int Rows = 1_000_000, int Due = 50_000, int People = 100_000, int Rate = 500, int History = 20, int Events = 1_000_000)
{
    public static Options? Parse(string[] args, IReadOnlyCollection<string> names)
    {
        var options = new Options(null, TimeSpan.FromSeconds(2), 7, [1, 8, 32], Path.Combine(Path.GetTempPath(), $"journey-bench-{Environment.ProcessId}"));
        for (var i = 0; i < args.Length; i++)
        {
            if (names.Contains(args[i])) options = options with { Name = args[i] };
            else if (i + 1 == args.Length) return null;
            else if (args[i] == "--slice") options = options with { Slice = TimeSpan.FromSeconds(double.Parse(args[++i], CultureInfo.InvariantCulture)) };
            else if (args[i] == "--rounds") options = options with { Rounds = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--workers") options = options with { Workers = [.. args[++i].Split(',').Select(x => int.Parse(x, CultureInfo.InvariantCulture))] };
            else if (args[i] == "--rows") options = options with { Rows = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--due") options = options with { Due = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--people") options = options with { People = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--rate") options = options with { Rate = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--history") options = options with { History = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--events") options = options with { Events = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            else if (args[i] == "--data") options = options with { Data = Path.GetFullPath(args[++i]) };
            else return null;
        }
        return options;
    }
}

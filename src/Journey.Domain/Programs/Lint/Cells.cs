using Journey.Domain.Cel;

namespace Journey.Domain.Programs.Lint;

/// <summary>What a fact can be, beyond its type.</summary>
/// <param name="Only">The values there are; empty for a fact that nobody can state.</param>
/// <param name="Lowest">Included.</param>
/// <param name="Highest">Included.</param>
/// <param name="Currency">Of an amount; null for any.</param>
/// <param name="Because">Why it can be nothing else, where that is not plain: <c>the program has no rubric</c>.</param>
internal sealed record FactRange(IReadOnlyList<CelValue>? Only = null, CelValue? Lowest = null, CelValue? Highest = null, string? Currency = null, string? Because = null)
{
    public static FactRange Always(bool value, string because) => new([CelValue.Of(value)], Because: because);

    public static FactRange Never(string because) => new([], Because: because);
}

/// <summary>
/// One value out of every cell that the constants of a guard cut a fact's values into: between two neighbours every test
/// of the fact against a constant comes to the same, so these few stand for all.
/// </summary>
internal static class Cells
{
    private static readonly long Day = TimeSpan.TicksPerDay;

    public static IReadOnlyList<CelValue> Of(CelType type, IEnumerable<CelValue> constants, bool ordered, FactRange? range)
    {
        if (range?.Only is { } only) return only;
        if (type == CelType.Bool) return [CelValue.True, CelValue.False];
        var ends = constants.Concat([.. range?.Lowest is { } low ? [low] : Array.Empty<CelValue>(), .. range?.Highest is { } high ? [high] : Array.Empty<CelValue>()]).ToList();
        IEnumerable<CelValue> cells = type == CelType.Int ? Ints(ends)
            : type == CelType.Double ? Doubles([.. ends.Select(e => e.Double)]).Select(d => CelValue.Of(d))
            : type == CelType.Money ? ends.Where(e => e.Kind == CelKind.Money && range?.Currency is var only && (only is null || string.Equals(e.Money.Currency, only, StringComparison.Ordinal))).GroupBy(e => e.Money.Currency, StringComparer.Ordinal).DefaultIfEmpty().SelectMany(g => Amounts(g))
            : type == CelType.Timestamp ? Moments([.. ends.Select(e => e.Int)]).Select(t => CelValue.Of(new DateTimeOffset(t, TimeSpan.Zero)))
            : type == CelType.Duration ? Spread([.. ends.Select(e => e.Int)], -Longest, Longest, TimeSpan.TicksPerHour).Select(t => CelValue.Of(new TimeSpan(t)))
            : type == CelType.String ? Texts([.. ends.Select(e => e.Text)], ordered)
            : [CelValue.Of([])]; // of what is not compared it only matters that it was stated
        return [.. cells.Where(c => (range?.Lowest is not { } l || Operators.CompareNumbers(c, l) >= 0) && (range?.Highest is not { } h || Operators.CompareNumbers(c, h) <= 0)).Distinct()];
    }

    private const long Longest = long.MaxValue / TimeSpan.NanosecondsPerTick;

    private static IEnumerable<CelValue> Ints(List<CelValue> ends)
    {
        var whole = new List<long>();
        foreach (var end in ends)
        {
            if (end.Kind == CelKind.Int) whole.Add(end.Int);
            else if (!double.IsNaN(end.Double))
                foreach (var near in (double[])[Math.Floor(end.Double), Math.Ceiling(end.Double)]) whole.Add(near >= 9223372036854775807d ? long.MaxValue : near <= -9223372036854775808d ? long.MinValue : (long)near);
        }
        return Spread(whole, long.MinValue, long.MaxValue, 1).Select(n => CelValue.Of(n));
    }

    // Each constant, something between any two, something below and above; a step away where there is room, so that it reads well.
    private static IEnumerable<long> Spread(List<long> ends, long least, long most, long step)
    {
        if (ends.Count == 0) return [0];
        var sorted = ends.Distinct().Order().ToList();
        var cells = new List<long>();
        if (sorted[0] > least) cells.Add(sorted[0] - (long)Int128.Min(step, (Int128)sorted[0] - least));
        for (var i = 0; i < sorted.Count; i++)
        {
            cells.Add(sorted[i]);
            Int128 room = (i + 1 < sorted.Count ? (Int128)sorted[i + 1] - 1 : most) - sorted[i];
            if (room > 0) cells.Add(sorted[i] + (long)Int128.Min(step, room));
        }
        return cells;
    }

    private static IEnumerable<long> Moments(List<long> ends) => Spread(ends.Count == 0 ? [new DateTime(2026, 1, 1).Ticks] : ends, 0, DateTimeOffset.MaxValue.Ticks, Day);

    private static IEnumerable<double> Doubles(List<double> ends)
    {
        var sorted = ends.Where(d => !double.IsNaN(d)).Distinct().Order().ToList();
        if (sorted.Count == 0) return [0];
        // A whole number beyond 2^53 has no double of its own: its neighbours stand beside it.
        var near = sorted.SelectMany(d => (double[])[Math.BitDecrement(d), d, Math.BitIncrement(d)]);
        var between = sorted.Zip(sorted.Skip(1), (a, b) => a / 2 + b / 2);
        return [sorted[0] - 1, .. sorted, sorted[^1] + 1, .. between, .. near, double.NegativeInfinity, double.PositiveInfinity];
    }

    private static IEnumerable<CelValue> Amounts(IGrouping<string, CelValue>? of)
    {
        if (of is null) return [CelValue.Of(Money.Cad(0))];
        var sorted = of.Select(e => e.Money.Amount).Distinct().Order().ToList();
        var between = sorted.Zip(sorted.Skip(1), (a, b) => a + 0.01m < b ? a + 0.01m : a / 2 + b / 2);
        return ((decimal[])[sorted[0] - 0.01m, .. sorted, .. between, sorted[^1] + 0.01m]).Select(a => CelValue.Of(new Money(a, of.Key)));
    }

    // The text that follows on c is c with a character 0; without an order any other word stands for all others.
    private static IEnumerable<CelValue> Texts(List<string> ends, bool ordered)
    {
        var other = "other";
        while (ends.Contains(other)) other += "s";
        return ends.Concat(ordered ? [.. ends.Select(e => e + "\0"), ""] : [other]).Select(t => CelValue.Of(t));
    }
}

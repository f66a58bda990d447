using System.Globalization;

namespace Journey.Domain.Cel;

/// <summary>Functions of the subset: sizes, conversions, durations, and <c>cad</c> and <c>usd</c>.</summary>
internal static partial class Functions
{
    [System.Text.RegularExpressions.GeneratedRegex(@"(\.\d{7})\d{1,2}(?!\d)")]
    private static partial System.Text.RegularExpressions.Regex Fraction();

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789.");

    // CEL's durations fit a 64-bit count of nanoseconds, some 292 years.
    private const long LongestSpan = long.MaxValue / TimeSpan.NanosecondsPerTick;

    public static IEnumerable<Overload> Build()
    {
        foreach (var name in (string[])["size", ".size"])
        {
            yield return new(name, [CelType.String], CelType.Int, (a, _) => CelValue.Of((long)a.Text.EnumerateRunes().Count()), Sizes.First);
            yield return new(name, [CelType.AnyList], CelType.Int, (a, _) => CelValue.Of((long)a.List.Count));
            yield return new(name, [CelType.AnyMap], CelType.Int, (a, _) => CelValue.Of((long)a.Map.Count));
        }
        yield return new("cad", [CelType.String], CelType.Money, (a, _) => Amount(a.Text, "CAD"), Literal: true);
        yield return new("usd", [CelType.String], CelType.Money, (a, _) => Amount(a.Text, "USD"), Literal: true);

        CelType[] same = [CelType.Bool, CelType.Int, CelType.Double, CelType.String, CelType.Timestamp, CelType.Duration];
        foreach (var type in same) yield return new(type.Name, [type], type, (a, _) => a);
        foreach (var type in same.Where(t => t != CelType.String)) yield return new("string", [type], CelType.String, (a, _) => CelValue.Of(a.ToString()));
        yield return new("bool", [CelType.String], CelType.Bool, (a, _) => a.Text switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => CelValue.True,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => CelValue.False,
            _ => CelValue.Error("not a bool"),
        });
        yield return new("int", [CelType.Double], CelType.Int, (a, _) => a.Double is > -9223372036854775808d and < 9223372036854775808d ? CelValue.Of((long)a.Double) : CelValue.Error("int out of range"));
        yield return new("int", [CelType.String], CelType.Int, (a, _) => long.TryParse(a.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? CelValue.Of(n) : CelValue.Error("not an int"));
        yield return new("int", [CelType.Timestamp], CelType.Int, (a, _) => CelValue.Of(a.Timestamp.ToUnixTimeSeconds()));
        yield return new("double", [CelType.Int], CelType.Double, (a, _) => CelValue.Of((double)a.Int));
        yield return new("double", [CelType.String], CelType.Double, (a, _) => double.TryParse(a.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? CelValue.Of(d) : CelValue.Error("not a double"));
        yield return new("timestamp", [CelType.String], CelType.Timestamp, (a, _) => Moment(a.Text));
        yield return new("timestamp", [CelType.Int], CelType.Timestamp, (a, _) => a.Int is >= -62135596800 and <= 253402300799 ? CelValue.Of(DateTimeOffset.FromUnixTimeSeconds(a.Int)) : CelValue.Error("timestamp out of range"));
        yield return new("duration", [CelType.String], CelType.Duration, (a, _) => Length(a.Text));

        (string, long)[] units = [("getHours", TimeSpan.TicksPerHour), ("getMinutes", TimeSpan.TicksPerMinute), ("getSeconds", TimeSpan.TicksPerSecond)];
        foreach (var (name, unit) in units) yield return new("." + name, [CelType.Duration], CelType.Int, (a, _) => CelValue.Of(a.Int / unit));
        yield return new(".getMilliseconds", [CelType.Duration], CelType.Int, (a, _) => CelValue.Of(a.Int % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMillisecond));
    }

    public static CelValue Span(Int128 ticks) => ticks < -LongestSpan || ticks > LongestSpan ? CelValue.Error("duration out of range") : CelValue.Of(new TimeSpan((long)ticks));

    private static CelValue Amount(string text, string currency) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
        ? CelValue.Of(new Money(amount, currency)) : CelValue.Error($"'{text}' is not an amount like '32000.00'");

    // What comes after the seventh decimal is dropped: our clock ticks every 100 ns.
    private static CelValue Moment(string text) => DateTimeOffset.TryParseExact(Fraction().Replace(text, "$1"), ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        ? CelValue.Of(moment) : CelValue.Error("not a timestamp between year 1 and 9999");

    // Go's notation: an optional sign, then numbers with units, largest first or not: 1h30m, -1.5s, 250ms.
    private static CelValue Length(string text)
    {
        var rest = text.AsSpan().TrimStart('-');
        if (text.Length - rest.Length > 1 || rest.IsEmpty) return CelValue.Error("not a duration");
        decimal ticks = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits < 1 || digits > 20 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return CelValue.Error("not a duration");
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits) is >= 0 and var end ? end : rest.Length;
            decimal? unit = rest[..letters] switch
            {
                "h" => TimeSpan.TicksPerHour,
                "m" => TimeSpan.TicksPerMinute,
                "s" => TimeSpan.TicksPerSecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "us" or "µs" => TimeSpan.TicksPerMicrosecond,
                "ns" => 0.01m,
                _ => null,
            };
            if (unit is null || count > 1e18m / unit.Value * 100) return CelValue.Error("not a duration");
            ticks += count * unit.Value;
            rest = rest[letters..];
        }
        return Span((Int128)(text.StartsWith('-') ? -ticks : ticks));
    }
}

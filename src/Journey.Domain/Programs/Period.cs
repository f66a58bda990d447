using System.Globalization;

namespace Journey.Domain.Programs;

public enum PeriodUnit { Days, BusinessDays, Weeks, Months }

/// <summary>A length of calendar time as a definition writes it: <c>1d</c>, <c>2bd</c>, <c>1w</c>, <c>18mo</c>. Never negative.</summary>
public readonly record struct Period(int Count, PeriodUnit Unit)
{
    public static Period Days(int count) => new(count, PeriodUnit.Days);

    public static Period Months(int count) => new(count, PeriodUnit.Months);

    /// <summary>Reads digits and a unit (<c>d bd w mo</c>); a leading <c>+</c> is allowed.</summary>
    public static bool TryParse(string text, out Period period)
    {
        var digits = text.AsSpan(text.StartsWith('+') ? 1 : 0);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        PeriodUnit? unit = end < 1 ? null : digits[end..] switch
        {
            "d" => PeriodUnit.Days,
            "bd" => PeriodUnit.BusinessDays,
            "w" => PeriodUnit.Weeks,
            "mo" => PeriodUnit.Months,
            _ => null,
        };
        period = default;
        if (unit is null || !int.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 12_000) return false;
        period = new(count, unit.Value);
        return true;
    }

    public override string ToString() => Count.ToString(CultureInfo.InvariantCulture) + Unit switch
    {
        PeriodUnit.Days => "d",
        PeriodUnit.BusinessDays => "bd",
        PeriodUnit.Weeks => "w",
        _ => "mo",
    };
}

using System.Globalization;

namespace Journey.Host.Components;

/// <summary>
/// Attribute values of the charts, whatever the language of the page. Lengths across are percentages and heights are pixels, so a
/// chart fills a phone or a wide screen and its text keeps one size.
/// </summary>
static class Svg
{
    public static string Across(double share) => (Math.Clamp(share, 0, 1) * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    public static string Px(double pixels) => pixels.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The next 1, 2 or 5 times a power of ten: an axis' round end.</summary>
    public static double RoundUp(double value)
    {
        if (value <= 1) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 2, 4, 5, 10 }.First(step => step * power >= value - 1e-9) * power;
    }
}

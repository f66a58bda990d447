using System.Globalization;

namespace Journey.Domain.Confidential;

/// <summary>
/// The canonical text of a confidential value, which is what is encrypted and compared: one text for one value
/// (15.50 and 15.5 are both <c>15.5</c>), the same in every culture.
/// </summary>
public static class SealedText
{
    /// <exception cref="NotSupportedException">No canonical text is known for the type.</exception>
    public static string Write<T>(T value) => value switch
    {
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => Canonical(number),
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool yes => yes ? "1" : "0",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum name => name.ToString(),
        _ => throw Unknown(typeof(T)),
    };

    /// <exception cref="FormatException">The text is not of that type.</exception>
    /// <exception cref="NotSupportedException">No canonical text is known for the type.</exception>
    public static T Read<T>(string text) => (T)Read(typeof(T), text);

    private static object Read(Type type, string text) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(DateOnly) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when type == typeof(decimal) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture),
        _ when type == typeof(int) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        _ when type == typeof(bool) => text is "1" or "0" ? text == "1" : throw new FormatException("Neither 1 nor 0."),
        _ when type == typeof(double) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ when type.IsEnum => Enum.TryParse(type, text, out var value) ? value : throw new FormatException("Not a value of the enumeration."),
        _ => throw Unknown(type),
    };

    private static string Canonical(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static NotSupportedException Unknown(Type type) => new($"{type.Name} has no canonical text to seal.");
}

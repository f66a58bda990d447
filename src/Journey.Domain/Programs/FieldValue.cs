using System.Globalization;
using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

/// <summary>An answer's canonical text as a value of its field's type.</summary>
public static class FieldValue
{
    /// <summary>Unknown for a text that is not of the type: a later version may have changed the field.</summary>
    public static CelValue Of(FieldType type, string text) => type switch
    {
        FieldType.Bool => text switch { "true" or "1" => CelValue.True, "false" or "0" => CelValue.False, _ => CelValue.Unknown },
        FieldType.Int when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) => CelValue.Of(n),
        FieldType.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) => CelValue.Of(n),
        FieldType.Money when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) => CelValue.Of(Money.Cad(n)),
        FieldType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => CelValue.Of(day),
        FieldType.Timestamp when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => CelValue.Of(at),
        FieldType.Choices => CelValue.Of([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(CelValue.Of)]),
        FieldType.Text or FieldType.Choice => CelValue.Of(text),
        _ => CelValue.Unknown,
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Journey.Domain;

namespace Journey.Host.Api;

/// <summary>
/// When something happened, as a client writes it: an instant with its offset (<c>2026-03-04T09:30:00-04:00</c>), a day
/// (<c>2026-03-04</c>), a month (<c>2026-03</c>) or <c>unknown</c>.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct When(Occurred Occurred)
{
    public static bool TryParse(string? text, IFormatProvider? provider, out When when)
    {
        when = default;
        if (text is null) return false;
        if (string.Equals(text, "unknown", StringComparison.Ordinal)) when = new(Occurred.Unknown);
        else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) when = new(Occurred.OnDay(day));
        else if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) when = new(Occurred.InMonth(month));
        // Without an offset a time says nothing: it is refused instead of guessed.
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) && HasOffset(text)) when = new(Occurred.Instant(at));
        else return false;
        // Nearer the ends of the calendar a day has no night before it or after it: reckoning in zones would fail.
        return when.Occurred.At is not { } found || found.Year is >= 1800 and <= 2999;
    }

    public override string ToString() => Occurred.At is not { } at ? "unknown" : Occurred.Precision switch
    {
        Precision.Day => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Precision.Month => at.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
    };

    private static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal) && text.Contains('T', StringComparison.Ordinal);

    private sealed class Converter : JsonConverter<When>
    {
        public override When Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), null, out var when)
                ? when
                : throw new JsonException("Expected an instant with its offset, a day (2026-03-04), a month (2026-03) or \"unknown\".");

        public override void Write(Utf8JsonWriter writer, When value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}

/// <summary>The part that every command's body may have.</summary>
public abstract record CommandBody
{
    /// <summary>When it happened; left out: now.</summary>
    public When? Occurred { get; init; }
}

/// <summary>A command that needs nothing but its time.</summary>
public sealed record Happened : CommandBody;

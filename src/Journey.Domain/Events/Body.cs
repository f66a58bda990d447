using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Journey.Domain.Confidential;

namespace Journey.Domain;

/// <summary>An event's stored body: camelCase JSON, enums under their C# names, ids as strings. Old forms are lifted by upcasters.</summary>
public static class Body
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false), new IdConverter(), new OccurredConverter(), new NestedEventConverter() },
    };

    public static string Write(JourneyEvent happened) => JsonSerializer.Serialize(happened, happened.GetType(), Options);

    /// <summary>Null for a wire name that this host does not know, and for an amendment that holds such an event.</summary>
    /// <exception cref="JsonException">The body does not fit its type: a damaged log, never ordinary history.</exception>
    public static JourneyEvent? Read(string wireName, string json) => Read(wireName, json, Upcaster.Shipped);

    /// <inheritdoc cref="Read(string, string)"/>
    public static JourneyEvent? Read(string wireName, string json, IReadOnlyDictionary<string, Upcaster> upcasters)
    {
        (wireName, json) = Upcaster.Lift(wireName, json, upcasters);
        if (!Wire.TryTypeOf(wireName, out var type)) return null;
        try
        {
            return (JourneyEvent?)JsonSerializer.Deserialize(json, type, Options);
        }
        catch (UnknownEventException)
        {
            return null;
        }
        // What an id, an enum or a constructor says of a value it can't take.
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new JsonException($"The body of {wireName} does not fit: {e.GetType().Name}.", e);
        }
    }

    /// <summary>Whether two events say the same, sealed values compared by their MACs. Neither needs to be bound to its place yet.</summary>
    public static bool SameContent(JourneyEvent one, JourneyEvent other) =>
        one.GetType() == other.GetType() && JsonNode.DeepEquals(JsonSerializer.SerializeToNode(one, one.GetType(), Comparing), JsonSerializer.SerializeToNode(other, other.GetType(), Comparing));

    private static readonly JsonSerializerOptions Comparing = new(Options) { Converters = { new MacConverter() } };

    private sealed class UnknownEventException(string name) : JsonException($"Unknown event {name}.");

    private sealed class MacConverter : JsonConverter<Sealed>
    {
        public override bool CanConvert(Type typeToConvert) => typeof(Sealed).IsAssignableFrom(typeToConvert);

        public override Sealed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Sealed value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Key}:{Convert.ToHexString(value.Mac)}");
    }

    // An amendment carries a whole event: {"type": wire name, "data": body}.
    private sealed class NestedEventConverter : JsonConverter<JourneyEvent>
    {
        public override JourneyEvent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var name = document.RootElement.GetProperty("type").GetString() ?? throw new JsonException("A nested event names its type.");
            return Body.Read(name, document.RootElement.GetProperty("data").GetRawText()) ?? throw new UnknownEventException(name);
        }

        public override void Write(Utf8JsonWriter writer, JourneyEvent value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("type", Wire.NameOf(value));
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }

    private sealed class OccurredConverter : JsonConverter<Occurred>
    {
        public override Occurred Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var precision = Enum.Parse<Precision>(document.RootElement.GetProperty("precision").GetString()!);
            var at = document.RootElement.TryGetProperty("at", out var stored) ? stored.GetDateTimeOffset() : (DateTimeOffset?)null;
            return Occurred.Stored(at, precision);
        }

        public override void Write(Utf8JsonWriter writer, Occurred value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("precision", value.Precision.ToString());
            if (value.At is { } at) writer.WriteString("at", at);
            writer.WriteEndObject();
        }
    }

    private sealed class IdConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType && typeToConvert.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T> where T : struct, IId<T>
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(reader.GetGuid());

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

            public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(Guid.Parse(reader.GetString()!));

            public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value.ToString());
        }
    }
}

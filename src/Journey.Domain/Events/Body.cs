using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <summary>Null for a wire name that this host does not know.</summary>
    /// <exception cref="JsonException">The body does not fit its type: a damaged log, never ordinary history.</exception>
    public static JourneyEvent? Read(string wireName, string json) =>
        Wire.TryTypeOf(wireName, out var type) ? (JourneyEvent?)JsonSerializer.Deserialize(json, type, Options) : null;

    // An amendment carries a whole event: {"type": wire name, "data": body}.
    private sealed class NestedEventConverter : JsonConverter<JourneyEvent>
    {
        public override JourneyEvent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var name = document.RootElement.GetProperty("type").GetString() ?? throw new JsonException("A nested event names its type.");
            if (!Wire.TryTypeOf(name, out var type)) throw new JsonException($"Unknown event {name}.");
            return (JourneyEvent?)document.RootElement.GetProperty("data").Deserialize(type, options);
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

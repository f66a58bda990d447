using System.Text.Json;
using System.Text.Json.Serialization;
using Journey.Domain;
using Journey.Domain.Confidential;

namespace Journey.Host.Api;

/// <summary>
/// Free text is always sealed. What an event about a person says in the clear is a number, a day, an id or a short code such as
/// <c>no-need</c>: a sentence there would name somebody in every dump and in the feed.
/// </summary>
internal static class PlainWords
{
    private const int Longest = 100;

    private static readonly JsonSerializerOptions WithoutSealed = Without();

    /// <summary>The first field that says more in the clear than a code; null where none does.</summary>
    public static string? Wordy(IEnumerable<JourneyEvent> events) =>
        events.Where(e => e is ParticipantEvent).Select(e => Wordy("", JsonSerializer.SerializeToElement(e, e.GetType(), WithoutSealed))).FirstOrDefault(f => f is not null);

    private static string? Wordy(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsCode(value.GetString()!) ? null : name,
        JsonValueKind.Array => value.EnumerateArray().Select(v => Wordy(name, v)).FirstOrDefault(f => f is not null),
        JsonValueKind.Object => value.EnumerateObject().Select(p => Wordy(p.Name, p.Value)).FirstOrDefault(f => f is not null),
        _ => null,
    };

    private static bool IsCode(string text) => text.Length <= Longest && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));

    private static JsonSerializerOptions Without()
    {
        var options = new JsonSerializerOptions(Body.Options);
        options.Converters.Insert(0, new Nothing());
        return options;
    }

    // A value that waits for its event can't be written at all: here it stands for nothing.
    private sealed class Nothing : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeof(Sealed).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T>
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNullValue();
        }
    }
}

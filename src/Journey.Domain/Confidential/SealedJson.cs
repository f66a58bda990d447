using System.Text.Json;
using System.Text.Json.Serialization;

namespace Journey.Domain.Confidential;

/// <summary>
/// The stored form: <c>{"k":"key id","c":"identity","v":"base64 nonce|ciphertext|tag","m":"base64 mac"}</c>.
/// A pending value throws: it would be stored bound to nothing, and never open again.
/// </summary>
public sealed class SealedJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Sealed<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Sealed<T>>
    {
        public override Sealed<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A sealed value is an object of k, c, v and m.");
            Guid? key = null;
            FieldClass? @class = null;
            byte[]? box = null, mac = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "k": key = reader.GetGuid(); break;
                    case "c": @class = FieldClasses.TryParse(reader.GetString() ?? "", out var known) ? known : throw new JsonException("Unknown class of a sealed value."); break;
                    case "v": box = reader.GetBytesFromBase64(); break;
                    case "m": mac = reader.GetBytesFromBase64(); break;
                    default: reader.Skip(); break;
                }
            }
            return key is { } k && @class is { } c && c != FieldClass.None && box is not null && mac is { Length: 32 }
                ? new Sealed<T>(k, c, box, mac, isPending: false)
                : throw new JsonException("A sealed value needs k, c, v and m.");
        }

        public override void Write(Utf8JsonWriter writer, Sealed<T> value, JsonSerializerOptions options)
        {
            if (value.IsPending) throw new InvalidOperationException("A confidential value was about to be written before the vault had sealed it into its event.");
            writer.WriteStartObject();
            writer.WriteString("k", value.Key);
            writer.WriteString("c", value.Class.Name());
            writer.WriteBase64String("v", value.Box);
            writer.WriteBase64String("m", value.Mac);
            writer.WriteEndObject();
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>
/// A row record's members are its table's columns in snake case: rows go in as one JSON array (jsonb_populate_recordset)
/// and come out as to_jsonb(row). A sealed value keeps the place it is bound to, so that the vault opens it without its stream.
/// </summary>
internal static class RowJson
{
    private static readonly JsonSerializerOptions Options = new(Body.Options)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        RespectNullableAnnotations = true,
    };

    static RowJson() => Options.Converters.Insert(0, new SealedColumns());

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    public static NpgsqlBatchCommand Command<T>(string sql, IReadOnlyCollection<T> rows) => new(sql) { Parameters = { Parameter(rows) } };

    public static NpgsqlParameter Parameter<T>(IReadOnlyCollection<T> rows) => new() { Value = JsonSerializer.SerializeToUtf8Bytes(rows, Options), NpgsqlDbType = NpgsqlDbType.Jsonb };

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    private sealed class SealedColumns : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Sealed<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed record Column<T>(Guid Stream, Guid Event, string Field, Sealed<T> Sealed);

        private sealed class Of<T> : JsonConverter<Sealed<T>>
        {
            public override Sealed<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                JsonSerializer.Deserialize<Column<T>>(ref reader, Body.Options) is { } column
                    ? (Sealed<T>)column.Sealed.At(new Place(column.Stream, column.Event, column.Field))
                    : throw new JsonException("A sealed column is an object.");

            public override void Write(Utf8JsonWriter writer, Sealed<T> value, JsonSerializerOptions options)
            {
                if (value.Place is not { } place) throw new InvalidOperationException("A confidential value reached a read model before the vault had bound it to its event.");
                JsonSerializer.Serialize(writer, new Column<T>(place.Stream, place.Event, place.Field, value), Body.Options);
            }
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Journey.Domain.Confidential;

/// <summary>
/// One record of access: written before anything is shown, or that nothing was. <see cref="Entry"/> is its log entry,
/// the exact bytes of which are stored and later proved.
/// </summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Nonce">128 random bits, so that nobody can guess a record and recognize its hash.</param>
/// <param name="At">UTC, microseconds.</param>
/// <param name="Fields">Names of fields, never their content.</param>
/// <param name="Reason">Stable code of a denial.</param>
public sealed record AccessRecord(
    Guid Id, Guid Nonce, DateTimeOffset At, Access Access, bool Allowed, string? Reason,
    IReadOnlyList<Subject> Subjects, IReadOnlyList<FieldClass> Classes, IReadOnlyList<string> Fields)
{
    public const string Format = "journey/access/v1";

    /// <summary>The largest entry that C2SP's bundles take, in bytes. About 1,500 subjects; a job records at most 1,000 at once.</summary>
    public const int LargestEntry = 65_535;

    public static AccessRecord Allow(Guid id, Guid nonce, DateTimeOffset at, Access access, IEnumerable<Subject> subjects, IEnumerable<FieldClass> classes, IEnumerable<string> fields) =>
        new(id, nonce, Micros(at), access, true, null, Sorted(subjects), [.. classes.Distinct().Order()], [.. fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <param name="reason">Stable code, such as <c>role</c>, <c>relationship</c>, <c>purpose</c>, <c>basis</c>, <c>field</c>.</param>
    public static AccessRecord Deny(Guid id, Guid nonce, DateTimeOffset at, Access access, string reason, IEnumerable<Subject> subjects, IEnumerable<FieldClass> classes) =>
        new(id, nonce, Micros(at), access, false, reason, Sorted(subjects), [.. classes.Distinct().Order()], []);

    /// <summary>
    /// The log entry: one JSON array in UTF-8, every element always there, null where nothing is to be said, so that no two
    /// records share their bytes. Golden vectors hold it; a changed form would be <c>v2</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Over <see cref="LargestEntry"/> bytes: record fewer subjects at once.</exception>
    public byte[] Entry()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartArray();
            json.WriteStringValue(Format);
            json.WriteStringValue(Id);
            json.WriteStringValue(Nonce);
            json.WriteStringValue(At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            Write(json, Access.Actor);
            json.WriteStringValue(Access.Action);
            json.WriteStringValue(Access.Purpose);
            List(json, Subjects, s => json.WriteStringValue(s.Id));
            Write(json, Access.Resource);
            List(json, Classes, c => json.WriteStringValue(c.Name()));
            List(json, Fields, json.WriteStringValue);
            Write(json, Access.Basis);
            json.WriteStringValue(Allowed ? "allowed" : "denied");
            json.WriteStringValue(Reason);
            Write(json, Access.Query);
            json.WriteStringValue(Access.Recipient);
            Identifier(json, Access.Export);
            json.WriteStringValue(Access.Trace);
            JsonSerializer.Serialize(json, Access.Text);
            json.WriteEndArray();
        }
        return buffer.WrittenCount <= LargestEntry
            ? buffer.WrittenSpan.ToArray()
            : throw new InvalidOperationException($"An access record of {buffer.WrittenCount} bytes is over {LargestEntry}: record fewer subjects at once.");
    }

    private static void Write(Utf8JsonWriter json, Actor actor)
    {
        json.WriteStartArray();
        Identifier(json, actor.User);
        Identifier(json, actor.Organization);
        List(json, actor.Roles, json.WriteStringValue);
        Identifier(json, actor.OnBehalfOf);
        json.WriteStringValue(actor.Session);
        json.WriteStringValue(actor.Client);
        json.WriteStringValue(actor.Address);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Resource resource)
    {
        json.WriteStartArray();
        json.WriteStringValue(resource.Type);
        json.WriteStringValue(resource.Id);
        Number(json, resource.Version);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Basis basis)
    {
        json.WriteStartArray();
        json.WriteStringValue(basis.Kind.ToString());
        json.WriteStringValue(basis.Reference);
        Number(json, basis.Version);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Query? query)
    {
        if (query is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartArray();
        json.WriteStringValue(query.Template);
        List(json, query.Tokens, json.WriteStringValue);
        Number(json, query.Results);
        json.WriteEndArray();
    }

    private static void List<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private static void Identifier(Utf8JsonWriter json, Guid? id)
    {
        if (id is { } value) json.WriteStringValue(value);
        else json.WriteNullValue();
    }

    private static void Number(Utf8JsonWriter json, long? number)
    {
        if (number is { } value) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    private static Subject[] Sorted(IEnumerable<Subject> subjects) => [.. subjects.Distinct().OrderBy(s => s.Id)];

    private static DateTimeOffset Micros(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}

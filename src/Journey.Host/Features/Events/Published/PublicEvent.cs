using System.Globalization;
using System.Text.Json.Nodes;
using Journey.Domain;

namespace Journey.Host.Features.Events.Published;

/// <summary>One field of a public event's data.</summary>
/// <param name="Required">It is always there.</param>
/// <param name="Meaning">One English sentence.</param>
/// <param name="Form">JSON Schema (2020-12) of its value.</param>
public sealed record PublicField(string Name, bool Required, string Meaning, JsonObject Form);

/// <summary>
/// One type of the published language. Its names, forms and values are written down here and nowhere derived: what happens inside may be
/// renamed, split or lifted, and this stays.
/// </summary>
/// <param name="Type">Never renamed.</param>
/// <param name="Meaning">One sentence: what it says.</param>
/// <param name="When">One sentence: when it is written.</param>
public abstract record PublicEvent(string Type, string Title, string Meaning, string When)
{
    /// <summary>The event inside that it tells of, in its form of today.</summary>
    public abstract Type Inside { get; }

    public abstract IReadOnlyList<PublicField> Fields { get; }

    public abstract JsonObject Data(JourneyEvent happened, EntryFacts facts);
}

/// <summary>Written as one row: the type, then each field with where it comes from. A name that ends in ? may be missing.</summary>
public sealed record PublicEvent<T>(string Type, string Title, string Meaning, string When) : PublicEvent(Type, Title, Meaning, When) where T : JourneyEvent
{
    private readonly List<PublicField> fields = [];
    private readonly List<Func<T, EntryFacts, JsonNode?>> values = [];

    public override Type Inside => typeof(T);

    public override IReadOnlyList<PublicField> Fields => fields;

    public override JsonObject Data(JourneyEvent happened, EntryFacts facts)
    {
        var data = new JsonObject();
        for (var i = 0; i < fields.Count; i++)
        {
            if (values[i]((T)happened, facts) is { } value) data[fields[i].Name] = value;
        }
        return data;
    }

    /// <summary>A random reference.</summary>
    public PublicEvent<T> Ref(string name, Func<T, Guid?> value, string? meaning = null) => Add(name, Form.Ref(), e => value(e)?.ToString(), meaning);

    public PublicEvent<T> Refs(string name, Func<T, IEnumerable<Guid>?> value, string? meaning = null) => Add(name, Form.List(Form.Ref()), e => List(value(e)?.Select(v => v.ToString())), meaning);

    /// <summary>A code: of the program's definition, or one that staff chose from a list.</summary>
    public PublicEvent<T> Code(string name, Func<T, string?> value, string? meaning = null) => Add(name, Form.Code(), e => value(e), meaning);

    public PublicEvent<T> Codes(string name, Func<T, IEnumerable<string>?> value, string? meaning = null) => Add(name, Form.List(Form.Code()), e => List(value(e)), meaning);

    /// <summary>A public name or title, never a participant's.</summary>
    public PublicEvent<T> Text(string name, Func<T, string?> value, string? meaning = null) => Add(name, Form.Text(), e => value(e), meaning);

    public PublicEvent<T> Day(string name, Func<T, DateOnly?> value, string? meaning = null) => Add(name, Form.Day(), e => value(e)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), meaning);

    public PublicEvent<T> Number(string name, Func<T, int?> value, string? meaning = null) => Add(name, Form.Number(), e => value(e), meaning);

    public PublicEvent<T> Yes(string name, Func<T, bool?> value, string? meaning = null) => Add(name, Form.Yes(), e => value(e), meaning);

    public PublicEvent<T> Amount(string name, Func<T, Money?> value, string? meaning = null) =>
        Add(name, Form.Money(), e => value(e) is { } money ? new JsonObject { ["amount"] = money.Amount, ["currency"] = money.Currency } : null, meaning);

    /// <summary>One of these words.</summary>
    public PublicEvent<T> Word<TValue>(string name, Func<T, TValue?> value, PublicWords<TValue> words, string? meaning = null) where TValue : struct, Enum => Add(name, words.Form(), e => words.Of(value(e)), meaning);

    public PublicEvent<T> Words<TValue>(string name, Func<T, IEnumerable<TValue>?> value, PublicWords<TValue> words, string? meaning = null) where TValue : struct, Enum =>
        Add(name, Form.List(words.Form()), e => List(value(e)?.Select(v => words.Of(v)!)), meaning);

    /// <summary>What is not in the event itself: what it corrects, withdraws or names otherwise.</summary>
    public PublicEvent<T> Field(string name, JsonObject form, Func<T, EntryFacts, JsonNode?> value, string? meaning = null)
    {
        var optional = name.EndsWith('?');
        var plain = optional ? name[..^1] : name;
        fields.Add(new PublicField(plain, !optional, meaning ?? FieldWords.Of(plain), form));
        values.Add(value);
        return this;
    }

    private PublicEvent<T> Add(string name, JsonObject form, Func<T, JsonNode?> value, string? meaning) => Field(name, form, (e, _) => value(e), meaning);

    private static JsonArray? List(IEnumerable<string>? values) => values is null ? null : [.. values.Select(v => (JsonNode)v)];
}

public static class OfEnrollment
{
    /// <summary>Most events are of one enrollment.</summary>
    public static PublicEvent<T> Enrollment<T>(this PublicEvent<T> said) where T : JourneyEvent, IOfEnrollment => said.Ref("enrollment", e => e.Enrollment.Value);
}

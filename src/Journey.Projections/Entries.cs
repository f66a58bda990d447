using System.Collections.Concurrent;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;

namespace Journey.Projections;

/// <summary>From stored rows to what the domain folds. The only place where stored bodies are read.</summary>
public static class Entries
{
    /// <summary>The purpose of what an import wrote.</summary>
    public const string Imported = "import";

    /// <summary>One event. A wire name that this host does not know gives an entry without an event.</summary>
    /// <exception cref="JsonException">The body does not fit its type: a damaged log.</exception>
    public static Entry Of(StoredEvent stored)
    {
        var happened = Body.Read(stored.Type, stored.Data);
        var purpose = Purpose(stored.Headers);
        return new Entry(
            stored.Id, stored.StreamId, stored.Version, stored.Seq, stored.Type,
            happened is null ? null : SealedFields.Locate(happened, stored.StreamId, stored.Id),
            Occurred.Stored(stored.OccurredAt, (Precision)stored.Precision), stored.RecordedAt, stored.Actor, stored.Organization,
            Guid.TryParse(stored.CausationId, out var cause) ? cause : null, purpose, stored.CorrelationId, purpose == Imported ? stored.StoredAt : null);
    }

    public static IReadOnlyList<Entry> Of(IEnumerable<StoredEvent> stored) => [.. stored.Select(Of)];

    // Of the same few headers there are very many.
    private static readonly ConcurrentDictionary<string, string?> Purposes = new(StringComparer.Ordinal);

    private static string? Purpose(string? headers)
    {
        if (headers is null) return null;
        if (Purposes.TryGetValue(headers, out var known)) return known;
        if (Purposes.Count > 1_000) Purposes.Clear();
        return Purposes[headers] = Parse(headers);
    }

    private static string? Parse(string headers)
    {
        using var document = JsonDocument.Parse(headers);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null;
    }
}

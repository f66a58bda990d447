using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.EventStore;

namespace Journey.Host.Features.Import;

/// <summary>A stream as it is stored: what the source last said in each event, whatever staff have corrected since.</summary>
internal sealed class KnownStream
{
    private readonly Dictionary<Guid, StoredEvent> stored = [];
    private readonly Dictionary<Guid, EntryAmended> lastWords = [];
    private readonly ILookup<Guid, (Guid Id, CorrectionReason Reason)> retractions;

    private KnownStream(Guid id, string type, IReadOnlyCollection<StoredEvent> events)
    {
        (Id, Type, Version) = (id, type, events.Count);
        foreach (var e in events) stored[e.Id] = e;
        var entries = events.Select(e => new Entry(e.Id, e.StreamId, e.Version, e.Seq, e.Type, Correction(e), Occurred.Unknown, e.RecordedAt)).ToList();
        var standing = Standing.Of(entries);
        var corrections = entries.Where(e => e.Event is not null && !standing.IsRetracted(e)).ToList();
        foreach (var entry in corrections) if (entry.Event is EntryAmended { Reason: CorrectionReason.SourceChanged } amended) lastWords[amended.Target] = amended;
        retractions = corrections.Where(e => e.Event is EntryRetracted).ToLookup(e => ((EntryRetracted)e.Event!).Target, e => (e.Id, ((EntryRetracted)e.Event!).Reason));
    }

    public Guid Id { get; }

    public string Type { get; }

    /// <summary>The version that was read; 0 for a new stream.</summary>
    public long Version { get; }

    public List<EventToAppend> Pending { get; } = [];

    public static KnownStream Of(Guid id, string type, IReadOnlyCollection<StoredEvent> events) => new(id, type, events);

    public bool Has(Guid id) => stored.ContainsKey(id);

    /// <summary>The retractions in force of an event.</summary>
    public IEnumerable<(Guid Id, CorrectionReason Reason)> Retractions(Guid id) => retractions[id];

    /// <summary>Whether the source said the same before.</summary>
    public bool Says(Statement now)
    {
        var before = stored[now.Id];
        var occurred = Occurred.Stored(before.OccurredAt, (Precision)before.Precision);
        return lastWords.TryGetValue(now.Id, out var amended)
            ? Body.Write(amended.Replacement) == now.Body && (amended.Occurred ?? occurred) == now.Occurred
            // Read and written again, since the database keeps JSON in a form of its own.
            : Body.Read(before.Type, before.Data) is { } said && Body.Write(said) == now.Body && occurred == now.Occurred;
    }

    private static JourneyEvent? Correction(StoredEvent e) =>
        e.Type is "entry_retracted" or "entry_amended" ? Body.Read(e.Type, e.Data) : null;
}

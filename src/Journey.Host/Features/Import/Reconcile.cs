using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.EventStore;

namespace Journey.Host.Features.Import;

/// <summary>Compares what a row says now with what it said before. New rows are appended; changes only when asked to.</summary>
/// <param name="run">Stands in every event's correlation id.</param>
internal sealed class Reconcile(Mapping mapping, bool amend, DateTimeOffset now, string run, Guid? organization = null)
{
    private static readonly string Amended = "entry_amended", Retracted = "entry_retracted";
    private readonly string headers = System.Text.Json.JsonSerializer.Serialize(
        new { purpose = Projections.Entries.Imported, mapping = mapping.Id, program = mapping.Program.Id, programVersion = mapping.Program.Version }, Body.Options);

    /// <summary>Adds to the streams' pending events, and counts.</summary>
    public void Row(IReadOnlyList<Statement> row, IReadOnlyDictionary<Guid, KnownStream> streams, ImportTally tally)
    {
        var known = row.Any(s => !s.Shared && streams[s.Stream].Has(s.Id));
        var changed = false;
        var added = false;
        foreach (var s in row)
        {
            var stream = streams[s.Stream];
            var before = stream.Has(s.Id);
            if (!before && s.Happened is null) continue;
            if (!before && !(known && !s.Shared))
            {
                Add(stream, tally, New(s));
                added = true;
            }
            else if (Change(s, stream, before) is not { Count: > 0 } corrections) tally.UnchangedEvents += s.Happened is null ? 0 : 1;
            else
            {
                changed = true;
                // Only a participant's history takes corrections.
                var possible = s.Rule.Shape.Stream == "participant" || !before;
                if (!possible) tally.NotAmendable++;
                if (amend && possible) foreach (var correction in corrections) Add(stream, tally, correction);
            }
        }
        if (changed) tally.ChangedRows++;
        else if (added) tally.NewRows++;
        else tally.UnchangedRows++;
    }

    private List<EventToAppend> Change(Statement s, KnownStream stream, bool before)
    {
        if (!before) return [New(s)];
        var retractions = stream.Retractions(s.Id).ToList();
        // What staff have retracted stays so, whatever the source says.
        if (retractions.Exists(r => r.Reason != CorrectionReason.SourceChanged)) return [];
        if (s.Happened is null) return retractions.Count > 0 || s.Shared ? [] : [Correction(Retracted, new EntryRetracted(s.Id, CorrectionReason.SourceChanged))];
        var restored = retractions.Select(r => Correction(Retracted, new EntryRetracted(r.Id, CorrectionReason.SourceChanged)));
        return stream.Says(s) ? [.. restored] : [.. restored, Correction(Amended, new EntryAmended(s.Id, s.Happened, s.Occurred, CorrectionReason.SourceChanged))];
    }

    private EventToAppend New(Statement s) => new()
    {
        Id = s.Id, Type = s.Rule.Shape.WireName, Data = s.Body, OccurredAt = s.Occurred.At, Precision = (OccurredPrecision)s.Occurred.Precision,
        RecordedAt = s.RecordedAt, CorrelationId = run, Headers = headers, Organization = organization,
    };

    // We learn of a change now, whatever the source says about when it first wrote the row.
    private EventToAppend Correction(string type, JourneyEvent correction) => new()
    {
        Id = Guid.CreateVersion7(now), Type = type, Data = Body.Write(correction), OccurredAt = now, Precision = OccurredPrecision.Instant,
        RecordedAt = now, CorrelationId = run, Headers = headers, Organization = organization,
    };

    private static void Add(KnownStream stream, ImportTally tally, EventToAppend e)
    {
        stream.Pending.Add(e);
        tally.Appended[e.Type] = tally.Appended.GetValueOrDefault(e.Type) + 1;
    }
}

/// <summary>What an import did, or would do.</summary>
public sealed class ImportTally
{
    public long Rows { get; internal set; }
    public long NewRows { get; internal set; }
    public long UnchangedRows { get; internal set; }
    public long ChangedRows { get; internal set; }
    public long Quarantined { get; internal set; }
    public long UnchangedEvents { get; internal set; }

    /// <summary>Changed events of streams that take no corrections, such as a cohort's opening.</summary>
    public long NotAmendable { get; internal set; }

    /// <summary>By wire name.</summary>
    public SortedDictionary<string, long> Appended { get; } = new(StringComparer.Ordinal);

    public long Events => Appended.Values.Sum();

    internal void Take(ImportTally other)
    {
        (NewRows, UnchangedRows, ChangedRows) = (NewRows + other.NewRows, UnchangedRows + other.UnchangedRows, ChangedRows + other.ChangedRows);
        (UnchangedEvents, NotAmendable) = (UnchangedEvents + other.UnchangedEvents, NotAmendable + other.NotAmendable);
        foreach (var (type, count) in other.Appended) Appended[type] = Appended.GetValueOrDefault(type) + count;
    }
}

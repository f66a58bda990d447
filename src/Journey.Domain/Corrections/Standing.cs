using System.Collections.Immutable;

namespace Journey.Domain.Corrections;

/// <summary>Which entries are retracted and which amendment of each is in force, by all that is known.</summary>
public sealed class Standing
{
    private readonly HashSet<Guid> retracted = [];
    private readonly Dictionary<Guid, Entry> amendments = [];
    private readonly Dictionary<Guid, Entry> causes = [];

    private Standing() { }

    /// <summary>What corrections speak of and nobody has written.</summary>
    internal ImmutableHashSet<Guid> Missing { get; private set; } = [];

    public static Standing Of(IReadOnlyCollection<Entry> known)
    {
        var standing = new Standing();
        // From the latest back: a correction that has itself been retracted corrects nothing.
        foreach (var entry in known.Where(e => e.Event is ICorrection).OrderByDescending(e => e.Seq).ThenByDescending(e => e.Id))
        {
            if (standing.retracted.Contains(entry.Id)) continue;
            var target = ((ICorrection)entry.Event!).Target;
            if (entry.Event is EntryRetracted) standing.retracted.Add(target);
            else standing.amendments.TryAdd(target, entry);
        }
        if (standing.retracted.Count > 0 || standing.amendments.Count > 0)
        {
            standing.Missing = [.. standing.retracted.Concat(standing.amendments.Keys).Except(known.Select(e => e.Id))];
            var wanted = known.Where(e => e.Event is IConsequence && e.Causation is not null).Select(e => e.Causation!.Value).ToHashSet();
            foreach (var entry in known.Where(e => wanted.Contains(e.Id))) standing.causes.TryAdd(entry.Id, entry);
            standing.RetractConsequences(known);
        }
        return standing;
    }

    public bool IsRetracted(Entry entry) => retracted.Contains(entry.Id);

    public Entry? AmendmentOf(Guid entry) => amendments.GetValueOrDefault(entry);

    /// <summary>The event as it stands: as amended, else as written.</summary>
    public JourneyEvent? Says(Entry entry) => AmendmentOf(entry.Id)?.Event is EntryAmended amended ? amended.Replacement : entry.Event;

    /// <summary>
    /// The time as it stands. A consequence that was written with its cause's time moves with its cause: whoever corrects the
    /// day a job was lost has also corrected the day of the return to placement.
    /// </summary>
    public Occurred TimeOf(Entry entry)
    {
        var at = entry;
        for (var step = 0; step <= causes.Count; step++)
        {
            if (AmendmentOf(at.Id)?.Event is EntryAmended { Occurred: { } corrected }) return corrected;
            if (at is not { Event: IConsequence, Causation: { } id } || !causes.TryGetValue(id, out var cause) || cause.Occurred != at.Occurred) break;
            at = cause;
        }
        return entry.Occurred;
    }

    private void RetractConsequences(IReadOnlyCollection<Entry> known)
    {
        if (retracted.Count == 0) return;
        bool more;
        do
        {
            more = false;
            foreach (var entry in known)
            {
                if (entry is { Event: IConsequence, Causation: { } cause } && retracted.Contains(cause)) more |= retracted.Add(entry.Id);
            }
        }
        while (more);
    }
}

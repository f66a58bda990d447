using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Corrections;

/// <summary>Changes what another entry says. Applied whenever it is known, whatever day is asked for.</summary>
public interface ICorrection
{
    /// <summary>The id of the corrected entry.</summary>
    Guid Target { get; }
}

public enum CorrectionReason { WrongPerson, WrongDate, WrongValue, Duplicate, DidNotHappen, SourceChanged, Other }

/// <summary>An entry was wrong as a whole. Retracting a retraction brings the entry back.</summary>
public sealed record EntryRetracted(Guid Target, CorrectionReason Reason, Sealed<string>? Note = null) : ParticipantEvent, ICorrection
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>An entry should have said something else. The latest amendment that stands is in force.</summary>
/// <param name="Replacement">The whole event as it should have been, of the same type.</param>
/// <param name="Occurred">The time as it should have been; null keeps what was said.</param>
public sealed record EntryAmended(Guid Target, JourneyEvent Replacement, Occurred? Occurred, CorrectionReason Reason, Sealed<string>? Note = null) : ParticipantEvent, ICorrection
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>Which entries are retracted and which amendment of each is in force, by all that is known.</summary>
public sealed class Standing
{
    private readonly HashSet<Guid> retracted = [];
    private readonly Dictionary<Guid, Entry> amendments = [];

    public static Standing Of(IReadOnlyCollection<Entry> known)
    {
        var standing = new Standing();
        // From the latest back: a correction that has itself been retracted corrects nothing.
        foreach (var entry in known.OrderByDescending(e => e.Seq))
        {
            if (entry.Event is not ICorrection correction || standing.retracted.Contains(entry.Id)) continue;
            if (correction is EntryRetracted) standing.retracted.Add(correction.Target);
            else standing.amendments.TryAdd(correction.Target, entry);
        }
        standing.RetractConsequences(known);
        return standing;
    }

    public bool IsRetracted(Entry entry) => retracted.Contains(entry.Id);

    public Entry? AmendmentOf(Guid entry) => amendments.GetValueOrDefault(entry);

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

/// <summary>Correct, don't hide: what was written stays, and another event says what is right.</summary>
public static class Correct
{
    public static Decision Retract(IReadOnlyCollection<Entry> history, Guid target, CorrectionReason reason, Sealed<string>? note = null)
    {
        if (history.FirstOrDefault(e => e.Id == target) is not { } entry) return Unknown(target);
        return Standing.Of(history).IsRetracted(entry) ? Nothing : Accept(new EntryRetracted(target, reason, note));
    }

    public static Decision Amend(IReadOnlyCollection<Entry> history, Guid target, JourneyEvent replacement, Occurred? occurred, CorrectionReason reason, Sealed<string>? note = null)
    {
        if (history.FirstOrDefault(e => e.Id == target) is not { } entry) return Unknown(target);
        if (entry.Event is ICorrection) return Refuse("correction.of-correction", "A correction is not amended: retract it, and correct the original entry again.");
        if (entry.Event?.GetType() != replacement.GetType()) return Refuse("correction.type", $"An entry of type {entry.Type} is amended by one of the same type.");
        var standing = Standing.Of(history);
        if (standing.IsRetracted(entry)) return Refuse("correction.retracted", "A retracted entry is not amended: retract the retraction first.");
        if (entry.Event is IOfEnrollment was && replacement is IOfEnrollment becomes && was.Enrollment != becomes.Enrollment)
            return Refuse("correction.enrollment", "An amendment stays in its enrollment: retract the entry, and write it where it belongs.");
        var (standsNow, occurredNow) = standing.AmendmentOf(target) is { Event: EntryAmended a } ? (a.Replacement, a.Occurred ?? entry.Occurred) : (entry.Event, entry.Occurred);
        return Equals(standsNow, replacement) && (occurred ?? occurredNow) == occurredNow
            ? Nothing
            : Accept(new EntryAmended(target, replacement, occurred, reason, note));
    }

    private static Decision Unknown(Guid target) => Refuse("correction.unknown-entry", $"This history holds no entry {target}.");
}

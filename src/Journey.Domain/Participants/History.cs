using System.Collections.Immutable;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;

namespace Journey.Domain;

/// <summary>
/// The fold: one person's history, from one stream or from several linked ones, as the state that was true on D as known
/// on K. One function for pages, API, measures and exports alike. It never throws, whatever order history has.
/// </summary>
public static class History
{
    /// <summary>Folds <paramref name="entries"/> (any order) as of the two clocks.</summary>
    public static Participant Fold(IEnumerable<Entry> entries, AsOf asOf = default)
    {
        var person = Participant.Nobody;
        foreach (var entry in Effective(entries, asOf))
            person = Apply(person, entry);
        return person;
    }

    /// <summary>
    /// The next state without reading history again, where that gives the same: <paramref name="next"/> sorts last,
    /// corrects nothing and opens nothing. Null means: fold from the start.
    /// </summary>
    public static Participant? Advance(Participant person, Entry next)
    {
        if (next.Event is not ParticipantEvent happened || happened is IStart or ICorrection or IConsequence || next.Seq <= person.LastSeq) return null;
        if (happened is IOfEnrollment of && person.Enrollment(of.Enrollment) is not { Opened.Occurred.Precision: not Precision.Unknown }) return null;
        if (next.Occurred.Precision == Precision.Unknown) return null;
        var zone = happened is IOfEnrollment { Enrollment: var id } ? person.EnrollmentOrUnopened(id).Zone : person.Zone;
        var effective = new EffectiveEntry(next, happened, next.Occurred, next.Occurred.Day(zone)!.Value, 1, null);
        return effective.Day < person.LastDay ? null : Apply(person, effective);
    }

    /// <summary>The events that count, in the order in which they count.</summary>
    public static IReadOnlyList<EffectiveEntry> Effective(IEnumerable<Entry> entries, AsOf asOf = default)
    {
        var known = entries.Where(e => asOf.KnownOn is not { } k || e.RecordedAt <= k).ToList();
        var standing = Standing.Of(known);
        var zones = Zones.Of(known);

        var counted = new List<EffectiveEntry>(known.Count);
        foreach (var entry in known)
        {
            if (entry.Event is not ParticipantEvent written || written is ICorrection || standing.IsRetracted(entry)) continue;
            var amendment = standing.AmendmentOf(entry.Id);
            var (happened, occurred) = amendment is { Event: EntryAmended a }
                ? (a.Replacement as ParticipantEvent ?? written, a.Occurred ?? entry.Occurred)
                : (written, entry.Occurred);
            var zone = zones.For(happened);
            var day = occurred.Day(zone) ?? Occurred.Instant(entry.RecordedAt).Day(zone)!.Value;
            counted.Add(new EffectiveEntry(entry, happened, occurred, day, 1, amendment?.Id));
        }
        PlaceUndatedStarts(counted);
        return [.. counted.Where(e => asOf.TrueOn is not { } d || e.Day <= d).OrderBy(e => e.Day).ThenBy(e => e.Rank).ThenBy(e => e.Entry.Seq).ThenBy(e => e.Entry.Id)];
    }

    private static Participant Apply(Participant person, EffectiveEntry entry)
    {
        var stamp = new Stamp(entry.Entry.Id, entry.Occurred, entry.Day, entry.Entry.RecordedAt, entry.Entry.Actor, entry.Entry.Organization, entry.Entry.Seq, entry.Amendment);
        var next = entry.Happened.Fold(person, stamp);
        return next with { LastDay = entry.Day, LastSeq = Math.Max(person.LastSeq, entry.Entry.Seq) };
    }

    // An undated start counts just before the first dated event of its enrollment, so that nothing happens to somebody not yet there.
    private static void PlaceUndatedStarts(List<EffectiveEntry> counted)
    {
        for (var i = 0; i < counted.Count; i++)
        {
            if (counted[i] is not { Happened: IStart { Enrollment: var id }, Occurred.Precision: Precision.Unknown } start) continue;
            DateOnly? first = null;
            foreach (var other in counted)
            {
                if (other.Happened is IOfEnrollment of && of.Enrollment == id && other.Occurred.Precision != Precision.Unknown && (first is null || other.Day < first))
                    first = other.Day;
            }
            if (first is { } day) counted[i] = start with { Day = day, Rank = 0 };
        }
    }
}

/// <summary>One event that counts.</summary>
/// <param name="Entry">The entry as it was written.</param>
/// <param name="Happened">The event, as amended.</param>
/// <param name="Occurred">Its time, as amended.</param>
/// <param name="Day">The day it counts for.</param>
/// <param name="Rank">0 for an undated start, which comes before everything else of its day; else 1.</param>
/// <param name="Amendment">The amendment in force.</param>
public sealed record EffectiveEntry(Entry Entry, ParticipantEvent Happened, Occurred Occurred, DateOnly Day, int Rank, Guid? Amendment);

/// <summary>The zone of each enrollment's program: the event that opened it says so.</summary>
internal sealed class Zones
{
    private readonly Dictionary<EnrollmentId, TimeZoneInfo> byEnrollment = [];
    private TimeZoneInfo first = TimeZoneInfo.Utc;

    public static Zones Of(IEnumerable<Entry> known)
    {
        var zones = new Zones();
        foreach (var entry in known.OrderBy(e => e.Seq))
        {
            if (entry.Event is not EnrollmentOpened opened) continue;
            var zone = Enrollment.ZoneOf(opened.Zone);
            if (zones.byEnrollment.Count == 0) zones.first = zone;
            zones.byEnrollment[opened.Enrollment] = zone;
        }
        return zones;
    }

    public TimeZoneInfo For(ParticipantEvent happened) =>
        happened is IOfEnrollment of && byEnrollment.TryGetValue(of.Enrollment, out var zone) ? zone : first;
}

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
        var known = Known(entries, asOf);
        var standing = Standing.Of(known);
        var zones = Zones.Of(known, standing);
        var links = LinkedRecords.Of(known, standing);
        var person = Participant.Nobody with { Zones = zones, Links = links, CorrectedAhead = standing.Missing };
        var (lastDay, lastSeq) = (default(DateOnly), 0L);
        foreach (var entry in Effective(known, standing, zones, asOf.TrueOn))
        {
            if (entry.Happened is ParticipantRegistered && links.Absorbed.Contains(entry.Entry.Stream)) continue;
            person = Apply(person, entry);
            (lastDay, lastSeq) = (entry.Day, Math.Max(lastSeq, entry.Entry.Seq));
        }
        return person with { LastDay = lastDay, LastSeq = lastSeq };
    }

    /// <summary>
    /// The states of all days, everything that was known then: at the end of each day on which something counts, in order. True on any D
    /// is the last of them whose <see cref="Participant.LastDay"/> is not after D; before the first one nothing was.
    /// </summary>
    public static IEnumerable<Participant> Days(IEnumerable<Entry> entries, DateTimeOffset? knownOn = null)
    {
        var known = Known(entries, new AsOf(null, knownOn));
        var standing = Standing.Of(known);
        var zones = Zones.Of(known, standing);
        var links = LinkedRecords.Of(known, standing);
        var person = Participant.Nobody with { Zones = zones, Links = links, CorrectedAhead = standing.Missing };
        var (counted, last) = (false, 0L);
        var effective = Effective(known, standing, zones, null);
        for (var i = 0; i < effective.Count; i++)
        {
            var entry = effective[i];
            if (!(entry.Happened is ParticipantRegistered && links.Absorbed.Contains(entry.Entry.Stream)))
                (person, counted, last) = (Apply(person, entry), true, Math.Max(last, entry.Entry.Seq));
            if (!counted || i + 1 < effective.Count && effective[i + 1].Day == entry.Day) continue;
            yield return person = person with { LastDay = entry.Day, LastSeq = last };
            counted = false;
        }
    }

    /// <summary>
    /// The next state of an ordinary (D and K unlimited) one without reading history again, where that gives the same:
    /// <paramref name="next"/> sorts last, corrects nothing and opens nothing. Null means: fold from the start.
    /// </summary>
    public static Participant? Advance(Participant person, Entry next)
    {
        if (next.Event is not ParticipantEvent happened || happened is IStart or ICorrection or ILink || next.Seq <= person.LastSeq) return null;
        if (happened is IConsequence && next.Causation is not null || person.CorrectedAhead.Contains(next.Id)) return null;
        // Whose registration counts depends on which records are folded together, and this entry may be the first of its record.
        if (happened is ParticipantRegistered || person.Links.Outside.Contains(new ParticipantId(next.Stream))) return null;
        // An undated start sorts just before the first dated event of its enrollment, which may be this one.
        if (happened is IOfEnrollment of && person.Enrollment(of.Enrollment) is not { Opened.Occurred.Precision: not Precision.Unknown }) return null;
        if (next.Occurred.Day(person.Zones.For(happened)) is not { } day || day < person.LastDay) return null;
        return Apply(person, new EffectiveEntry(next, happened, next.Occurred, day, 1, null, next.ImportedAt)) with { LastDay = day, LastSeq = next.Seq };
    }

    /// <summary>The events that count, in the order in which they count.</summary>
    public static IReadOnlyList<EffectiveEntry> Effective(IEnumerable<Entry> entries, AsOf asOf = default)
    {
        var known = Known(entries, asOf);
        var standing = Standing.Of(known);
        return Effective(known, standing, Zones.Of(known, standing), asOf.TrueOn);
    }

    private static List<Entry> Known(IEnumerable<Entry> entries, AsOf asOf) =>
        [.. entries.Where(e => asOf.KnownOn is not { } k || e.RecordedAt <= k)];

    private static List<EffectiveEntry> Effective(List<Entry> known, Standing standing, Zones zones, DateOnly? trueOn)
    {
        var counted = new List<EffectiveEntry>(known.Count);
        foreach (var entry in known)
        {
            if (entry.Event is not ParticipantEvent written || written is ICorrection || standing.IsRetracted(entry)) continue;
            var happened = standing.Says(entry) as ParticipantEvent ?? written;
            var occurred = standing.TimeOf(entry);
            var zone = zones.For(happened);
            var day = occurred.Day(zone) ?? Occurred.Instant(entry.RecordedAt).Day(zone)!.Value;
            counted.Add(new EffectiveEntry(entry, happened, occurred, day, 1, standing.AmendmentOf(entry.Id)?.Id, occurred == entry.Occurred ? entry.ImportedAt : standing.AmendmentOf(entry.Id)?.RecordedAt));
        }
        PlaceUndatedStarts(counted);
        if (trueOn is { } d) counted.RemoveAll(e => e.Day > d);
        counted.Sort(static (a, b) =>
            a.Day.CompareTo(b.Day) is not 0 and var byDay ? byDay
            : a.Rank.CompareTo(b.Rank) is not 0 and var byRank ? byRank
            : a.Entry.Seq.CompareTo(b.Entry.Seq) is not 0 and var bySeq ? bySeq
            : a.Entry.Id.CompareTo(b.Entry.Id));
        return counted;
    }

    private static Participant Apply(Participant person, EffectiveEntry entry)
    {
        var stamp = new Stamp(entry.Entry.Id, entry.Occurred, entry.Day, entry.Entry.RecordedAt, entry.Entry.Actor, entry.Entry.Organization, entry.Entry.Seq, entry.Amendment, entry.MovedAt);
        var next = entry.Happened.Fold(person, stamp);
        if (entry.Happened is IOfEnrollment of && next == person) next = person.With(person.EnrollmentOrUnopened(of.Enrollment).NotingWithoutEffect(stamp));
        return next;
    }

    // An undated start counts just before the first dated event of its enrollment, so that nothing happens to somebody not yet there. A
    // move to another version happens to the record and not to the person: it dates nothing.
    private static void PlaceUndatedStarts(List<EffectiveEntry> counted)
    {
        for (var i = 0; i < counted.Count; i++)
        {
            if (counted[i] is not { Happened: IStart { Enrollment: var id }, Occurred.Precision: Precision.Unknown } start) continue;
            DateOnly? first = null;
            foreach (var other in counted)
            {
                if (other.Happened is IOfEnrollment of and not EnrollmentMoved && of.Enrollment == id && other.Occurred.Precision != Precision.Unknown && (first is null || other.Day < first))
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
/// <param name="MovedAt">When that was written down, where it changed the time; else when an import brought the entry.</param>
public sealed record EffectiveEntry(Entry Entry, ParticipantEvent Happened, Occurred Occurred, DateOnly Day, int Rank, Guid? Amendment, DateTimeOffset? MovedAt = null);

using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.EventStore;

namespace Journey.Host.Features.Events.Published;

/// <summary>Finds what entries belong to where their envelope does not say it: from the enrollments, seats and cohorts written before them.</summary>
internal sealed class Reaches
{
    private static readonly string[] Telling = ["enrollment_opened", "enrollment_moved", "seat_offered", "offer_accepted", "record_linked", "cohort_opened"];

    private readonly Dictionary<Guid, Reach> known = [];
    private ILookup<Guid, (long Seq, JourneyEvent? Event)> told = Array.Empty<(Guid, long, JourneyEvent?)>().ToLookup(t => t.Item1, t => (t.Item2, t.Item3));

    private Reaches() { }

    public static async Task<Reaches> Gather(Operator op, IReadOnlyList<(StoredEvent Stored, JourneyEvent? Event, Consent? Consent)> entries, CancellationToken ct)
    {
        var found = new Reaches();
        var open = new List<(StoredEvent Stored, JourneyEvent? Event, Consent? Consent)>();
        foreach (var entry in entries)
        {
            if (Said(entry.Stored, entry.Event) is { } reach) found.known[entry.Stored.Id] = reach;
            else open.Add(entry);
        }
        if (open.Count == 0) return found;
        var read = await Store.ReadStreams(op, [.. open.Select(o => CohortOf(o.Stored, o.Event) ?? o.Stored.StreamId).Distinct()], Telling, ct);
        // Of a merged person also what was written on the other record.
        var others = read.Where(e => e.Type == "record_linked").Select(e => ((RecordLinked)Body.Read(e.Type, e.Data)!).Other.Value).Distinct().ToList();
        if (others.Count > 0) read = [.. read, .. (await Store.ReadStreams(op, others, Telling, ct)).Where(e => read.All(r => r.StreamId != e.StreamId))];
        found.told = read.ToLookup(e => e.StreamId, e => (e.Seq, Body.Read(e.Type, e.Data)));
        foreach (var (stored, happened, consent) in open) found.known[stored.Id] = found.Look(stored, happened, consent);
        return found;
    }

    public Reach Of(StoredEvent stored) => known.GetValueOrDefault(stored.Id, Reach.None);

    private static Reach? Said(StoredEvent stored, JourneyEvent? happened) => happened switch
    {
        ProgramPublished e => Reach.Of(e.Program, e.Version, null),
        CohortOpened e => Reach.Of(e.Program, e.Version, e.Cohort.Value),
        CohortEvent => null,
        _ when CohortOf(stored, happened) is not null => null,
        IOfEnrollment => Reach.OfHeaders(stored.Headers),
        ParticipantEvent => null,
        _ => Reach.None,
    };

    private static Guid? CohortOf(StoredEvent stored, JourneyEvent? happened) => happened switch
    {
        CohortEvent => stored.StreamId,
        SiteVisitHeld e => e.Cohort?.Value,
        GuestTalkGiven e => e.Cohort?.Value,
        _ => null,
    };

    private static EnrollmentId? EnrollmentOf(JourneyEvent? happened, Consent? ending) => happened switch
    {
        IOfEnrollment e => e.Enrollment,
        ConsentGiven e => e.Enrollment,
        ConsentWithdrawn => ending?.Enrollment,
        StaffAssigned e => e.Enrollment,
        ReferralSent e => e.Enrollment,
        _ => null,
    };

    private Reach Look(StoredEvent stored, JourneyEvent? happened, Consent? ending)
    {
        if (CohortOf(stored, happened) is { } cohort) return told[cohort].Select(t => t.Event).OfType<CohortOpened>().FirstOrDefault() is { } opened ? Reach.Of(opened.Program, opened.Version, cohort) : Reach.Of(null, null, cohort);
        var before = Before(stored);
        if (EnrollmentOf(happened, ending) is { } enrollment)
        {
            before = [.. before.Where(e => e is IOfEnrollment of && of.Enrollment == enrollment)];
            var program = before.OfType<EnrollmentOpened>().FirstOrDefault();
            return Reach.Of(program?.Program, before.OfType<EnrollmentMoved>().LastOrDefault()?.To ?? program?.Version, before.Select(Seat).LastOrDefault(s => s is not null));
        }
        return new Reach([.. before.OfType<EnrollmentOpened>().Select(e => e.Program)], [.. before.Select(Seat).OfType<Guid>()]);
    }

    // The entry itself included: an opening belongs to the program that it opens.
    private List<JourneyEvent?> Before(StoredEvent stored)
    {
        var own = told[stored.StreamId].Where(t => t.Seq <= stored.Seq).ToList();
        var linked = own.Select(t => t.Event).OfType<RecordLinked>().SelectMany(l => told[l.Other.Value]).Where(t => t.Seq <= stored.Seq);
        return [.. own.Concat(linked).OrderBy(t => t.Seq).Select(t => t.Event)];
    }

    private static Guid? Seat(JourneyEvent? happened) => happened switch { SeatOffered e => e.Cohort.Value, OfferAccepted e => e.Cohort.Value, _ => null };
}

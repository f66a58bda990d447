using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Events.Published;

/// <summary>
/// What a page of the log is told with beside its own bodies, in a few queries for all of it. Only what was written before an entry is
/// looked at, so that an entry is told the same whenever it is asked for.
/// </summary>
internal sealed class PageFacts
{
    private readonly Dictionary<Guid, LoggedEvent> named = [];
    private readonly Dictionary<Guid, Consent> ending = [];
    private Reaches reaches = null!;

    private PageFacts() { }

    public static async Task<PageFacts> Gather(Operator op, IReadOnlyList<(LoggedEvent Logged, JourneyEvent Event)> page, CancellationToken ct)
    {
        var facts = new PageFacts();
        foreach (var (logged, _) in page) facts.named[logged.Event.Id] = logged;
        await facts.Withdrawals(op, [.. page.Where(p => p.Event is ConsentWithdrawn)], ct);
        await facts.Targets(op, [.. page.Select(p => p.Event).OfType<ICorrection>().Select(c => c.Target), .. facts.ending.Values.Select(c => c.Given.Event)], ct);
        facts.reaches = await Reaches.Gather(op, [.. page.Select(p => facts.Root(p.Logged)).DistinctBy(r => r.Event.Id).Select(r => (r.Event, Event: Read(r), Consent: facts.ending.GetValueOrDefault(r.Event.Id)))], ct);
        return facts;
    }

    public NamedEntry? Target(StoredEvent stored, JourneyEvent happened)
    {
        Guid? target = happened is ICorrection correction ? correction.Target : ending.TryGetValue(stored.Id, out var consent) ? consent.Given.Event : null;
        return target is { } id && named.TryGetValue(id, out var entry) ? new(id, PublicEvents.OfWire(entry.Event.Type)?.Type ?? PublicEvents.Withheld, entry.Position) : null;
    }

    public Consent? Ending(StoredEvent stored) => ending.GetValueOrDefault(stored.Id);

    /// <summary>What a correction is about in the end; anything else itself.</summary>
    public LoggedEvent Root(LoggedEvent entry)
    {
        // A correction names an earlier entry; that it names itself, only a foreign writer could have said.
        for (var step = 0; step < 100 && Read(entry) is ICorrection correction && named.TryGetValue(correction.Target, out var target); step++) entry = target;
        return entry;
    }

    public Reach Of(LoggedEvent entry) => reaches.Of(Root(entry).Event);

    private async Task Targets(Operator op, IReadOnlyCollection<Guid> wanted, CancellationToken ct)
    {
        while (wanted.Where(w => !named.ContainsKey(w)).Distinct().ToList() is { Count: > 0 } missing)
        {
            var found = await Store.ReadLogged(op, missing, ct);
            foreach (var entry in found) named[entry.Event.Id] = entry;
            wanted = [.. found.Select(Read).OfType<ICorrection>().Select(c => c.Target)];
        }
    }

    private async Task Withdrawals(Operator op, IReadOnlyList<(LoggedEvent Logged, JourneyEvent Event)> withdrawals, CancellationToken ct)
    {
        if (withdrawals.Count == 0) return;
        var streams = (await Store.ReadStreams(op, [.. withdrawals.Select(w => w.Logged.Event.StreamId).Distinct()], ct)).ToLookup(e => e.StreamId);
        foreach (var (logged, happened) in withdrawals)
        {
            var (stored, id) = (logged.Event, ((ConsentWithdrawn)happened).Consent);
            var before = streams[stored.StreamId].Where(e => e.Seq < stored.Seq).Select(Entries.Of).ToList();
            var person = History.Fold(before);
            if (!person.Consents.Exists(c => c.Id == id) && !person.LinkedWith.IsEmpty)
                person = History.Fold([.. before, .. (await Store.ReadStreams(op, [.. person.LinkedWith.Select(l => l.Value)], ct)).Where(e => e.Seq < stored.Seq).Select(Entries.Of)]);
            if (person.Consents.Find(c => c.Id == id) is { } consent) ending[stored.Id] = consent;
        }
    }

    private static JourneyEvent? Read(LoggedEvent entry) => Body.Read(entry.Event.Type, entry.Event.Data);
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Features.Events.Published;
using Journey.Projections;

namespace Journey.Host.Features.Events;

/// <summary>One entry of the log, ready to leave.</summary>
/// <param name="Stream">Whose order has to be kept.</param>
/// <param name="InScope">Whether the subscription it was made for gets it.</param>
/// <param name="Type">Its public type.</param>
/// <param name="Text">The CloudEvent as JSON; out of scope, nothing but that there is a position.</param>
public sealed record PublicEntry(long Position, Guid Event, Guid Stream, bool InScope, string Type, string Text)
{
    /// <summary>The CloudEvent, parsed anew each time.</summary>
    public JsonObject Body => JsonNode.Parse(Text)!.AsObject();
}

/// <summary>The log holds an event that this host does not know, so it cannot say how it is told outside. A newer host can.</summary>
public sealed class NewerEvent(long position) : Exception($"This host does not know the event at position {position}.")
{
    public long Position => position;

    /// <summary>What a delivery that has come so far says, for people.</summary>
    public static string Waits(long position) => $"the event at position {position} is of a newer version: a newer host takes over";
}

/// <summary>
/// Turns log entries into CloudEvents (1.0, JSON): thin public facts, the public reference instead of a participant's stream. An entry is
/// told once and kept as long as the log's reader keeps it, whoever asks.
/// </summary>
public sealed class Feed
{
    private const int Remembered = 200_000;
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ConcurrentDictionary<(OperatorId, Guid), string> references = new();
    private readonly ConditionalWeakTable<LoggedEvent, Told> told = [];

    /// <summary>Every entry with whether it is in scope.</summary>
    /// <param name="log">A stretch of the log, in its order.</param>
    /// <param name="origin">The history it is of; null: today's.</param>
    /// <exception cref="NewerEvent">One of them is not known here.</exception>
    public Task<IReadOnlyList<PublicEntry>> Scoped(Operator op, IReadOnlyList<LoggedEvent> log, SubscriptionScope scope, CancellationToken ct, string? origin = null) => Scoped(op, log, scope, [], ct, origin);

    /// <summary>The same for a subscription: what demands a deletion also reaches it where its scope reached at an earlier time.</summary>
    public Task<IReadOnlyList<PublicEntry>> Scoped(Operator op, IReadOnlyList<LoggedEvent> log, Subscription subscription, CancellationToken ct) => Scoped(op, log, subscription.Scope, subscription.EarlierScopes, ct);

    internal async Task<IReadOnlyList<PublicEntry>> Scoped(Operator op, IReadOnlyList<LoggedEvent> log, SubscriptionScope scope, ImmutableArray<SubscriptionScope> earlier, CancellationToken ct, string? origin = null)
    {
        if (log.Count == 0) return [];
        origin ??= await Store.LogOrigin(op, ct);
        await Tell(op, [.. log.Where(e => !(told.TryGetValue(e, out var known) && known.Origin == origin))], origin, ct);
        return [.. log.Select(e => Entry(op, e, scope, earlier, origin))];
    }

    /// <summary>Whether this host can say how the entry is told outside.</summary>
    public static bool Knows(LoggedEvent logged) =>
        PublicEvents.OfWire(logged.Event.Type) is null ? Upcaster.Shipped.ContainsKey(logged.Event.Type) || Wire.TryTypeOf(logged.Event.Type, out _)
        // An amendment holds another event, which may be one of a newer host.
        : logged.Event.Type != "entry_amended" || Journey.Domain.Body.Read(logged.Event.Type, logged.Event.Data) is not null;

    private PublicEntry Entry(Operator op, LoggedEvent logged, SubscriptionScope scope, ImmutableArray<SubscriptionScope> earlier, string origin)
    {
        var known = told.TryGetValue(logged, out var found) && found.Origin == origin ? found : throw new InvalidOperationException("An entry was not told.");
        return known.IsIn(scope) || (known.DemandsDeletion && earlier.Any(known.IsIn))
            ? new(logged.Position, logged.Event.Id, logged.Event.StreamId, true, known.Type, known.Text)
            : new(logged.Position, logged.Event.Id, logged.Event.StreamId, false, PublicEvents.Withheld, known.Type == PublicEvents.Withheld ? known.Text : Write(Envelope(op, logged, PublicEvents.Withheld, origin)));
    }

    private async Task Tell(Operator op, IReadOnlyList<LoggedEvent> log, string origin, CancellationToken ct)
    {
        if (log.Count == 0) return;
        if (log.FirstOrDefault(e => !Knows(e)) is { } newer) throw new NewerEvent(newer.Position);
        List<(LoggedEvent Logged, JourneyEvent Event)> page = [.. log.Where(e => PublicEvents.OfWire(e.Event.Type) is not null).Select(e => (e, Journey.Domain.Body.Read(e.Event.Type, e.Event.Data) ?? throw new NewerEvent(e.Position)))];
        var facts = await PageFacts.Gather(op, page, ct);
        await Learn(op, page.Where(p => p.Event is ParticipantEvent).Select(p => p.Logged.Event.StreamId).Concat(page.Select(p => OtherOf(p.Event)).OfType<Guid>()).Distinct(), ct);
        foreach (var (logged, happened) in page) told.AddOrUpdate(logged, Say(op, logged, happened, facts, origin));
        foreach (var logged in log.Where(e => PublicEvents.OfWire(e.Event.Type) is null))
            told.AddOrUpdate(logged, new Told(PublicEvents.Withheld, PublicEvents.Withheld, Reach.None, origin, Write(Envelope(op, logged, PublicEvents.Withheld, origin))));
    }

    private Told Say(Operator op, LoggedEvent logged, JourneyEvent happened, PageFacts facts, string origin)
    {
        var (stored, reach) = (logged.Event, facts.Of(logged));
        var answer = Envelope(op, logged, PublicEvents.TypeOf(happened), origin);
        var subject = Subject(op, stored, happened);
        var occurred = Occurred.Stored(stored.OccurredAt, (Precision)stored.Precision);
        answer["subject"] = subject;
        answer["partitionkey"] = subject;
        if (occurred is { Precision: Precision.Instant, At: { } at }) answer["time"] = Instant(at);
        answer["occurred"] = new When(occurred).ToString();
        answer["recorded"] = Instant(stored.RecordedAt);
        answer["streamversion"] = stored.Version.ToString(CultureInfo.InvariantCulture);
        if (stored.CausationId is { } cause) answer["cause"] = cause;
        // What is said of a person belongs to all that they take part in: no one program to name.
        if (reach.Version is { } version) (answer["program"], answer["programversion"]) = (reach.Programs.First(), version);
        if (reach.Cohorts.Count == 1 && (reach.Version is not null || happened is not ParticipantEvent)) answer["cohort"] = reach.Cohorts.First().ToString();
        answer["dataschema"] = EventSchemas.Id(PublicEvents.TypeOf(happened));
        answer["datacontenttype"] = "application/json";
        answer["data"] = PublicEvents.Facts(happened, new EntryFacts(subject, facts.Target(stored, happened), facts.Ending(stored), OtherOf(happened) is { } other ? Person(op, other) : null));
        var root = facts.Root(logged);
        return new Told(PublicEvents.TypeOf(happened), PublicEvents.OfWire(root.Event.Type)?.Type ?? PublicEvents.Withheld, reach, origin, Write(answer));
    }

    private static JsonObject Envelope(Operator op, LoggedEvent logged, string type, string origin) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = logged.Event.Id.ToString(),
        ["source"] = $"/operators/{op.Id}",
        ["type"] = type,
        // An integer attribute holds 32 bits only, a position more; a sequence has to sort as text.
        ["position"] = logged.Position.ToString(CultureInfo.InvariantCulture),
        ["sequence"] = logged.Position.ToString("D19", CultureInfo.InvariantCulture),
        ["logorigin"] = origin,
    };

    private string Subject(Operator op, StoredEvent stored, JourneyEvent happened) => happened switch
    {
        ParticipantEvent => Person(op, stored.StreamId),
        Domain.Cohorts.CohortEvent => $"cohorts/{stored.StreamId}",
        Domain.Partners.OrganizationEvent => $"organizations/{stored.StreamId}",
        Domain.Partners.EmployerEvent => $"employers/{stored.StreamId}",
        _ => "programs",
    };

    private string Person(Operator op, Guid stream) => references.TryGetValue((op.Id, stream), out var reference) ? $"participants/{reference}" : "participants/unregistered";

    private static Guid? OtherOf(JourneyEvent happened) => happened switch { RecordLinked e => e.Other.Value, RecordUnlinked e => e.Other.Value, _ => null };

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Write(JsonObject body) => body.ToJsonString(Relaxed);

    // A reference never changes, so it is read once. Most stand in the header rows; right after an import they stand in the streams only.
    private async Task Learn(Operator op, IEnumerable<Guid> people, CancellationToken ct)
    {
        if (references.Count > Remembered) references.Clear();
        var unknown = people.Where(p => !references.ContainsKey((op.Id, p))).ToList();
        if (unknown.Count == 0) return;
        foreach (var (person, reference) in await ParticipantHeader.References(op, unknown, ct)) references[(op.Id, person.Value)] = reference;
        var missing = unknown.Where(p => !references.ContainsKey((op.Id, p))).ToList();
        if (missing.Count == 0) return;
        foreach (var stored in await Store.ReadStreams(op, missing, ["participant_registered"], ct))
        {
            if (Journey.Domain.Body.Read(stored.Type, stored.Data) is ParticipantRegistered registered) references.TryAdd((op.Id, stored.StreamId), registered.Reference);
        }
    }
}

/// <summary>An entry as it is told outside.</summary>
/// <param name="RootType">The public type of what a correction is about in the end; else its own.</param>
internal sealed record Told(string Type, string RootType, Reach Reach, string Origin, string Text)
{
    public bool DemandsDeletion => PublicEvents.DemandsDeletion.Contains(RootType);

    /// <summary>Whoever got an entry gets its correction, and so does who asks for corrections; what demands a deletion reaches everybody who may have something of that person.</summary>
    public bool IsIn(SubscriptionScope scope)
    {
        if (scope is { Types.IsEmpty: true, Programs.IsEmpty: true, Cohorts.IsEmpty: true }) return true;
        if (Type == PublicEvents.Withheld) return scope.Types.Contains(PublicEvents.Withheld) && scope is { Programs.IsEmpty: true, Cohorts.IsEmpty: true };
        var wanted = scope.Types.IsEmpty || scope.Types.Contains(RootType) || scope.Types.Contains(Type) || DemandsDeletion;
        return wanted && Reach.IsIn(scope);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Projections;

namespace Journey.Host.Features.Events;

/// <summary>One entry of the log, ready to leave.</summary>
/// <param name="Stream">Whose order has to be kept.</param>
/// <param name="InScope">Whether the subscription it was made for gets it.</param>
/// <param name="Body">The CloudEvent.</param>
public sealed record PublicEntry(long Position, Guid Event, Guid Stream, bool InScope, JsonObject Body);

/// <summary>Turns log entries into CloudEvents (1.0, JSON): thin public facts, the public reference instead of a participant's stream.</summary>
public sealed class Feed
{
    private const int Remembered = 200_000;
    private readonly ConcurrentDictionary<(OperatorId, Guid), string> references = new();

    /// <summary>One public entry for each log entry, in the log's order.</summary>
    public async Task<IReadOnlyList<JsonObject>> Public(Operator op, IReadOnlyList<LoggedEvent> log, CancellationToken ct)
    {
        await Learn(op, log.Where(e => IsPersonal(e.Event)).Select(e => e.Event.StreamId).Distinct(), ct);
        return [.. log.Select(e => Public(op, e))];
    }

    /// <summary>The same for one subscription: every entry, with whether it is in scope.</summary>
    public async Task<IReadOnlyList<PublicEntry>> Scoped(Operator op, IReadOnlyList<LoggedEvent> log, SubscriptionScope scope, CancellationToken ct)
    {
        var bodies = await Public(op, log, ct);
        return [.. log.Zip(bodies, (e, body) => new PublicEntry(e.Position, e.Event.Id, e.Event.StreamId, scope.Types.IsEmpty || scope.Types.Contains(body["type"]!.GetValue<string>()), body))];
    }

    private JsonObject Public(Operator op, LoggedEvent logged)
    {
        var stored = logged.Event;
        var form = PublicEvents.OfWire(stored.Type);
        var answer = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = stored.Id.ToString(),
            ["source"] = $"/operators/{op.Id}",
            ["type"] = form?.Type ?? PublicEvents.Withheld,
            // An integer attribute holds 32 bits only, a position more.
            ["position"] = logged.Position.ToString(CultureInfo.InvariantCulture),
        };
        if (form is null) return answer;
        var occurred = Occurred.Stored(stored.OccurredAt, (Precision)stored.Precision);
        answer["subject"] = Subject(op, stored);
        if (occurred is { Precision: Precision.Instant, At: { } at }) answer["time"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        answer["occurred"] = new When(occurred).ToString();
        answer["recorded"] = stored.RecordedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        answer["streamversion"] = stored.Version.ToString(CultureInfo.InvariantCulture);
        if (stored.CausationId is { } cause) answer["cause"] = cause;
        answer["datacontenttype"] = "application/json";
        answer["data"] = PublicEvents.Facts(form, JsonNode.Parse(stored.Data)!.AsObject());
        return answer;
    }

    private string Subject(Operator op, StoredEvent stored)
    {
        if (IsPersonal(stored)) return references.TryGetValue((op.Id, stored.StreamId), out var reference) ? $"participants/{reference}" : "participants/unregistered";
        if (!Wire.TryTypeOf(stored.Type, out var type)) return "unknown";
        return type.BaseType!.Name switch
        {
            "CohortEvent" => $"cohorts/{stored.StreamId}",
            "OrganizationEvent" => $"organizations/{stored.StreamId}",
            "EmployerEvent" => $"employers/{stored.StreamId}",
            _ => "programs",
        };
    }

    private static bool IsPersonal(StoredEvent stored) => !Wire.TryTypeOf(stored.Type, out var type) || typeof(ParticipantEvent).IsAssignableFrom(type);

    // A reference never changes, so it is read once. Most stand in the header rows; right after an import they stand in the streams only.
    private async Task Learn(Operator op, IEnumerable<Guid> people, CancellationToken ct)
    {
        if (references.Count > Remembered) references.Clear();
        var unknown = people.Where(p => !references.ContainsKey((op.Id, p))).ToList();
        if (unknown.Count == 0) return;
        foreach (var (person, reference) in await ParticipantHeader.References(op, unknown, ct)) references[(op.Id, person.Value)] = reference;
        var missing = unknown.Where(p => !references.ContainsKey((op.Id, p))).ToList();
        if (missing.Count == 0) return;
        foreach (var stored in (await Store.ReadStreams(op, missing, ct)).Where(e => e.Type == "participant_registered"))
        {
            if (Body.Read(stored.Type, stored.Data) is ParticipantRegistered registered) references.TryAdd((op.Id, stored.StreamId), registered.Reference);
        }
    }
}

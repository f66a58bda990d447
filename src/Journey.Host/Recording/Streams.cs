using System.Text.Json;
using Journey.Domain;
using Journey.EventStore;
using Npgsql;

namespace Journey.Host.Recording;

/// <summary>
/// Load, decide, append on one stream that holds nothing sealed, where no journal is at hand: a program's, a migration's. A command of
/// the API goes through the <see cref="Journal"/>, whose rules reach any stream by <see cref="Situation.Stream"/>.
/// </summary>
public static class Streams
{
    private const int Attempts = 8;

    /// <param name="fold">The stream's events, oldest first; null for one that this host does not know.</param>
    /// <param name="decide">Called again after somebody else was first, so it must only read and decide.</param>
    /// <returns>The decision, and the state with what it brought about.</returns>
    public static Task<(Decision Decision, T After)> Decide<T>(Caller caller, string type, Guid stream, Func<IEnumerable<JourneyEvent?>, T> fold, Func<T, Decision> decide, DateTimeOffset now, CancellationToken ct) => Again(async () =>
    {
        var history = (await Store.ReadStream(caller.Operator, stream, ct: ct)).Select(e => Body.Read(e.Type, e.Data)).ToList();
        var before = fold(history);
        Decision decision = history.Contains(null) ? Unknown : decide(before);
        if (decision is not Decision.Accepted accepted) return (decision, before);
        await Append(caller, type, stream, history.Count, accepted.Events, now, ct);
        return (decision, fold([.. history, .. accepted.Events]));
    }, ct);

    /// <exception cref="ConcurrencyConflict">Somebody else was first.</exception>
    public static Task Append(Caller caller, string type, Guid stream, long version, IReadOnlyList<JourneyEvent> events, DateTimeOffset now, CancellationToken ct)
    {
        var headers = JsonSerializer.Serialize(new { purpose = caller.Purpose }, Body.Options);
        var ids = events.Select(_ => Guid.CreateVersion7(now)).ToList();
        return Store.Append(caller.Operator, new([new(stream, type, version, [.. events.Select((e, i) => new EventToAppend
        {
            Id = ids[i], Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = now, RecordedAt = now, Actor = caller.Actor.User, Organization = caller.Actor.Organization,
            // What a decision states after its first event follows from it.
            CorrelationId = caller.Correlation, CausationId = i == 0 ? null : ids[0].ToString(), Headers = headers,
        })])]), ct);
    }

    internal static Decision.Refused Unknown { get; } = new Decision.Refused("stream.unknown-event", "This host does not know an event of this history, so it decides nothing on it. A newer host does.");

    /// <summary>Once more on what is true now, where somebody else was first or two waited for each other: of neither was anything kept.</summary>
    /// <param name="conflicts">False: a conflict is for the caller to tell.</param>
    internal static async Task<T> Again<T>(Func<Task<T>> once, CancellationToken ct, bool conflicts = true)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await once(); }
            catch (Exception e) when (attempt < Attempts && (e is ConcurrencyConflict && conflicts || e is PostgresException p && Fault.GaveWay(p)))
            {
                // A short random wait, so that many do not meet again.
                await Task.Delay(Random.Shared.Next(1, 4 << attempt), ct);
            }
        }
    }
}

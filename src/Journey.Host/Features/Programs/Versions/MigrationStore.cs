using Journey.Domain;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>A migration as it was read, with its stream's version.</summary>
public sealed record StoredMigration(Migration Migration, long Version, DateTimeOffset? Planned);

/// <summary>Migrations' streams: read, decided on, appended to.</summary>
public static class MigrationStore
{
    public const string StreamType = "migration";

    public static async Task<StoredMigration> Read(Operator op, MigrationId id, CancellationToken ct)
    {
        var stored = await Store.ReadStream(op, id.Value, ct: ct);
        return new(Migration.Fold(stored.Select(e => Body.Read(e.Type, e.Data))), stored.Count, stored.Count == 0 ? null : stored[0].RecordedAt);
    }

    /// <summary>All of them, the newest first.</summary>
    public static async Task<IReadOnlyList<StoredMigration>> All(Operator op, CancellationToken ct)
    {
        var streams = await Store.StreamsOf(op, StreamType, ct);
        return [.. (await Store.ReadStreams(op, [.. streams.Select(s => s.Id)], ct)).GroupBy(e => e.StreamId)
            .Select(g => new StoredMigration(Migration.Fold(g.Select(e => Body.Read(e.Type, e.Data))), g.Count(), g.First().RecordedAt)).OrderByDescending(m => m.Planned)];
    }

    /// <summary>Decides on what is true now, again where somebody else was first.</summary>
    public static async Task<(Decision Decision, StoredMigration After)> Decide(Caller caller, MigrationId id, Func<Migration, Decision> decide, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            var (migration, version, _) = await Read(caller.Operator, id, ct);
            var decision = decide(migration);
            if (decision is not Decision.Accepted accepted) return (decision, new(migration, version, null));
            try
            {
                await Append(caller, id, version, accepted.Events, now, ct);
                return (decision, await Read(caller.Operator, id, ct));
            }
            catch (ConcurrencyConflict) { }
        }
    }

    /// <exception cref="ConcurrencyConflict">Somebody else was first.</exception>
    public static Task Append(Caller caller, MigrationId id, long version, IReadOnlyList<JourneyEvent> events, DateTimeOffset now, CancellationToken ct) =>
        Store.Append(caller.Operator, new([new(id.Value, StreamType, version, [.. events.Select(e => new EventToAppend
        {
            Id = Guid.CreateVersion7(now), Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = now, RecordedAt = now,
            Actor = caller.Actor.User, Organization = caller.Actor.Organization, CorrelationId = caller.Correlation,
        })])]), ct);

    /// <summary>One host at a time moves its people. Null: another one does.</summary>
    public static Task<IAsyncDisposable?> Hold(Operator op, MigrationId id, CancellationToken ct) => Store.TryHold(op, $"migration {id}", ct);
}

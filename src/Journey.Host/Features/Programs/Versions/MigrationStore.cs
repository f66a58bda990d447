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
        var (decision, _) = await Streams.Decide(caller, StreamType, id.Value, Migration.Fold, decide, now, ct);
        return (decision, await Read(caller.Operator, id, ct));
    }

    /// <summary>One host at a time moves its people. Null: another one does.</summary>
    public static Task<IAsyncDisposable?> Hold(Operator op, MigrationId id, CancellationToken ct) => Store.TryHold(op, $"migration {id}", ct);
}

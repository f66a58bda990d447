using Journey.EventStore;

namespace Journey.Projections;

/// <summary>How far a shard is behind the log.</summary>
/// <param name="Events">Events of the log that it has not taken yet.</param>
/// <param name="Seconds">For how long the first of them has been in the log; 0 when there is none.</param>
/// <param name="Status">`running`; `failing` while a batch cannot be written (see <paramref name="Error"/>); `unclaimed` when no host works on it.</param>
/// <param name="Error">A kind or an SQLSTATE, never a value.</param>
/// <param name="Owner">The host that holds it; when it is unclaimed, the one that did not let go of it; null: let go of.</param>
/// <param name="SilentFor">Seconds since the owner's lease ran out; 0 while it holds, null when it was let go of.</param>
/// <param name="ParkedFor">Seconds since the first of its parked streams is.</param>
/// <param name="Followed">Some live host could do it; without any live host: true. What nobody follows is of an earlier version or has ended.</param>
/// <param name="Parked">Streams left alone since they could not be taken.</param>
/// <param name="Skipped">Events that somebody let it leave out.</param>
/// <param name="StillFor">Seconds that its owner has held it, with something to take, and taken nothing.</param>
public sealed record ShardLag(
    string Shard, int Version, long Position, long Head, long Events, double Seconds, string Status, string? Error, string? Owner, double? SilentFor, double? ParkedFor, bool Followed,
    IReadOnlyList<ParkedStream> Parked, IReadOnlyList<SkippedEvent> Skipped, double StillFor = 0)
{
    private static readonly string ReadSql = Sql.Load("Shards.lag"), ServedSql = Sql.Load("Shards.served");

    /// <summary>Every shard that was ever claimed.</summary>
    public static Task<IReadOnlyList<ShardLag>> Read(Operator op, CancellationToken ct = default) => Query.Rows<ShardLag>(op, ReadSql, [], ct);

    /// <summary>The position of what readers see of a read model; 0 before its first. Cheap enough to be asked many times a second.</summary>
    public static async Task<long> Served(Operator op, Shard shard, CancellationToken ct = default) =>
        (await Query.Rows<long>(op, ServedSql, [Query.P(shard.Name, NpgsqlTypes.NpgsqlDbType.Text)], ct)).SingleOrDefault();
}

using Journey.EventStore;

namespace Journey.Projections;

/// <summary>How far a shard is behind the log, and why.</summary>
/// <param name="Events">Events of the log that it has not taken yet.</param>
/// <param name="Seconds">For how long the first of them has been in the log; 0 when there is none.</param>
/// <param name="Status">`running`; `failing` while a batch cannot be written (see <paramref name="Error"/>); `unclaimed` when no host works on it.</param>
/// <param name="Waiting">Streams left alone because they hold what no host so far could read.</param>
public sealed record ShardLag(string Shard, int Version, long Position, long Head, long Events, double Seconds, string Status, string? Error, IReadOnlyList<WaitingStream> Waiting)
{
    private static readonly string ReadSql = Sql.Load("Shards.lag");

    /// <summary>Every shard that was ever claimed.</summary>
    public static Task<IReadOnlyList<ShardLag>> Read(Operator op, CancellationToken ct = default) => Query.Rows<ShardLag>(op, ReadSql, [], ct);
}

/// <param name="Reason">Such as `unknown event …`. Never a value.</param>
public sealed record WaitingStream(Guid Stream, string Reason, long Position);

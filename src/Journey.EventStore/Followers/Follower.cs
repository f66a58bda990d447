namespace Journey.EventStore;

/// <summary>Work that follows the log with a position of its own, on one host at a time: a read model's shard, a subscription's delivery.</summary>
/// <param name="Name">Of its row in journey.shard, such as <c>cohorts</c> or <c>subscription:…</c>. With <paramref name="Version"/> unique.</param>
/// <param name="Version">Another version is another row, which begins at the log's start.</param>
/// <param name="Work">
/// Works until its token is cancelled (the host stops, or gives the work to another one) and moves the lease as it goes; returning early lets
/// go, and the work is claimed again. It renews the lease while it waits, and throws <see cref="LeaseLost"/> out.
/// </param>
public sealed record Follower(string Name, int Version, Func<Lease, CancellationToken, Task> Work);

/// <summary>What there is to follow for one operator at this moment. Asked again every second, so that what is new begins and what has gone ends.</summary>
public delegate Task<IReadOnlyList<Follower>> Followers(Operator op, CancellationToken ct);

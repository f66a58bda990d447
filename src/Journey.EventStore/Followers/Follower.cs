namespace Journey.EventStore;

/// <summary>Work that follows the log with a position of its own, on one host at a time: a read model's shard, a subscription's delivery.</summary>
/// <param name="Name">Of its row in journey.shard, such as <c>cohorts</c> or <c>subscription:…</c>. With <paramref name="Version"/> unique.</param>
/// <param name="Version">Another version is another row, which begins at <paramref name="Start"/>.</param>
/// <param name="Work">
/// Works until its token is cancelled (the host stops, or gives the work to another one) and moves the lease as it goes; returning early lets
/// go, and the work is claimed again. It renews the lease while it waits, and throws <see cref="LeaseLost"/> out.
/// </param>
/// <param name="Start">The position after which its row begins, when it is claimed for the first time ever.</param>
public sealed record Follower(string Name, int Version, Func<Lease, CancellationToken, Task> Work, long Start = 0);

/// <summary>What there is to follow for one operator at this moment. Asked again every second, so that what is new begins and what has gone ends.</summary>
public delegate Task<IReadOnlyList<Follower>> Followers(Operator op, CancellationToken ct);

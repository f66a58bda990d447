using System.Collections.Concurrent;
using System.Diagnostics;
using Journey.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Journey.Projections;

/// <param name="Batch">Events a batch takes at most.</param>
/// <param name="Lease">How long a host that hangs holds a shard up; default six seconds. A host that stops lets go at once.</param>
/// <param name="Keep">How long the tables of another version stay when no host follows with them any more; default one minute.</param>
public sealed record ShardOptions(int Batch = 5000, TimeSpan? Lease = null, TimeSpan? Keep = null);

/// <summary>Follows one operator's log with every shard that no other host holds.</summary>
/// <param name="owner">Unique to this run of this process.</param>
/// <param name="definitions">For due work, which follows from a definition too; null leaves its rows as they are.</param>
/// <param name="models">What this program follows; null: <see cref="Shard.All"/>.</param>
public sealed class Shards(Operator op, string owner, ShardOptions? options = null, ILogger? log = null, Definitions? definitions = null, IReadOnlyList<Shard>? models = null)
{
    private const int Tries = 5, SmallestBatch = 50;

    // Somebody may ask for another try, or a pause be over.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<Shard> models = models ?? Shard.All;

    private readonly ShardOptions options = options ?? new ShardOptions();
    private readonly TimeSpan lease = options?.Lease ?? TimeSpan.FromSeconds(6);
    private readonly ConcurrentDictionary<string, int> sizes = new(StringComparer.Ordinal);

    /// <summary>
    /// For the operator's <see cref="Crew"/>. A version that this database has no rows of is built first, by one host; one that a newer one
    /// has replaced, and whose tables are gone, is not followed any more.
    /// </summary>
    public async Task<IReadOnlyList<Follower>> Followers(CancellationToken ct)
    {
        var builds = await Build.All(op, ct);
        var followers = new List<Follower>();
        foreach (var shard in models)
        {
            var served = builds.FirstOrDefault(b => b.Model == shard.Name && b.State == Build.Served)?.Version ?? 0;
            if (builds.Any(b => b.Model == shard.Name && b.Version == shard.Version && b.IsFollowed)) followers.Add(new(shard.Name, shard.Version, (held, stop) => Work(shard, held, stop)));
            else if (served < shard.Version) followers.Add(new(Rebuild.Name(shard), shard.Version, (held, stop) => new Building(op, shard, held, new RebuildOptions(), definitions).Run(stop)));
            if (served == shard.Version && builds.Any(b => b.Model == shard.Name && b.State is Build.Kept or Build.Old)) await Leftovers.LetGo(op, shard, options.Keep ?? TimeSpan.FromMinutes(1), ct);
        }
        return followers;
    }

    /// <summary>Works until <paramref name="stop"/>, alone with its shards.</summary>
    public Task Run(CancellationToken stop) => new Crew(op, owner, [(_, ct) => Followers(ct)], lease, log).Run(stop);

    /// <summary>How far every shard is.</summary>
    public static Task<IReadOnlyList<ShardLag>> Lag(Operator op, CancellationToken ct = default) => ShardLag.Read(op, ct);

    /// <summary>Takes every shard as far as the log goes now, here or wherever it is held, and returns then.</summary>
    public async Task CatchUp(CancellationToken ct = default)
    {
        var head = await Store.Head(op, ct);
        foreach (var shard in models)
        {
            if (await Build.Of(op, shard, ct) is null) await Rebuild.Run(op, shard, definitions: definitions, ct: ct);
            // A newer version is served.
            if (await Build.Of(op, shard, ct) is null) continue;
            while (await Lease.Claim(op, shard.Name, shard.Version, owner, lease, ct) is var held)
            {
                if (held is null)
                {
                    if ((await Lag(op, ct)).Any(l => l.Shard == shard.Name && l.Version == shard.Version && l.Position >= head)) break;
                    await Task.Delay(20, ct);
                    continue;
                }
                try
                {
                    var schema = await Schema(shard, ct);
                    var (aside, also) = await Begin(shard, schema, held, ct);
                    await Take(shard, schema, held, options.Batch, also, aside, ct);
                    while (held.Position < head) await Take(shard, schema, held, options.Batch, [], await Aside.Read(op, shard, ct), ct);
                }
                finally { await held.Release(CancellationToken.None); }
                break;
            }
        }
    }

    private async Task Work(Shard shard, Lease held, CancellationToken stop)
    {
        var size = sizes.GetValueOrDefault(shard.Name, options.Batch);
        try { await Work(shard, held, size, stop); }
        catch (LeaseLost)
        {
            // Perhaps a batch took too long: the next one is smaller, and they grow again.
            sizes[shard.Name] = Math.Max(SmallestBatch, size / 2);
            throw;
        }
    }

    private async Task Work(Shard shard, Lease held, int size, CancellationToken stop)
    {
        var schema = await Schema(shard, stop);
        var (aside, also) = await Begin(shard, schema, held, stop);
        while (true)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var batch = await Take(shard, schema, held, size, also, aside, stop);
                    size = Math.Min(size * 2, options.Batch);
                    if (aside.Any || batch.Taken.Waiting.Count > 0) aside = await Aside.Read(op, shard, stop);
                    break;
                }
                catch (Exception e) when (e is not (LeaseLost or OperationCanceledException))
                {
                    Telemetry.Faults.Add(1, Tags(shard));
                    log?.LogWarning(e, "The shard {Shard} of {Operator} stays at {Position}", held.Name, op.Id.Value, held.Position);
                    // The first tries may meet a passing fault; after that the shard says what it is, and goes on trying.
                    await held.Renew(attempt < Tries ? null : Fault.Kind(e), stop);
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(100 << Math.Min(attempt, 10), lease.TotalMilliseconds / 4)), stop);
                }
            }
            var head = await Store.WaitForHead(op, held.Position, TimeSpan.Zero, stop);
            Telemetry.Lag.Record(Math.Max(head - held.Position, 0), Tags(shard));
            while (head <= held.Position && aside.Due.Count == 0)
            {
                head = await Store.WaitForHead(op, held.Position, aside.Any && lease / 4 > LookAgain ? LookAgain : lease / 4, stop);
                if (head > held.Position) break;
                await held.Renew(null, stop);
                if (aside.Any) aside = await Aside.Read(op, shard, stop);
            }
            also = aside.Due;
        }
    }

    // Whatever is parked is tried again by whoever claims: this host, or this program, may be able to take it. So is what somebody let the
    // shard leave out: where that can be taken now, it is no longer left out, and the rows are those of the whole history again.
    private async Task<(Aside Aside, IReadOnlySet<Guid> Also)> Begin(Shard shard, string schema, Lease held, CancellationToken ct)
    {
        var aside = await Aside.Read(op, shard, ct);
        foreach (var stream in aside.Skipped.Values.Distinct().ToList())
        {
            var whole = await Batch.OfStreams(op, shard with { Write = shard.Again ?? shard.Write }, [stream], held.Position, schema, definitions, ct);
            if (whole.Taken.Waiting.Count > 0 || await Batch.Refusal(op, whole.Rows, ct) is not null) continue;
            whole = await Batch.OfStreams(op, shard with { Write = shard.Again ?? shard.Write }, [stream], held.Position, schema, definitions, ct);
            await held.Advance([.. whole.Rows, Parking.Unskip(shard, stream)], held.Position, ct);
            log?.LogWarning("The shard {Shard} of {Operator} takes the stream {Stream} whole again", held.Name, op.Id.Value, stream);
        }
        return aside.Skipped.Count == 0 ? (aside, aside.Parked) : (await Aside.Read(op, shard, ct), aside.Parked);
    }

    private async Task<Batch> Take(Shard shard, string schema, Lease held, int size, IEnumerable<Guid> also, Aside aside, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var page = await held.Read(size, ct);
        // Not for a look that finds nothing.
        using var span = page.Events.Count == 0 ? null : Telemetry.Activities.StartActivity("journey.shard.batch")?
            .SetTag("journey.operator", op.Id.Value).SetTag("journey.shard", $"{held.Name}-{held.Version}").SetTag("journey.after", held.Position).SetTag("journey.count", page.Events.Count);
        var batch = await Batch.OfEvents(op, shard, page.Events, held.Position, also, schema, definitions, aside, ct);
        if (held.IsSpent) throw new LeaseLost(held.Name);
        try { await held.Advance(batch.Rows, batch.Position, ct); }
        catch (PostgresException e) when (Fault.IsOfARow(e))
        {
            log?.LogWarning("The shard {Shard} of {Operator} looks for the history that the database refuses: {Why}", held.Name, op.Id.Value, Fault.Kind(e));
            batch = await batch.WithoutRefused(op, shard, schema, e, () => held.Renew(null, ct), ct);
            await held.Advance(batch.Rows, batch.Position, ct);
        }
        foreach (var waiting in batch.Taken.Waiting)
        {
            Telemetry.Attempts.Add(1, Tags(shard));
            log?.LogWarning("The shard {Shard} of {Operator} leaves the stream {Stream} as it is: {Why}", held.Name, op.Id.Value, waiting.Stream, waiting.Reason);
        }
        span?.SetTag("journey.position", held.Position).SetTag("journey.parked", batch.Taken.Waiting.Count);
        Telemetry.Events.Add(batch.Events, Tags(shard));
        Telemetry.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, Tags(shard));
        return batch;
    }

    // Read after the claim: a rebuild that changes it later takes the lease away.
    private async Task<string> Schema(Shard shard, CancellationToken ct) =>
        await Build.Of(op, shard, ct) is { } build ? build.Tables ?? "journey" : throw new LeaseLost(shard.Name);

    private TagList Tags(Shard shard) => new() { { "journey.operator", op.Id.Value }, { "journey.shard", $"{shard.Name}-{shard.Version}" } };
}

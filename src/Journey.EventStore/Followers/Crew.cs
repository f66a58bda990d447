using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Journey.EventStore;

/// <summary>
/// What one host does of an operator's work that follows the log. The hosts share it without a leader: each says that it lives, takes its fair
/// share of what there is to follow, keeps it by lease, and lets go of what is beyond it when another has come.
/// </summary>
/// <param name="owner">Unique to this run of this process.</param>
/// <param name="lease">How long a host that hangs or was killed holds work up; default six seconds. A host that stops lets go at once.</param>
/// <param name="program">This program's version, for people to read.</param>
/// <param name="knows">The wire names that this program can read. Work that an older host could not read goes to one that can.</param>
public sealed class Crew(
    Operator op, string owner, IReadOnlyCollection<Followers> followers, TimeSpan? lease = null, ILogger? log = null, string program = "", IReadOnlyCollection<string>? knows = null)
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly TimeSpan lease = lease ?? TimeSpan.FromSeconds(6);
    private readonly Roster roster = new(op, owner, program, knows ?? []);
    private readonly Dictionary<Followers, IReadOnlyList<Follower>> known = [];
    private readonly Dictionary<(string, int), (Task Task, CancellationTokenSource Stop)> working = [];

    /// <summary>Works until <paramref name="stop"/>.</summary>
    public async Task Run(CancellationToken stop)
    {
        var tick = lease / 4 < LongestTick ? lease / 4 : LongestTick;
        while (!stop.IsCancellationRequested)
        {
            try { await Look(stop); }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException) { log?.LogWarning(e, "What there is to follow of {Operator} is looked at again", op.Id.Value); }
            await Task.Delay(tick, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // First, so that nobody leaves to this host what it lets go.
        try { await roster.Leave(); }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException) { } // taken for dead in some seconds
        foreach (var (_, own) in working) await own.Stop.CancelAsync();
        await Task.WhenAll(working.Values.Select(w => w.Task));
    }

    private async Task Look(CancellationToken stop)
    {
        var wanted = await Wanted(stop);
        var (members, holdings) = await roster.Look(wanted.Keys, lease, stop);
        var share = Shares.Of(members, holdings.Values);
        foreach (var (key, own) in working.ToList())
        {
            if (share.GetValueOrDefault(key) != owner) await own.Stop.CancelAsync();
            if (own.Task.IsCompleted && working.Remove(key)) own.Stop.Dispose();
        }
        foreach (var (key, follower) in wanted.Where(w => share.GetValueOrDefault(w.Key) == owner && !working.ContainsKey(w.Key)))
        {
            if (holdings.GetValueOrDefault(key)?.Owner is { } other && other != owner) continue;
            if (await Lease.Claim(op, follower.Name, follower.Version, owner, lease, stop, follower.Start) is not { } held) continue;
            var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            working[key] = (Task.Run(() => Work(follower, held, own.Token), CancellationToken.None), own);
        }
    }

    // One source that fails keeps what it said last; the others go on.
    private async Task<Dictionary<(string, int), Follower>> Wanted(CancellationToken stop)
    {
        foreach (var some in followers)
        {
            try { known[some] = await some(op, stop); }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException) { log?.LogWarning(e, "A list of what there is to follow of {Operator} can't be read", op.Id.Value); }
        }
        var wanted = new Dictionary<(string, int), Follower>();
        foreach (var follower in known.Values.SelectMany(f => f)) wanted[(follower.Name, follower.Version)] = follower;
        return wanted;
    }

    private async Task Work(Follower follower, Lease held, CancellationToken stop)
    {
        try { await follower.Work(held, stop); }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        catch (LeaseLost) { return; }
        catch (Exception e)
        {
            log?.LogWarning(e, "{Follower} of {Operator} let go and will start again", follower.Name, op.Id.Value);
        }
        try { await held.Release(CancellationToken.None); }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException) { } // it runs out by itself
    }
}

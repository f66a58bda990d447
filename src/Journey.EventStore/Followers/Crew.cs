using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Journey.EventStore;

/// <summary>What one host does of an operator's work that follows the log: claims what nobody does, keeps it by lease, and lets go.</summary>
/// <param name="owner">Unique to this run of this process.</param>
/// <param name="lease">How long a host that hangs holds work up; default six seconds. A host that stops lets go at once.</param>
public sealed class Crew(Operator op, string owner, IReadOnlyCollection<Followers> followers, TimeSpan? lease = null, ILogger? log = null)
{
    private readonly TimeSpan lease = lease ?? TimeSpan.FromSeconds(6);
    private readonly Dictionary<(string, int), (Task Task, CancellationTokenSource Stop)> working = [];

    /// <summary>Works until <paramref name="stop"/>.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try { await Look(stop); }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException) { log?.LogWarning(e, "What there is to follow of {Operator} is looked at again", op.Id.Value); }
            await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var (_, own) in working) await own.Stop.CancelAsync();
        await Task.WhenAll(working.Values.Select(w => w.Task));
    }

    private async Task Look(CancellationToken stop)
    {
        var wanted = new Dictionary<(string, int), Follower>();
        foreach (var some in followers)
        {
            foreach (var follower in await some(op, stop)) wanted[(follower.Name, follower.Version)] = follower;
        }
        foreach (var (key, own) in working.ToList())
        {
            if (!wanted.ContainsKey(key)) await own.Stop.CancelAsync();
            if (own.Task.IsCompleted && working.Remove(key)) own.Stop.Dispose();
        }
        foreach (var (key, follower) in wanted.Where(w => !working.ContainsKey(w.Key)))
        {
            if (await Lease.Claim(op, follower.Name, follower.Version, owner, lease, stop, follower.Start) is not { } held) continue;
            var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            working[key] = (Task.Run(() => Work(follower, held, own.Token), CancellationToken.None), own);
        }
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

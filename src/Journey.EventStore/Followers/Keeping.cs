using System.Data.Common;

namespace Journey.EventStore;

/// <summary>For work that may take longer than a lease lasts: filling tables, waiting for a broker.</summary>
public static class Keeping
{
    /// <summary>Keeps the lease while the work goes on, and ends the work when the lease is lost. What comes of it too late is disposed of.</summary>
    /// <param name="why">What is wrong meanwhile, for people; null: nothing. What it throws ends the work.</param>
    /// <exception cref="LeaseLost">It is another host's now, or may be by the time the database answers.</exception>
    public static async Task<T> While<T>(this Lease lease, Func<CancellationToken, Task<T>> work, Func<string?> why, CancellationToken stop)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var task = work(own.Token);
        try
        {
            while (!task.IsCompleted)
            {
                using var tick = CancellationTokenSource.CreateLinkedTokenSource(stop);
                if (await Task.WhenAny(task, Task.Delay(lease.Length / 6, tick.Token)) == task) await tick.CancelAsync();
                else await Renew(lease, why(), stop);
            }
            return await task;
        }
        catch
        {
            await own.CancelAsync();
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully && await task is IAsyncDisposable late) await late.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same for work that comes to nothing.</summary>
    public static Task While(this Lease lease, Func<CancellationToken, Task> work, CancellationToken stop) => lease.While(work, () => null, stop);

    /// <summary>The same for work that comes to nothing.</summary>
    public static Task While(this Lease lease, Func<CancellationToken, Task> work, Func<string?> why, CancellationToken stop) =>
        lease.While(async ct => { await work(ct); return true; }, why, stop);

    private static async Task Renew(Lease lease, string? why, CancellationToken stop)
    {
        try { await lease.Renew(why, stop); }
        catch (Exception e) when (e is DbException or TimeoutException) { } // it may pass; else the lease runs out
        if (lease.IsSpent) throw new LeaseLost(lease.Name);
    }
}

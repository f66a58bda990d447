using Journey.EventStore;

namespace Journey.Host.Databases;

/// <summary>Work that goes on for every operator; one that another host adds is served within seconds, and work that ended begins again. What happens to one of them is nothing to the others.</summary>
internal abstract class ForEachOperator(Operators operators) : BackgroundService
{
    /// <param name="owner">Names this run of this process, for leases.</param>
    protected abstract Task Run(Operator op, string owner, CancellationToken stop);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        var running = new Dictionary<OperatorId, (Task Work, CancellationTokenSource Stop)>();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var op in operators.All)
            {
                if (running.TryGetValue(op.Id, out var own) && !own.Work.IsCompleted) continue;
                own.Stop?.Dispose();
                var stop = new CancellationTokenSource();
                running[op.Id] = (Task.Run(() => Run(op, owner, stop.Token), CancellationToken.None), stop);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var (_, stop) in running.Values) stop.CancelApart();
        await Task.WhenAll(running.Values.Select(r => r.Work));
    }
}

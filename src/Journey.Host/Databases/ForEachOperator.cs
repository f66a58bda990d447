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
        var running = new Dictionary<OperatorId, Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var op in operators.All)
            {
                if (!running.TryGetValue(op.Id, out var task) || task.IsCompleted) running[op.Id] = Task.Run(() => Run(op, owner, stoppingToken), CancellationToken.None);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running.Values);
    }
}

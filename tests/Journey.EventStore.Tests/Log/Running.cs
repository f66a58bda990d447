using Journey.EventStore;

namespace Journey.Tests.Log;

/// <summary>A sequencer at work until disposed of.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;

    public Running(Operator op, TimeSpan? lease = null, TimeSpan? reconcileEvery = null)
    {
        var sequencer = new Sequencer(op, Guid.CreateVersion7().ToString(), lease, reconcileEvery);
        run = Task.Run(() => sequencer.Run(stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await run;
    }
}

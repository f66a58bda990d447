using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

/// <summary>A host, as far as it follows an operator's log with every read model.</summary>
internal sealed class Following : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task task;

    public Following(Operator op, string owner = "one", IReadOnlyCollection<string>? knows = null, Definitions? definitions = null)
    {
        var shards = new Shards(op, owner, definitions: definitions);
        task = new Crew(op, owner, [(_, ct) => shards.Followers(ct)], TimeSpan.FromSeconds(2), knows: knows ?? Wire.Names).Run(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await task;
        stop.Dispose();
    }
}

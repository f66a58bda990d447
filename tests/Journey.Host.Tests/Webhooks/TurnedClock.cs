namespace Journey.Host.Tests.Webhooks;

/// <summary>The real clock, turned forward by hand; what waits a moment really waits.</summary>
internal sealed class TurnedClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public void Turn(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}

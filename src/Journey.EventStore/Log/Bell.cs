namespace Journey.EventStore;

/// <summary>Wakes this process's own sequencer when something was appended.</summary>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim rings = new(0);

    // Two at once may both ring: the sequencer then looks once too often.
    public void Ring()
    {
        if (rings.CurrentCount == 0) rings.Release();
    }

    /// <summary>Returns at a ring since the last wait, or after <paramref name="timeout"/>.</summary>
    public Task<bool> Wait(TimeSpan timeout, CancellationToken ct) => rings.WaitAsync(timeout, ct);

    public void Dispose() => rings.Dispose();
}

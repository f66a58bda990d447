namespace Journey.Host.Databases;

internal static class Apart
{
    /// <summary>
    /// Cancels on a thread of its own. Npgsql asks the server to stop what it is doing, and a silent server blocks whoever cancels for as long as a
    /// connection may take: that is nobody else's time.
    /// </summary>
    public static void CancelApart(this CancellationTokenSource source) => _ = Task.Factory.StartNew(() =>
    {
        try { source.Cancel(); }
        catch (ObjectDisposedException) { } // it ended by itself meanwhile
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

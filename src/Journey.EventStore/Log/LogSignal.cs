using System.Globalization;
using Npgsql;

namespace Journey.EventStore;

/// <summary>How far the log has got, and its newest pages, as this process knows them: one listening connection and one reader for all that follow.</summary>
internal sealed class LogSignal(NpgsqlDataSource main) : IAsyncDisposable
{
    // A notification may be lost with its connection; then the head is read this much later.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly string HeadSql = Sql.Load("Log.head");

    private readonly CancellationTokenSource stop = new();
    private readonly Lock guard = new();
    private TaskCompletionSource moved = New();
    private long head = -1;
    private Task? listening;
    private volatile bool hears;

    public LogWindow Window { get; } = new((after, limit, ct) => Store.ReadPage(main, after, limit, ct));

    public long Head => Interlocked.Read(ref head);

    /// <summary>The listening connection stands: <see cref="Head"/> is at most a notification behind.</summary>
    public bool Hears => hears;

    public void Raise(long position)
    {
        TaskCompletionSource wake;
        lock (guard)
        {
            if (position <= head) return;
            head = position;
            (wake, moved) = (moved, New());
        }
        wake.SetResult();
    }

    // A log never gets shorter, except by a restore: then what is known here is of another history.
    private void Set(long before, long position)
    {
        if (position < before)
        {
            Window.Forget();
            Interlocked.CompareExchange(ref head, position, before);
        }
        Raise(position);
    }

    public async Task<long> Beyond(long after, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, stop.Token);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task next;
            lock (guard)
            {
                if (head > after) return head;
                next = moved.Task;
            }
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return Math.Max(Head, 0);
            }
        }
    }

    /// <summary>Starts listening, once.</summary>
    public void Listen()
    {
        lock (guard) listening ??= Task.Run(() => Follow(stop.Token), stop.Token);
    }

    private async Task Follow(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await main.OpenConnectionAsync(ct);
                connection.Notification += (_, n) => Raise(long.Parse(n.Payload, CultureInfo.InvariantCulture));
                await using (var listen = connection.Command("listen journey_log")) await listen.ExecuteNonQueryAsync(ct);
                try
                {
                    while (true)
                    {
                        var before = Head;
                        await using (var read = connection.Command(HeadSql)) Set(before, (long)(await read.ExecuteScalarAsync(ct))!);
                        hears = true;
                        while (await connection.WaitAsync(Look, ct)) { }
                    }
                }
                finally
                {
                    // Behind a connection that broke the database may have been put back to an earlier state.
                    hears = false;
                    Window.Forget();
                    if (connection.FullState == System.Data.ConnectionState.Open)
                    {
                        await using var unlisten = connection.Command("unlisten journey_log");
                        await unlisten.ExecuteNonQueryAsync(CancellationToken.None);
                    }
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (listening is not null) await Task.WhenAny(listening);
        stop.Dispose();
        Window.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

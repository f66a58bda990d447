using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Journey.EventStore;

/// <summary>How far the log has got, and its newest pages, as this process knows them: one listening connection and one reader for all that follow.</summary>
/// <param name="main">Past any pooler: a listener is a session.</param>
internal sealed class LogSignal(NpgsqlDataSource main) : IAsyncDisposable
{
    // A notification may be lost with its connection; then the head is read this much later.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly string HeadSql = Sql.Load("Log.head_and_origin"), BeginSql = Sql.Load("Log.begin_history");

    private readonly CancellationTokenSource stop = new();
    private readonly Lock guard = new();
    private TaskCompletionSource moved = New();
    private long head = -1;
    private int restores;
    private Guid? origin;
    private Task? listening;
    private volatile bool hears;

    public LogWindow Window { get; } = new((after, limit, ct) => Store.ReadPage(main, after, limit, ct));

    public long Head => Interlocked.Read(ref head);

    /// <summary>The listening connection stands: <see cref="Head"/> is at most a notification behind.</summary>
    public bool Hears => hears;

    /// <summary>How often the log was seen to have become another one: the database was replaced by an older state of it.</summary>
    public int Restores => Volatile.Read(ref restores);

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

    /// <summary>Asks the database how far the log is, and whether it is still the one that we know.</summary>
    public async Task<long> Ask(CancellationToken ct)
    {
        await using var connection = await main.OpenConnectionAsync(ct);
        return await Ask(connection, ct);
    }

    private async Task<long> Ask(NpgsqlConnection connection, CancellationToken ct)
    {
        // Taken before asking: positions are never taken back, so an answer below it is no later one that overtook us.
        var (known, history) = Known();
        var (now, here) = await Read(connection, ct);
        if (here == history && now < known)
        {
            await using (var begin = connection.Command(BeginSql, Sql.P(here))) await begin.ExecuteNonQueryAsync(ct);
            (now, here) = await Read(connection, ct);
        }
        if (history is not null && here != history) Restored(history.Value, here, now);
        else
        {
            lock (guard) origin ??= here;
            Raise(now);
        }
        return now;
    }

    private (long Head, Guid? Origin) Known()
    {
        lock (guard) return (head, origin);
    }

    private static async Task<(long Head, Guid Origin)> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var read = connection.Command(HeadSql);
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetGuid(1));
    }

    private void Restored(Guid before, Guid here, long now)
    {
        TaskCompletionSource wake;
        lock (guard)
        {
            if (origin != before) return; // somebody else has just seen it
            (origin, head) = (here, now);
            Interlocked.Increment(ref restores);
            (wake, moved) = (moved, New());
        }
        Window.Forget();
        wake.SetResult();
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
                        await Ask(connection, ct);
                        hears = true;
                        var asked = Stopwatch.GetTimestamp();
                        while (Look - Stopwatch.GetElapsedTime(asked) is { Ticks: > 0 } left && await connection.WaitAsync(left, ct)) { }
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

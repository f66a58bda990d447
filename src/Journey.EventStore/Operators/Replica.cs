using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Journey.EventStore;

/// <summary>What a database holds at this moment, as far as somebody asked.</summary>
/// <param name="Contains">It holds the append that was asked for, and every row written with it; true when none was.</param>
/// <param name="Position">Where that append stands in the log; null while it is not sequenced there, and when none was asked for.</param>
/// <param name="AsOf">Up to and with this position of the log the asynchronous read models are complete.</param>
public sealed record AsOfState(bool Contains, long? Position, long AsOf);

/// <summary>A streaming replica of one main database: read only, and some moments behind.</summary>
public sealed class Replica(NpgsqlDataSource source)
{
    /// <summary>For how long a reader waits for its own write to arrive.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // A replica further behind than this is no help to anybody; a primary always has something to tell (leases are renewed).
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(30), Rest = TimeSpan.FromSeconds(3);
    private static readonly string AsOfSql = Sql.Load("Log.as_of");
    private long restsUntil, hurriesUntil;

    public NpgsqlDataSource Source { get; } = source;

    /// <summary>Leaves it alone for some seconds: it does not answer, or is not what it should be.</summary>
    public void LeaveAlone() => Interlocked.Exchange(ref restsUntil, Soon());

    /// <summary>What it holds, once it holds the append; at most a second later in any case.</summary>
    /// <param name="seq">An <see cref="Appended.Seq"/>; null: whatever it holds will do.</param>
    /// <param name="models">Names and versions of the asynchronous read models.</param>
    /// <returns>Null: read from the primary.</returns>
    public async Task<AsOfState?> Holding(long? seq, IReadOnlyCollection<(string Name, int Version)> models, CancellationToken ct)
    {
        if (Stopwatch.GetTimestamp() < Interlocked.Read(ref restsUntil)) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var answered = false;
        try
        {
            for (var pause = 5; ; pause = Math.Min(pause * 2, 100))
            {
                // Not told to the question itself: Npgsql blocks a thread while it tells a silent server to stop.
                var (state, follows) = await Read(Source, seq, models, CancellationToken.None).WaitAsync(limit.Token);
                if (!follows) break;
                if (state.Contains) return state;
                // It kept somebody waiting in vain a moment ago: nobody waits again so soon.
                if (Stopwatch.GetTimestamp() < Interlocked.Read(ref hurriesUntil)) return null;
                answered = true;
                await Task.Delay(pause, limit.Token);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is (NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException))
        {
            if (answered && e is OperationCanceledException)
            {
                Interlocked.Exchange(ref hurriesUntil, Soon());
                return null;
            }
        }
        LeaveAlone();
        return null;
    }

    private static long Soon() => Stopwatch.GetTimestamp() + (long)(Rest.TotalSeconds * Stopwatch.Frequency);

    /// <summary>What the primary holds.</summary>
    public static async Task<AsOfState> OfPrimary(Operator op, long? seq, IReadOnlyCollection<(string Name, int Version)> models, CancellationToken ct) =>
        (await Read(op.Primary, seq, models, ct)).State;

    private static async Task<(AsOfState State, bool Follows)> Read(NpgsqlDataSource database, long? seq, IReadOnlyCollection<(string Name, int Version)> models, CancellationToken ct)
    {
        await using var read = database.Command(AsOfSql,
            new() { Value = (object?)seq ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, Sql.P(models.Select(m => m.Name).ToArray()), Sql.P(models.Select(m => m.Version).ToArray()));
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var state = new AsOfState(reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetInt64(2));
        return (state, reader.GetBoolean(3) && reader.GetDouble(4) < MostBehind.TotalSeconds);
    }
}

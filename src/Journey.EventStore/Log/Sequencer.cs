using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

/// <summary>
/// Gives each visible event of one operator the next position of the log. Any number of hosts may run one; a lease on the
/// database's clock lets one at a time work, and the others take over when it ends.
/// </summary>
/// <param name="owner">Unique to this run of this process.</param>
/// <param name="reconcileEvery">How often events are counted against the log, besides at the start; default an hour.</param>
/// <param name="lease">How long a host that hangs holds up the log; default five seconds. A host that stops lets go at once.</param>
public sealed class Sequencer(Operator op, string owner, TimeSpan? lease = null, TimeSpan? reconcileEvery = null, ILogger? logger = null)
{
    private const int BatchLimit = 2000;
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(50);
    private static readonly string ClaimSql = Load("Log.claim");
    private static readonly string RenewSql = Load("Log.renew");
    private static readonly string ReleaseSql = Load("Log.release");
    private static readonly string StartSql = Load("Log.start");
    private static readonly string RoundSql = Load("Log.round");
    private static readonly string ReconcileSql = Load("Log.reconcile");

    private readonly TimeSpan lease = lease ?? TimeSpan.FromSeconds(5);
    private readonly TimeSpan reconcileEvery = reconcileEvery ?? TimeSpan.FromHours(1);
    private readonly KeyValuePair<string, object?> tag = new("journey.operator", op.Id.Value);

    // What one round hands to the next: the highest number in the log, and which numbers below it are still awaited. It lives
    // here and not in a table because a table written every round fills with dead rows while anybody's transaction stays open.
    // Found: what reconciliation adds to the holes.
    private sealed record Seen(long Highest, string Holes, string Xids, string? Found = null);

    /// <summary>Works until <paramref name="stop"/>; a broken connection or a lost lease only makes it begin again.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await op.Primary.OpenConnectionAsync(stop);
                if (await Claim(connection, stop) is { } claim) await Work(connection, claim.Epoch, claim.Settled, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                Telemetry.Faults.Add(1, tag);
                logger?.LogWarning(e, "The sequencer of {Operator} let go and will start again", op.Id.Value);
            }
            await Task.Delay(lease / 10, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Work(NpgsqlConnection connection, long epoch, long settled, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<string?>? reconciling = null;
        try
        {
            var seen = await Start(connection, settled, stop);
            long? renewed = null, reconciled = null;
            long given = 0;
            var poll = ShortestPoll;
            while (!stop.IsCancellationRequested)
            {
                if (renewed is not { } r || Stopwatch.GetElapsedTime(r) > lease / 3)
                {
                    if (!await Renew(connection, epoch, seen, given, stop))
                    {
                        await op.Log.Ask(stop);
                        return;
                    }
                    renewed = Stopwatch.GetTimestamp();
                }
                if (reconciling is null && (reconciled is not { } c || Stopwatch.GetElapsedTime(c) > reconcileEvery))
                {
                    reconciling = Reconcile(seen, ending.Token);
                    reconciled = Stopwatch.GetTimestamp();
                }
                if (reconciling is { IsCompleted: true })
                {
                    seen = seen with { Found = await reconciling };
                    reconciling = null;
                }

                var began = Stopwatch.GetTimestamp();
                (seen, var appended, var head) = await Round(connection, epoch, seen, stop);
                if (appended > 0) given = head;
                var took = Stopwatch.GetElapsedTime(began);
                if (appended == BatchLimit) continue;
                if (appended > 0)
                {
                    poll = ShortestPoll;
                    if (took < BetweenBatches) await Task.Delay(BetweenBatches - took, stop);
                }
                else
                {
                    // a round that had to look at much (a large transaction under way) may not take the connection's whole time
                    await op.Wake.Wait(poll > took ? poll : took, stop);
                    poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            if (reconciling is not null) await Task.WhenAny(reconciling);
            await Release(connection, epoch);
        }
    }

    private async Task<(long Epoch, long Settled)?> Claim(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var claim = connection.Command(ClaimSql, P(owner), P(lease));
        await using var reader = await claim.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private async Task<bool> Renew(NpgsqlConnection connection, long epoch, Seen seen, long given, CancellationToken ct)
    {
        await using var renew = connection.Command(RenewSql, P(owner), P(epoch), P(lease), P(seen.Highest), P(seen.Holes), P(given));
        return await renew.ExecuteScalarAsync(ct) is not null;
    }

    private async Task<(Seen Seen, int Appended, long Head)> Round(NpgsqlConnection connection, long epoch, Seen seen, CancellationToken ct)
    {
        await using var round = connection.Command(RoundSql, P(owner), P(epoch), P(seen.Highest), P(seen.Holes), P(seen.Xids), P(BatchLimit),
            new() { Value = (object?)seen.Found ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await round.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (next, appended) = (State(reader), reader.GetInt32(3));
        long head = 0;
        if (appended > 0)
        {
            (head, var waited) = (reader.GetInt64(4), reader.GetDouble(5));
            await reader.CloseAsync();
            op.Log.Raise(head);
            Telemetry.Sequenced.Add(appended, tag);
            Telemetry.Lag.Record(waited, tag);
        }
        return (next, appended, head);
    }

    // On a connection of its own: counting a large log takes seconds, and the rounds go on meanwhile.
    private async Task<string?> Reconcile(Seen seen, CancellationToken ct)
    {
        await using var reconcile = op.Primary.Command(ReconcileSql, P(seen.Highest), P(seen.Holes));
        reconcile.CommandTimeout = 0;
        await using var reader = await reconcile.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var foreign = reader.GetInt64(0);
        if (foreign == 0) return null;
        Telemetry.Foreign.Add(foreign, tag);
        logger?.LogWarning("{Count} events of {Operator} were written past the store", foreign, op.Id.Value);
        return await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1);
    }

    private static async Task<Seen> Start(NpgsqlConnection connection, long settled, CancellationToken ct)
    {
        await using var start = connection.Command(StartSql, P(settled));
        await using var reader = await start.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return State(reader);
    }

    private static Seen State(NpgsqlDataReader reader) => new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2));

    private async Task Release(NpgsqlConnection connection, long epoch)
    {
        try
        {
            await using var release = connection.Command(ReleaseSql, P(owner), P(epoch));
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            logger?.LogDebug(e, "The lease of {Operator}'s sequencer runs out by itself", op.Id.Value);
        }
    }
}

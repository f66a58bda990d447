using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

/// <summary>
/// Gives each visible event of one operator, and each record of access, the next position of its log. Any number of hosts may run one; a lease on
/// the database's clock lets one at a time work, and the others take over when it ends.
/// </summary>
/// <param name="owner">Unique to this run of this process.</param>
/// <param name="reconcileEvery">How often rows are counted against the logs, besides at the start; default an hour.</param>
/// <param name="lease">How long a host that hangs holds up the logs; default five seconds. A host that stops lets go at once.</param>
public sealed class Sequencer(Operator op, string owner, TimeSpan? lease = null, TimeSpan? reconcileEvery = null, ILogger? logger = null)
{
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(50);
    // Nobody waits for a record's position; only its checkpoint does.
    private static readonly TimeSpan BetweenAccesses = TimeSpan.FromSeconds(1);
    private static readonly string ClaimSql = Load("Log.claim"), RenewSql = Load("Log.renew"), SettleSql = Load("Log.access_settle"), ReleaseSql = Load("Log.release");
    private static readonly string StartSql = Load("Log.start"), RoundSql = Load("Log.round"), ReconcileSql = Load("Log.reconcile");
    private static readonly string AccessStartSql = Load("Log.access_start"), AccessRoundSql = Load("Log.access_round"), AccessReconcileSql = Load("Log.access_reconcile");

    private readonly TimeSpan lease = lease ?? TimeSpan.FromSeconds(5);
    private readonly TimeSpan reconcileEvery = reconcileEvery ?? TimeSpan.FromHours(1);
    private readonly KeyValuePair<string, object?> tag = new("journey.operator", op.Id.Value);

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
        Line events = new(owner, epoch, StartSql, RoundSql, ReconcileSql), accesses = new(owner, epoch, AccessStartSql, AccessRoundSql, AccessReconcileSql);
        Task<(string? Events, string? Accesses)>? reconciling = null;
        try
        {
            await events.Start(connection, settled, stop);
            await accesses.Start(connection, null, stop);
            long? renewed = null, reconciled = null, looked = null;
            long given = 0;
            var poll = ShortestPoll;
            while (!stop.IsCancellationRequested)
            {
                if (renewed is not { } r || Stopwatch.GetElapsedTime(r) > lease / 3)
                {
                    if (!await Renew(connection, epoch, events, accesses, given, stop))
                    {
                        await op.Log.Ask(stop);
                        return;
                    }
                    renewed = Stopwatch.GetTimestamp();
                }
                if (reconciling is null && (reconciled is not { } c || Stopwatch.GetElapsedTime(c) > reconcileEvery))
                {
                    reconciling = Reconcile(events, accesses, ending.Token);
                    reconciled = Stopwatch.GetTimestamp();
                }
                if (reconciling is { IsCompleted: true })
                {
                    var found = await reconciling;
                    events.LookFor(found.Events);
                    accesses.LookFor(found.Accesses);
                    reconciling = null;
                }
                if (looked is not { } l || Stopwatch.GetElapsedTime(l) > BetweenAccesses)
                {
                    var (recorded, _, _) = await accesses.Round(connection, stop);
                    if (recorded > 0) Telemetry.SequencedAccesses.Add(recorded, tag);
                    looked = recorded == Line.BatchLimit ? null : Stopwatch.GetTimestamp();
                }

                var began = Stopwatch.GetTimestamp();
                var appended = await Round(connection, events, stop);
                if (appended.Count > 0) given = appended.Head;
                var took = Stopwatch.GetElapsedTime(began);
                if (appended.Count == Line.BatchLimit || looked is null) continue;
                if (appended.Count > 0)
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

    private async Task<bool> Renew(NpgsqlConnection connection, long epoch, Line events, Line accesses, long given, CancellationToken ct)
    {
        await using var renew = connection.Command(RenewSql, P(owner), P(epoch), P(lease), P(events.Highest), P(events.Holes), P(given));
        if (await renew.ExecuteScalarAsync(ct) is null) return false;
        await using var settle = connection.Command(SettleSql, P(owner), P(epoch), P(accesses.Highest), P(accesses.Holes));
        return await settle.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<(int Count, long Head)> Round(NpgsqlConnection connection, Line events, CancellationToken ct)
    {
        var (appended, head, waited) = await events.Round(connection, ct);
        if (appended > 0)
        {
            op.Log.Raise(head);
            Telemetry.Sequenced.Add(appended, tag);
            Telemetry.Lag.Record(waited, tag);
        }
        return (appended, head);
    }

    private async Task<(string? Events, string? Accesses)> Reconcile(Line events, Line accesses, CancellationToken ct)
    {
        // Both begin before either is awaited: the rounds go on, and change what they look at.
        var counted = await Task.WhenAll(events.Reconcile(op.Primary, ct), accesses.Reconcile(op.Primary, ct));
        var ((writtenPast, unsequenced), (recordedPast, unsequencedToo)) = (counted[0], counted[1]);
        if (writtenPast + recordedPast > 0)
        {
            Telemetry.Foreign.Add(writtenPast + recordedPast, tag);
            logger?.LogWarning("{Events} events and {Accesses} records of access of {Operator} were written past the store", writtenPast, recordedPast, op.Id.Value);
        }
        return (unsequenced, unsequencedToo);
    }

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

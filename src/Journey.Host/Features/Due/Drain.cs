using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;
using Npgsql;

namespace Journey.Host.Features.Due;

/// <summary>
/// Writes down what the passing of time brings about for one operator: claims what has fallen due, decides, and appends the consequence with
/// the rows that follow from it, in one transaction. Hosts share the work; one that dies in the middle leaves nothing half done.
/// </summary>
/// <param name="batch">Rows claimed at once: as long as they are held, commands on the same people wait.</param>
/// <param name="hold">For how long a host that has stopped in the middle holds them; null: half a minute.</param>
public sealed class Drain(Operator op, Definitions definitions, TimeProvider clock, ILogger? log = null, int batch = 100, TimeSpan? hold = null)
{
    private readonly TimeSpan hold = hold ?? TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5), Breath = TimeSpan.FromMilliseconds(200);

    /// <summary>Works until <paramref name="stop"/>.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // Two at a time: one decides while the other one's rows are written.
                if (await DueTable.Next(op, stop) is { } next && next <= clock.GetUtcNow() && (await Task.WhenAll(Once(stop), Once(stop))).Sum() > 0) continue;
                // What is due may be held by others: look again soon. Else any append may bring the next moment nearer.
                var head = await Store.Head(op, stop);
                var wait = await DueTable.Next(op, stop) is { } at ? at - clock.GetUtcNow() : Longest;
                await Task.Delay(Breath, stop);
                if (wait > Breath) await Store.WaitForHead(op, head, wait < Longest ? wait - Breath : Longest, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log?.LogWarning(e, "Due work of {Operator} will be looked at again", op.Id.Value);
                await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One batch.</summary>
    /// <returns>How many rows were claimed; 0 when nothing is due, or others hold it.</returns>
    public async Task<int> Once(CancellationToken ct)
    {
        var now = Occurred.Micros(clock.GetUtcNow());
        IReadOnlyList<DueClaim> claimed = [];
        try
        {
            await InTransaction(async connection =>
            {
                claimed = await DueTable.Claim(connection, now, batch, ct);
                if (claimed.Count > 0) await Settle(connection, claimed, now, ct);
            }, ct);
        }
        // One of them fails, or somebody was first: each by itself, so that it stops nobody else.
        catch (Exception e) when (e is not OperationCanceledException && claimed.Count > 0)
        {
            foreach (var person in claimed.GroupBy(c => c.Participant)) await Alone(person.Key, [.. person], now, ct);
        }
        return claimed.Count;
    }

    private async Task Alone(ParticipantId person, IReadOnlyCollection<DueClaim> claims, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await InTransaction(async connection =>
            {
                if (await DueTable.Claim(connection, now, person, ct) is { Count: > 0 } claimed) await Settle(connection, claimed, now, ct);
            }, ct);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ConcurrencyConflict))
        {
            log?.LogWarning(e, "Due work of one participant of {Operator} is left alone for a while", op.Id.Value);
            // Its kind only: a message may quote a value.
            await using var connection = await op.Main.OpenConnectionAsync(ct);
            await using var leave = connection.CreateBatch();
            leave.BatchCommands.Add(DueTable.Leave([.. claims.Select(c => (c, $"failed with {e.GetType().Name}"))], now + Consequences.Soon, now));
            await leave.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task Settle(NpgsqlConnection connection, IReadOnlyList<DueClaim> claimed, DateTimeOffset now, CancellationToken ct)
    {
        var consequences = await Consequences.Of(op, definitions, claimed, now, ct);
        await Store.Append(op, connection, new Append(consequences.Writes)
        {
            Inline = [.. consequences.States.Count == 0 ? [] : InlineRows.For(consequences.States, consequences.Programs), .. consequences.Leaving(now)],
        }, ct);
    }

    private async Task InTransaction(Func<NpgsqlConnection, Task> work, CancellationToken ct)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await DueTable.Hold(connection, hold, ct);
        await work(connection);
        await transaction.CommitAsync(ct);
    }
}

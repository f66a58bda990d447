using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Keys;

/// <summary>A wrapped signing secret of a webhook.</summary>
/// <param name="OperatorKey">The key that it is wrapped under.</param>
/// <param name="Until">It signs before then; null: the current one.</param>
public sealed record SigningSecretRow(Guid Id, Guid Subscription, Guid OperatorKey, byte[] Wrapped, DateTimeOffset? Until);

public static class SigningSecretRows
{
    private static readonly string OfSql = Load("Keys.signing_secrets"), LockSql = Load("Keys.lock_signing_secrets"), AddSql = Load("Keys.add_signing_secret"), RetireSql = Load("Keys.retire_signing_secrets"),
        ExpireSql = Load("Keys.expire_signing_secrets"), RemoveSql = Load("Keys.remove_signing_secrets");

    /// <summary>Those that sign at that time, the newest first.</summary>
    public static async Task<IReadOnlyList<SigningSecretRow>> Of(NpgsqlDataSource keys, Guid subscription, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = keys.Command(OfSql, P(subscription), P(now.UtcDateTime));
        var rows = new List<SigningSecretRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new(reader.GetGuid(0), subscription, reader.GetGuid(1), reader.GetFieldValue<byte[]>(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3)));
        return rows;
    }

    /// <summary>Adds the new one, gives the one before its end, and removes older ones and what has expired: one transaction.</summary>
    public static async Task Add(NpgsqlDataSource keys, SigningSecretRow row, DateTimeOffset now, DateTimeOffset oldUntil, CancellationToken ct)
    {
        await using var batch = keys.CreateBatch();
        batch.BatchCommands.Add(Batched(LockSql, P(row.Subscription)));
        batch.BatchCommands.Add(Batched(RetireSql, P(row.Subscription), P(oldUntil.UtcDateTime)));
        batch.BatchCommands.Add(Batched(ExpireSql, P(now.UtcDateTime)));
        batch.BatchCommands.Add(Batched(AddSql, P(row.Id), P(row.Subscription), P(row.OperatorKey), P(row.Wrapped), P(now.UtcDateTime)));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Those whose time is over go, of every subscription.</summary>
    public static async Task Expire(NpgsqlDataSource keys, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = keys.Command(ExpireSql, P(now.UtcDateTime));
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task Remove(NpgsqlDataSource keys, Guid subscription, CancellationToken ct)
    {
        await using var command = keys.Command(RemoveSql, P(subscription));
        await command.ExecuteNonQueryAsync(ct);
    }
}

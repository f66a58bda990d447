using System.Diagnostics;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>The shard was not ours any more: nothing of the batch was kept.</summary>
internal sealed class LeaseLost(string shard) : Exception($"The shard {shard} is another's now.");

/// <summary>A host's claim on one shard, fenced by its epoch: whoever claims next makes every later write of ours fail.</summary>
internal sealed class Lease
{
    private static readonly string ClaimSql = Sql.Load("Shards.claim"), AdvanceSql = Sql.Load("Shards.advance"), RenewSql = Sql.Load("Shards.renew"), ReleaseSql = Sql.Load("Shards.release");

    private readonly Operator op;
    private readonly string owner;
    private readonly long epoch;
    private long since = Stopwatch.GetTimestamp();

    private Lease(Operator op, Shard shard, string owner, TimeSpan length, long epoch, long position) =>
        (this.op, Shard, this.owner, Length, this.epoch, Position) = (op, shard, owner, length, epoch, position);

    public Shard Shard { get; }

    public TimeSpan Length { get; }

    public long Position { get; private set; }

    /// <summary>Our own clock says stop well before the database's clock lets another host begin.</summary>
    public bool IsSpent => Stopwatch.GetElapsedTime(since) > Length * 2 / 3;

    /// <summary>Null while another host holds the shard.</summary>
    public static async Task<Lease?> Claim(Operator op, Shard shard, string owner, TimeSpan length, CancellationToken ct)
    {
        await using var claim = op.Main.CreateCommand(ClaimSql);
        foreach (var p in new[] { Text(shard.Name), Number(shard.Version), Text(owner), Interval(length) }) claim.Parameters.Add(p);
        var before = Stopwatch.GetTimestamp();
        await using var reader = await claim.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new Lease(op, shard, owner, length, reader.GetInt64(0), reader.GetInt64(1)) { since = before } : null;
    }

    /// <summary>One transaction: the rows, then the new position. Zero rows moved means that the shard is another's: nothing is kept.</summary>
    public async Task Advance(IEnumerable<NpgsqlBatchCommand> rows, long position, CancellationToken ct)
    {
        var before = Stopwatch.GetTimestamp();
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var row in rows) batch.BatchCommands.Add(row);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AdvanceSql)
        {
            Parameters = { Text(Shard.Name), Number(Shard.Version), Text(owner), Big(epoch), Big(Position), Big(position), Interval(Length) },
        });
        await batch.ExecuteNonQueryAsync(ct);
        if (batch.BatchCommands[^1].RecordsAffected == 0 || IsSpent) throw new LeaseLost(Shard.Name);
        await transaction.CommitAsync(ct);
        (Position, since) = (position, before);
    }

    /// <summary>Stays the owner without work, or says what is wrong.</summary>
    /// <param name="error">Null when all is well.</param>
    public async Task Renew(string? error, CancellationToken ct)
    {
        var before = Stopwatch.GetTimestamp();
        await using var renew = op.Main.CreateCommand(RenewSql);
        foreach (var p in new[] { Text(Shard.Name), Number(Shard.Version), Text(owner), Big(epoch), Interval(Length), Text(error) }) renew.Parameters.Add(p);
        if (await renew.ExecuteNonQueryAsync(ct) == 0) throw new LeaseLost(Shard.Name);
        since = before;
    }

    /// <summary>Lets another host begin at once.</summary>
    public async Task Release(CancellationToken ct)
    {
        await using var release = op.Main.CreateCommand(ReleaseSql);
        foreach (var p in new[] { Text(Shard.Name), Number(Shard.Version), Text(owner), Big(epoch) }) release.Parameters.Add(p);
        await release.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) => Query.P(value, NpgsqlDbType.Text);

    private static NpgsqlParameter Number(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static NpgsqlParameter Big(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Interval(TimeSpan value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Interval };
}

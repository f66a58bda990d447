using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Journey.EventStore;

/// <summary>The work was not ours any more: nothing of what was to be written was kept.</summary>
public sealed class LeaseLost(string name) : Exception($"{name} is another host's now.");

/// <summary>A host's claim on work that follows the log (a row of journey.shard), fenced by its epoch: whoever claims next makes every later write of ours fail.</summary>
public sealed class Lease
{
    private static readonly string ClaimSql = Sql.Load("Followers.claim"), AdvanceSql = Sql.Load("Followers.advance"), RenewSql = Sql.Load("Followers.renew"), ReleaseSql = Sql.Load("Followers.release"), FinishSql = Sql.Load("Followers.finish"), CannotReadSql = Sql.Load("Followers.cannot_read"), StandStillSql = Sql.Load("Followers.stand_still");

    private readonly Operator op;
    private readonly string owner;
    private readonly long epoch;
    private readonly Guid origin;
    private long since = Stopwatch.GetTimestamp();

    private Lease(Operator op, string name, int version, string owner, TimeSpan length, long epoch, long position, Guid origin) =>
        (this.op, Name, Version, this.owner, Length, this.epoch, Position, this.origin) = (op, name, version, owner, length, epoch, position, origin);

    /// <summary>Of its row in journey.shard, with <see cref="Version"/>.</summary>
    public string Name { get; }

    public int Version { get; }

    public TimeSpan Length { get; }

    /// <summary>Up to and with this position of the log everything is done.</summary>
    public long Position { get; private set; }

    /// <summary>Our own clock says stop well before the database's clock lets another host begin.</summary>
    public bool IsSpent => Stopwatch.GetElapsedTime(since) > Length * 2 / 3;

    /// <summary>Null while another host holds it.</summary>
    /// <param name="owner">Unique to this run of this process.</param>
    /// <param name="start">The position that its row has when this is the first claim ever.</param>
    public static async Task<Lease?> Claim(Operator op, string name, int version, string owner, TimeSpan length, CancellationToken ct, long start = 0)
    {
        await using var claim = op.Main.CreateCommand(ClaimSql);
        foreach (var p in new[] { Text(name), Number(version), Text(owner), Interval(length), Big(start) }) claim.Parameters.Add(p);
        var before = Stopwatch.GetTimestamp();
        await using var reader = await claim.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        KeyValuePair<string, object?>[] tags = [new("journey.operator", op.Id.Value), new("journey.shard", $"{name}-{version}")];
        Telemetry.Claims.Add(1, tags);
        if (!await reader.IsDBNullAsync(3, ct) && reader.GetString(3) != owner) Telemetry.TakeOvers.Add(1, tags);
        return new Lease(op, name, version, owner, length, reader.GetInt64(0), reader.GetInt64(1), reader.GetGuid(2)) { since = before };
    }

    /// <summary>What comes after <see cref="Position"/>, through the process's one reader of the log. Empty: nothing yet.</summary>
    /// <exception cref="LeaseLost">The log is another one than when this was claimed (a restore): claim again, which gives the position of that log's follower.</exception>
    public async Task<LogPage> Read(int limit, CancellationToken ct)
    {
        var page = await Store.ReadShared(op, Position, limit, ct);
        return page.Head >= Position && page.Origin == origin.ToString("D", CultureInfo.InvariantCulture) ? page : throw new LeaseLost(Name);
    }

    /// <summary>One transaction: the rows, then the new position. Zero rows moved means that it is another's: nothing is kept.</summary>
    public async Task Advance(IEnumerable<NpgsqlBatchCommand> rows, long position, CancellationToken ct)
    {
        var before = Stopwatch.GetTimestamp();
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        // Our row would stay locked for as long as this process is stopped, or cut off, and every claim would pass it over.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(StandStillSql) { Parameters = { Number((int)Length.TotalMilliseconds) } });
        foreach (var row in rows) batch.BatchCommands.Add(row);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AdvanceSql)
        {
            Parameters = { Text(Name), Number(Version), Text(owner), Big(epoch), Big(Position), Big(position), Interval(Length), new() { Value = origin } },
        });
        await batch.ExecuteNonQueryAsync(ct);
        if (batch.BatchCommands[^1].RecordsAffected == 0 || IsSpent) throw new LeaseLost(Name);
        await transaction.CommitAsync(ct);
        (Position, since) = (position, before);
    }

    /// <summary>Stays the owner without work, or says what is wrong.</summary>
    /// <param name="error">Null when all is well.</param>
    public async Task Renew(string? error, CancellationToken ct)
    {
        var before = Stopwatch.GetTimestamp();
        await using var renew = op.Main.CreateCommand(RenewSql);
        foreach (var p in new[] { Text(Name), Number(Version), Text(owner), Big(epoch), Interval(Length), Text(error), new NpgsqlParameter { Value = origin } }) renew.Parameters.Add(p);
        if (await renew.ExecuteNonQueryAsync(ct) == 0) throw new LeaseLost(Name);
        since = before;
    }

    /// <summary>The next entry is of a newer host: while one lives that knows this wire name, the work is its own.</summary>
    public async Task CannotRead(string type, CancellationToken ct)
    {
        await using var write = op.Main.CreateCommand(CannotReadSql);
        foreach (var p in new[] { Text(Name), Number(Version), Text(owner), Big(epoch), Text(type) }) write.Parameters.Add(p);
        await write.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Lets another host begin at once.</summary>
    public async Task Release(CancellationToken ct)
    {
        await using var release = op.Main.CreateCommand(ReleaseSql);
        foreach (var p in new[] { Text(Name), Number(Version), Text(owner), Big(epoch) }) release.Parameters.Add(p);
        await release.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The work is done for good: its row goes, in the caller's transaction, which must not commit when this throws.</summary>
    public async Task Finish(NpgsqlConnection within, CancellationToken ct)
    {
        await using var finish = within.Command(FinishSql, Text(Name), Number(Version), Text(owner), Big(epoch));
        if (await finish.ExecuteNonQueryAsync(ct) == 0 || IsSpent) throw new LeaseLost(Name);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Number(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static NpgsqlParameter Big(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter Interval(TimeSpan value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Interval };
}

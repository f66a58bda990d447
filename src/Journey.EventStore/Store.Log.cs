using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

public static partial class Store
{
    private static readonly string ReadLogSql = Load("Log.read_log");
    private static readonly string ReadPageSql = Load("Log.read_page");
    private static readonly string ReadLoggedSql = Load("Log.read_logged");
    private static readonly string HeadSql = Load("Log.head");
    private static readonly string BacklogSql = Load("Log.backlog");
    private static readonly string PositionOfSql = Load("Log.position_of");
    private static readonly string PositionBeforeSql = Load("Log.position_before");
    private static readonly string LogOriginSql = Load("Log.log_origin");

    /// <summary>The log from the position after <paramref name="after"/> on. Without <paramref name="types"/> the positions are consecutive: a reader that counts knows it missed nothing.</summary>
    /// <param name="limit">At most so many events, 1 or more.</param>
    /// <param name="types">Wire names to keep; null: all.</param>
    public static async Task<IReadOnlyList<LoggedEvent>> ReadLog(Operator op, long after, int limit, IReadOnlyCollection<string>? types = null, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadLogSql, P(after), P(limit), new() { Value = (object?)types?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return await Read(read, r => new LoggedEvent(r.GetInt64(15), r.GetFieldValue<DateTimeOffset>(16), Event(r)), ct);
    }

    /// <summary>
    /// The log after a position, through this process's one reader of it: any number of followers near the head cost one query, and who is
    /// far behind waits for their turn. What is sequenced while this runs may be missing: ask again, or <see cref="WaitForHead"/>.
    /// </summary>
    /// <param name="limit">At most so many events, 1 or more.</param>
    /// <exception cref="InvalidOperationException">The log has a gap, which it never has: something else wrote to it.</exception>
    public static Task<LogPage> ReadShared(Operator op, long after, int limit, CancellationToken ct = default)
    {
        op.Log.Listen();
        return op.Log.Window.After(after, limit, ct);
    }

    internal static async Task<LogPage> ReadPage(NpgsqlDataSource main, long after, int limit, CancellationToken ct)
    {
        await using var batch = main.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadPageSql));
        batch.BatchCommands.Add(Batched(ReadLogSql, P(after), P(limit), new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (origin, head) = (reader.GetGuid(0).ToString("D", CultureInfo.InvariantCulture), reader.GetInt64(1));
        await reader.NextResultAsync(ct);
        var events = new List<LoggedEvent>();
        while (await reader.ReadAsync(ct)) events.Add(new(reader.GetInt64(15), reader.GetFieldValue<DateTimeOffset>(16), Event(reader)));
        return new LogPage(origin, events.Count > 0 ? Math.Max(head, events[^1].Position) : head, events);
    }

    /// <summary>Those of these events that have a position, in the log's order.</summary>
    public static async Task<IReadOnlyList<LoggedEvent>> ReadLogged(Operator op, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(ReadLoggedSql, P(ids.ToArray()));
        return await Read(read, r => new LoggedEvent(r.GetInt64(15), r.GetFieldValue<DateTimeOffset>(16), Event(r)), ct);
    }

    /// <summary>The last position given; 0 in an empty log.</summary>
    public static async Task<long> Head(Operator op, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(HeadSql);
        return (long)(await read.ExecuteScalarAsync(ct))!;
    }

    /// <summary>How far the sequencer is behind what is visible: events above the log's last one, and for how long the oldest of them has been stored.</summary>
    public static async Task<(long Events, TimeSpan Age)> Backlog(Operator op, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(BacklogSql);
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), TimeSpan.FromSeconds(reader.GetDouble(1)));
    }

    /// <summary>Where an append stands in the log (by <see cref="Appended.Seq"/>); null while it is not sequenced.</summary>
    public static async Task<long?> PositionOf(Operator op, long seq, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(PositionOfSql, P(seq));
        return (long?)await read.ExecuteScalarAsync(ct);
    }

    /// <summary>The last position that was in the log before that moment; 0 where there was none.</summary>
    public static async Task<long> PositionBefore(Operator op, DateTimeOffset moment, CancellationToken ct = default)
    {
        await using var read = op.Main.Command(PositionBeforeSql, P(moment.UtcDateTime));
        return await read.ExecuteScalarAsync(ct) is long position ? position : 0;
    }

    /// <summary>Which history positions belong to. After a restore it is another one, and a follower must begin again: positions may have been given twice.</summary>
    public static async Task<string> LogOrigin(Operator op, CancellationToken ct = default)
    {
        await using var read = op.Primary.Command(LogOriginSql);
        return ((Guid)(await read.ExecuteScalarAsync(ct))!).ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the log goes beyond <paramref name="after"/>, at most <paramref name="timeout"/>, and gives its head then. Costs no connection per waiter.</summary>
    public static async Task<long> WaitForHead(Operator op, long after, TimeSpan timeout, CancellationToken ct = default)
    {
        op.Log.Listen();
        if (!op.Log.Hears && op.Log.Head <= after) await op.Log.Ask(ct);
        return await op.Log.Beyond(after, timeout, ct);
    }
}

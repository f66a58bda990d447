using System.Diagnostics.CodeAnalysis;
using Journey.Domain;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>What to list; null means any.</summary>
/// <param name="Role">Whose work it is now.</param>
/// <param name="Roles">With <paramref name="Staff"/>: work of these roles or of this person.</param>
/// <param name="Until">Due on that day or before.</param>
/// <param name="Unowned">Only what is nobody's.</param>
/// <param name="For">Whose list it is; null for a job's.</param>
public sealed record DueFilter(string? Role = null, IReadOnlyCollection<string>? Roles = null, StaffId? Staff = null, DateOnly? Until = null, bool Unowned = false, Readership? For = null);

/// <summary>The place after which a list goes on: of the last row shown.</summary>
public sealed record DueCursor(DateOnly Due, EnrollmentId Enrollment, string Item);

/// <summary>Open work of one role.</summary>
/// <param name="Waiting">Left alone by a host, for a reason that its row says.</param>
public sealed record DueCount(string Role, long Open, long Overdue, long Due, long Upcoming, long LateKnown, long Unowned, long Waiting);

/// <summary>How far hosts are behind with what has fallen due.</summary>
/// <param name="Behind">Rows whose moment has come and that no host has taken up yet; what is left alone comes again later.</param>
/// <param name="Seconds">For how long the first of them has waited.</param>
/// <param name="Waiting">What hosts have left alone, by reason: the twenty commonest.</param>
public sealed record DueLag(long Behind, double Seconds, IReadOnlyList<WaitingWork> Waiting);

/// <param name="Reason">Never a value.</param>
public sealed record WaitingWork(string Reason, long Items);

/// <summary>Names one row.</summary>
public readonly record struct DueClaim(ParticipantId Participant, EnrollmentId Enrollment, string Item);

/// <summary>Open work, in a table.</summary>
public static class DueTable
{
    private static readonly string ReadSql = Sql.Load("Due.read"), CountSql = Sql.Load("Due.count"), NextSql = Sql.Load("Due.next"),
        ClaimSql = Sql.Load("Due.claim"), ClaimOneSql = Sql.Load("Due.claim_one"), LeaveSql = Sql.Load("Due.leave"),
        LagSql = Sql.Load("Due.lag"), HoldSql = Sql.Load("Due.hold");

    /// <summary>By due day, a page at a time.</summary>
    /// <param name="now">Decides on which day it is in each program's zone.</param>
    /// <param name="limit">1 to 501: one more than the longest page tells whether there is a next one.</param>
    public static Task<IReadOnlyList<DueRow>> Read(Operator op, DueFilter filter, DateTimeOffset now, DueCursor? after, int limit, CancellationToken ct = default) =>
        Query.Rows<DueRow>(op, ReadSql,
        [
            Now(now), Query.P(filter.Role, NpgsqlDbType.Text), Query.P(filter.Roles?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), Query.P(filter.Staff?.Value, NpgsqlDbType.Uuid),
            Query.P(filter.Until, NpgsqlDbType.Date), Query.P<bool?>(filter.Unowned, NpgsqlDbType.Boolean), Query.P(after?.Due, NpgsqlDbType.Date),
            Query.P(after?.Enrollment.Value, NpgsqlDbType.Uuid), Query.P(after?.Item, NpgsqlDbType.Text), Query.P<int?>(Math.Clamp(limit, 1, 501), NpgsqlDbType.Integer), .. Readership.Parameters(filter.For),
        ], ct);

    public static Task<IReadOnlyList<DueCount>> Count(Operator op, string? role, DateOnly? until, DateTimeOffset now, CancellationToken ct = default) =>
        Query.Rows<DueCount>(op, CountSql, [Now(now), Query.P(role, NpgsqlDbType.Text), Query.P(until, NpgsqlDbType.Date)], ct);

    public static async Task<DueLag> Lag(Operator op, DateTimeOffset now, CancellationToken ct = default) => (await Query.Rows<DueLag>(op, LagSql, [Now(now)], ct))[0];

    /// <summary>Lets the connection's transaction, while its host says nothing, hold what it claimed for so long and no longer.</summary>
    public static async Task Hold(NpgsqlConnection connection, TimeSpan most, CancellationToken ct)
    {
#pragma warning disable CA2100 // Our own file.
        await using var hold = new NpgsqlCommand(HoldSql, connection);
#pragma warning restore CA2100
        hold.Parameters.Add(new() { Value = (int)most.TotalMilliseconds });
        await hold.ExecuteNonQueryAsync(ct);
    }

    /// <summary>When a host has to look next.</summary>
    public static async Task<DateTimeOffset?> Next(Operator op, CancellationToken ct)
    {
        await using var next = op.Main.CreateCommand(NextSql);
        return await next.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    /// <summary>Claims what has fallen due, until the caller's transaction ends; what another host or a command holds is left out.</summary>
    public static Task<IReadOnlyList<DueClaim>> Claim(NpgsqlConnection connection, DateTimeOffset now, int limit, CancellationToken ct) =>
        Claim(connection, ClaimSql, [Now(now), new() { Value = limit }], ct);

    /// <inheritdoc cref="Claim(NpgsqlConnection, DateTimeOffset, int, CancellationToken)"/>
    public static Task<IReadOnlyList<DueClaim>> Claim(NpgsqlConnection connection, DateTimeOffset now, ParticipantId participant, CancellationToken ct) =>
        Claim(connection, ClaimOneSql, [Now(now), new() { Value = participant.Value }], ct);

    /// <summary>Leaves work alone until later, and says why.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static NpgsqlBatchCommand Leave(IReadOnlyCollection<(DueClaim Claim, string Reason)> left, DateTimeOffset until, DateTimeOffset now) => new(LeaveSql)
    {
        Parameters =
        {
            Each(left.Select(l => l.Claim.Participant.Value), NpgsqlDbType.Uuid), Each(left.Select(l => l.Claim.Enrollment.Value), NpgsqlDbType.Uuid),
            Each(left.Select(l => l.Claim.Item), NpgsqlDbType.Text), Each(left.Select(l => l.Reason), NpgsqlDbType.Text), Now(until), Now(now),
        },
    };

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    private static async Task<IReadOnlyList<DueClaim>> Claim(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var claim = new NpgsqlCommand(sql, connection);
        claim.Parameters.AddRange(parameters);
        var claimed = new List<DueClaim>();
        await using var reader = await claim.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) claimed.Add(new(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetString(2)));
        return claimed;
    }

    private static NpgsqlParameter Now(DateTimeOffset now) => new() { Value = now.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Each<T>(IEnumerable<T> values, NpgsqlDbType type) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}

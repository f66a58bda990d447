using Journey.Domain;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>What to list; null means any.</summary>
/// <param name="Staff">Assigned as case manager or as coach.</param>
/// <param name="Stages">In one of these.</param>
/// <param name="NeedsAttention">Only those with something open.</param>
/// <param name="For">Whose list it is; null for a job's.</param>
public sealed record CaseloadFilter(StaffId? Staff = null, CohortId? Cohort = null, string? Program = null, IReadOnlyList<string>? Stages = null, EnrollmentStatus? Status = null, bool NeedsAttention = false, Readership? For = null);

/// <summary>For whom a list is read: rows that the policy would never show them are left out by the database. What remains is decided row by row.</summary>
/// <param name="Readers">Their own id as staff, and their organization where whoever belongs to it may read the unassigned and the referred.</param>
/// <param name="Organizations">Theirs, where it may read all whom it took up.</param>
public sealed record Readership(IReadOnlyCollection<Guid> Readers, IReadOnlyCollection<Guid> Organizations)
{
    internal static Npgsql.NpgsqlParameter[] Parameters(Readership? of) =>
        [Query.P(of?.Readers.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid), Query.P(of?.Organizations.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid)];
}

/// <summary>The place after which a list goes on: of the last row shown.</summary>
public sealed record CaseloadCursor(DateOnly WaitingSince, EnrollmentId Enrollment)
{
    public static CaseloadCursor After(CaseloadRow row) => new(row.WaitingSince, row.Enrollment);
}

public static class Caseload
{
    private static readonly string ReadSql = Sql.Load("Caseload.read"), OfSql = Sql.Load("Caseload.of_participant");

    /// <summary>Rows in the list's order (<see cref="CaseloadRow.WaitingSince"/>), a page at a time.</summary>
    /// <param name="limit">1 to 500: as many as one access opens.</param>
    public static Task<IReadOnlyList<CaseloadRow>> Read(Operator op, CaseloadFilter filter, CaseloadCursor? after, int limit, CancellationToken ct = default) =>
        Query.Rows<CaseloadRow>(op, ReadSql,
        [
            Query.P(filter.Staff?.Value, NpgsqlDbType.Uuid), Query.P(filter.Cohort?.Value, NpgsqlDbType.Uuid), Query.P(filter.Program, NpgsqlDbType.Text),
            Query.P(filter.Stages?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), Query.P(filter.Status?.ToString(), NpgsqlDbType.Text), Query.P<bool?>(filter.NeedsAttention, NpgsqlDbType.Boolean),
            Query.P(after?.WaitingSince, NpgsqlDbType.Date), Query.P(after?.Enrollment.Value, NpgsqlDbType.Uuid), Query.P<int?>(Math.Clamp(limit, 1, 500), NpgsqlDbType.Integer), .. Readership.Parameters(filter.For),
        ], ct);

    /// <summary>One person's enrollments.</summary>
    public static Task<IReadOnlyList<CaseloadRow>> Of(Operator op, ParticipantId participant, CancellationToken ct = default) =>
        Query.Rows<CaseloadRow>(op, OfSql, [Query.P<Guid?>(participant.Value, NpgsqlDbType.Uuid)], ct);
}

using Journey.Domain;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>One cohort in a list, its people counted true on D as known on K.</summary>
/// <param name="Cohort">Its own facts then; without a name when people belong to a cohort that nobody opened.</param>
/// <param name="Attendance">Mean of its enrollments' rates, 0 to 1; null before the first session that counts.</param>
public sealed record CohortSummary(CohortRow Cohort, int People, int Enrollments, int Exited, int Graduated, int Employed, decimal? Attendance, int Findings, IReadOnlyList<StageCount> Stages, IReadOnlyList<OutcomeFigures> Outcomes);

public sealed record StageCount(string Stage, int Now);

public static class CohortList
{
    private static readonly string ReadSql = Sql.Load("Cohorts.list");

    /// <summary>Every cohort that was open by then or that people belonged to, the latest start first.</summary>
    public static Task<IReadOnlyList<CohortSummary>> Read(Operator op, AsOf asOf = default, Meanings? meanings = null, CancellationToken ct = default) =>
        Query.Rows<CohortSummary>(op, ReadSql, [Query.P(asOf.TrueOn, NpgsqlDbType.Date), Query.P(asOf.KnownOn?.UtcDateTime, NpgsqlDbType.TimestampTz), (meanings ?? Meanings.None).Parameter], ct);
}

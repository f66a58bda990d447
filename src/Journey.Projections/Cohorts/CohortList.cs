using Journey.Domain;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>One cohort in a list, its people counted true on D as known on K.</summary>
/// <param name="Cohort">As known now; without a name when people belong to a cohort that nobody opened.</param>
public sealed record CohortSummary(CohortRow Cohort, int People, int Enrollments, int Exited, int Graduated, int Employed, int Findings, IReadOnlyList<StageCount> Stages, IReadOnlyList<OutcomeFigures> Outcomes);

public sealed record StageCount(string Stage, int Now);

public static class CohortList
{
    private static readonly string ReadSql = Sql.Load("Cohorts.list");

    /// <summary>Every cohort, the latest start first.</summary>
    public static Task<IReadOnlyList<CohortSummary>> Read(Operator op, AsOf asOf = default, Meanings? meanings = null, CancellationToken ct = default) =>
        Query.Rows<CohortSummary>(op, ReadSql, [Query.P(asOf.TrueOn, NpgsqlDbType.Date), Query.P(asOf.KnownOn?.UtcDateTime, NpgsqlDbType.TimestampTz), (meanings ?? Meanings.None).Parameter], ct);
}

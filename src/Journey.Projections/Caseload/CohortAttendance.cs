using Journey.Domain;
using Journey.EventStore;

namespace Journey.Projections;

/// <summary>How well a cohort attends, as known now.</summary>
/// <param name="Rate">Mean of its people's rates, 0 to 1.</param>
/// <param name="People">Those with a session that counts.</param>
public sealed record CohortAttendance(CohortId Cohort, decimal Rate, int People)
{
    private static readonly string ReadSql = Sql.Load("Caseload.attendance");

    public static Task<IReadOnlyList<CohortAttendance>> Read(Operator op, CancellationToken ct = default) => Query.Rows<CohortAttendance>(op, ReadSql, [], ct);
}

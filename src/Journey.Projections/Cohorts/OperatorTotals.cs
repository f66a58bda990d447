using Journey.Domain;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>The whole operator in figures, true on D as known on K.</summary>
/// <param name="Position">The log position up to which events are counted.</param>
/// <param name="Registrations">Enrollments opened.</param>
/// <param name="People">Distinct persons among them; linked records count as one.</param>
/// <param name="Cohorts">Opened by then.</param>
public sealed record OperatorTotals(
    long Position, int Registrations, int People, int Cohorts, int Exited, IReadOnlyList<OutcomeFigures> Outcomes, IReadOnlyList<FindingFigures> Findings)
{
    private static readonly string ReadSql = Sql.Load("Cohorts.totals");

    public static async Task<OperatorTotals> Read(Operator op, AsOf asOf = default, CancellationToken ct = default) =>
        (await Query.Rows<OperatorTotals>(op, ReadSql, [Query.P(asOf.TrueOn, NpgsqlDbType.Date), Query.P(asOf.KnownOn?.UtcDateTime, NpgsqlDbType.TimestampTz)], ct))[0];
}

using Journey.Domain;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>One finding of one enrollment's history, true on D as known on K (codes: <see cref="Domain.Participants.Findings"/>).</summary>
/// <param name="Cohort">The enrollment's cohort then, if it had one.</param>
/// <param name="Outcome">The enrollment's last outcome then, in the program's own words.</param>
/// <param name="Events">The entries it comes from.</param>
/// <param name="Reference">The participant's public reference.</param>
public sealed record FindingRow(ParticipantId Participant, EnrollmentId Enrollment, string Code, string Program, CohortId? Cohort, string? Outcome, IReadOnlyList<Guid> Events, string? Reference = null)
{
    private static readonly string ReadSql = Sql.Load("Findings.read");

    /// <summary>The enrollments with one finding, in the order of their ids, a page at a time.</summary>
    /// <param name="cohort">Only of this cohort; null for all.</param>
    /// <param name="outcome">Only with this last outcome; null for all.</param>
    /// <param name="after">The last row shown before.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="for">Whose list it is; null for a job's.</param>
    public static Task<IReadOnlyList<FindingRow>> Read(Operator op, string code, CohortId? cohort, string? outcome, FindingRow? after, int limit, AsOf asOf = default, Readership? @for = null, CancellationToken ct = default) =>
        Query.Rows<FindingRow>(op, ReadSql,
        [
            Query.P(code, NpgsqlDbType.Text), Query.P(cohort?.Value, NpgsqlDbType.Uuid), Query.P(outcome, NpgsqlDbType.Text),
            Query.P(after?.Enrollment.Value, NpgsqlDbType.Uuid), Query.P(after?.Participant.Value, NpgsqlDbType.Uuid), Query.P<int?>(Math.Clamp(limit, 1, 1000), NpgsqlDbType.Integer),
            Query.P(asOf.TrueOn, NpgsqlDbType.Date), Query.P(asOf.KnownOn?.UtcDateTime, NpgsqlDbType.TimestampTz), .. Readership.Parameters(@for),
        ], ct);
}

using Journey.Domain;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>
/// One cohort, true on D as known on K, counted from spells. Its people are those who belong to it on D; their time before
/// they took the seat (intake) counts too.
/// </summary>
/// <param name="Position">The log position up to which events are counted.</param>
/// <param name="Cohort">Its own facts then. Before it was open only its name, program and site, as known now.</param>
/// <param name="People">Distinct persons; an enrollment each, as a rule.</param>
/// <param name="Exited">Left the program, and not back.</param>
/// <param name="Employed">With a job on D.</param>
public sealed record CohortDashboard(
    long Position, CohortRow Cohort, int People, int Enrollments, int Exited, int Graduated, int Employed,
    AttendanceFigures Attendance, IReadOnlyList<StageFigures> Stages, IReadOnlyList<WeekFigures> Weeks, IReadOnlyList<OutcomeFigures> Outcomes,
    IReadOnlyList<ReasonFigures> ExitReasons, IReadOnlyList<FindingFigures> Findings)
{
    private static readonly string ReadSql = Sql.Load("Cohorts.dashboard");

    /// <summary>Null for a cohort that nothing is known of.</summary>
    public static async Task<CohortDashboard?> Read(Operator op, CohortId cohort, AsOf asOf = default, Meanings? meanings = null, CancellationToken ct = default) =>
        await Query.Rows<CohortDashboard>(op, ReadSql,
            [Query.P<Guid?>(cohort.Value, NpgsqlDbType.Uuid), Query.P(asOf.TrueOn, NpgsqlDbType.Date), Query.P(asOf.KnownOn?.UtcDateTime, NpgsqlDbType.TimestampTz), (meanings ?? Meanings.None).Parameter], ct) is [var found] ? found : null;
}

/// <summary>How well a cohort attends: its people's marks, whatever stage and cohort the sessions belonged to.</summary>
/// <param name="Rate">Mean of its enrollments' rates, 0 to 1, four decimals: sessions attended over sessions counted. Null before the first one.</param>
/// <param name="Enrollments">Those with a session that counts: every one but the excused.</param>
/// <param name="Attended">Marks present or late.</param>
/// <param name="Late">Those of them that were late.</param>
public sealed record AttendanceFigures(decimal? Rate, int Enrollments, int Attended, int Late, int Absent, int Excused);

/// <summary>One stage of one cohort. The definition gives the stages' order and titles.</summary>
/// <param name="Stage">What it means, whatever a version calls it.</param>
/// <param name="Now">Enrollments in it.</param>
/// <param name="Reached">Enrollments that were ever in it: the funnel.</param>
/// <param name="Returned">Stays that ended with a return to an earlier stage.</param>
/// <param name="Left">Stays that ended with an exit from the program.</param>
/// <param name="MedianDays">Of the stays that are over; null without any.</param>
/// <param name="P90Days">Nine of ten stays that are over took at most this long.</param>
public sealed record StageFigures(string Stage, int Now, int Reached, int Completed, int Returned, int Left, double? MedianDays, double? P90Days);

/// <summary>What happened in one week.</summary>
/// <param name="Week">Its Monday.</param>
/// <param name="Stage">Null: the program itself (the seat taken; the exit).</param>
public sealed record WeekFigures(DateOnly Week, string? Stage, int Entered, int Left);

/// <param name="Outcome">In the program's own words.</param>
/// <param name="Kind">Completed, NotCompleted or Withdrawn.</param>
public sealed record OutcomeFigures(string Outcome, string Kind, int Enrollments);

public sealed record ReasonFigures(string Reason, int Enrollments);

/// <param name="Outcome">The enrollments' last outcome; null for none.</param>
public sealed record FindingFigures(string Code, string? Outcome, int Enrollments);

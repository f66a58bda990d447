using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

internal static class CohortTables
{
    private static readonly string WriteSpells = Sql.Load("Cohorts.write_spells"), WriteAttendance = Sql.Load("Cohorts.write_attendance"), WriteFindings = Sql.Load("Findings.write"), WriteCohorts = Sql.Load("Cohorts.write_cohorts");

    /// <summary>The whole of these histories' rows, a table each.</summary>
    public static IReadOnlyList<TableRows> Of(Touched touched)
    {
        var people = touched.People.Select(p => p.Id.Value).ToArray();
        var rows = touched.People.Select(PersonRows.Of).ToList();
        return
        [
            TableRows.Of("spell", [.. rows.SelectMany(r => r.Spells)], WriteSpells, people),
            TableRows.Of("attendance", [.. rows.SelectMany(r => r.Attendance)], WriteAttendance, people),
            TableRows.Of("finding", [.. rows.SelectMany(r => r.Findings)], WriteFindings, people),
            TableRows.Of("cohort", [.. touched.Cohorts.SelectMany(CohortVersion.Of)], WriteCohorts, [.. touched.Cohorts.Select(c => c[0].Stream)]),
        ];
    }
}

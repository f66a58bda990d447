namespace Journey.Projections;

internal static class CohortTables
{
    private static readonly string WriteSpells = Sql.Load("Cohorts.write_spells"), WriteAttendance = Sql.Load("Cohorts.write_attendance"), WriteFindings = Sql.Load("Findings.write"), WriteCohorts = Sql.Load("Cohorts.write_cohorts");

    /// <summary>These histories' rows, a table each: of a person those that new entries may have changed.</summary>
    public static IReadOnlyList<TableRows> Of(Touched touched)
    {
        var people = touched.People.Select(p => (Person: p, Since: touched.NewSince(p))).ToList();
        var whole = people.Where(p => p.Since is null).Select(p => p.Person.Id.Value).ToArray();
        var rows = people.Select(p => p.Since is { } since ? PersonRows.Of(p.Person).Since(since) : PersonRows.Of(p.Person)).ToList();
        return
        [
            TableRows.Of("spell", [.. rows.SelectMany(r => r.Spells)], WriteSpells, whole),
            TableRows.Of("attendance", [.. rows.SelectMany(r => r.Attendance)], WriteAttendance, whole),
            TableRows.Of("finding", [.. rows.SelectMany(r => r.Findings)], WriteFindings, whole),
            TableRows.Of("cohort", [.. touched.Cohorts.SelectMany(CohortVersion.Of)], WriteCohorts, [.. touched.Cohorts.Select(c => c[0].Stream)]),
        ];
    }
}

using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

internal static class CohortTables
{
    private static readonly string WriteSpells = Sql.Load("Cohorts.write_spells"), WriteAttendance = Sql.Load("Cohorts.write_attendance"), WriteFindings = Sql.Load("Findings.write"), WriteCohorts = Sql.Load("Cohorts.write_cohorts");

    public static IReadOnlyList<NpgsqlBatchCommand> Write(Touched touched)
    {
        var commands = new List<NpgsqlBatchCommand>();
        if (touched.People.Count > 0)
        {
            var people = touched.People.Select(p => p.Id.Value).ToArray();
            var rows = touched.People.Select(PersonRows.Of).ToList();
            commands.Add(With(RowJson.Command(WriteSpells, [.. rows.SelectMany(r => r.Spells)]), people));
            commands.Add(With(RowJson.Command(WriteAttendance, [.. rows.SelectMany(r => r.Attendance)]), people));
            commands.Add(With(RowJson.Command(WriteFindings, [.. rows.SelectMany(r => r.Findings)]), people));
        }
        if (touched.Cohorts.Count > 0)
        {
            commands.Add(With(RowJson.Command(WriteCohorts, [.. touched.Cohorts.SelectMany(CohortVersion.Of)]), [.. touched.Cohorts.Select(c => c[0].Stream)]));
        }
        return commands;
    }

    private static NpgsqlBatchCommand With(NpgsqlBatchCommand command, Guid[] of)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = of, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        return command;
    }
}

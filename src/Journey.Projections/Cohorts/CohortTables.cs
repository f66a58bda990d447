using Journey.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

internal static class CohortTables
{
    private static readonly string RemoveSpells = Sql.Load("Cohorts.remove_spells"), WriteSpells = Sql.Load("Cohorts.write_spells"),
        RemoveFindings = Sql.Load("Findings.remove"), WriteFindings = Sql.Load("Findings.write"), WriteCohorts = Sql.Load("Cohorts.write_cohorts");

    public static IReadOnlyList<NpgsqlBatchCommand> Write(Touched touched)
    {
        var commands = new List<NpgsqlBatchCommand>();
        if (touched.People.Count > 0)
        {
            var people = touched.People.Select(p => p.Id.Value).ToArray();
            var spells = touched.People.SelectMany(SpellVersions.Of).ToList();
            var findings = touched.People.SelectMany(p => FindingRow.Of(p.Id, p.Fold())).ToList();
            commands.Add(With(RowJson.Command(RemoveSpells, spells), people));
            commands.Add(RowJson.Command(WriteSpells, spells));
            commands.Add(With(RowJson.Command(RemoveFindings, findings), people));
            commands.Add(RowJson.Command(WriteFindings, findings));
        }
        var cohorts = touched.Cohorts.Select(CohortRow.Of).OfType<CohortRow>().DistinctBy(c => c.Cohort).ToList();
        if (cohorts.Count > 0) commands.Add(RowJson.Command(WriteCohorts, cohorts));
        return commands;
    }

    private static NpgsqlBatchCommand With(NpgsqlBatchCommand command, Guid[] people)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = people, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        return command;
    }
}

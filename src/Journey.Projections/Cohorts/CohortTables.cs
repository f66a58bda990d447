using Journey.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

internal static class CohortTables
{
    private static readonly string WriteSpells = Sql.Load("Cohorts.write_spells"), WriteFindings = Sql.Load("Findings.write"), WriteCohorts = Sql.Load("Cohorts.write_cohorts");

    public static IReadOnlyList<NpgsqlBatchCommand> Write(Touched touched)
    {
        var commands = new List<NpgsqlBatchCommand>();
        if (touched.People.Count > 0)
        {
            var people = touched.People.Select(p => p.Id.Value).ToArray();
            var spells = new List<SpellRow>();
            var findings = new List<FindingRow>();
            foreach (var person in touched.People)
            {
                spells.AddRange(SpellVersions.Of(person, out var latest));
                findings.AddRange(FindingRow.Of(person.Id, latest));
            }
            commands.Add(With(RowJson.Command(WriteSpells, spells), people));
            commands.Add(With(RowJson.Command(WriteFindings, findings), people));
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

using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;
using Npgsql;

namespace Journey.Tests.Projections;

/// <summary>Every history folded from its stream, in memory, and what that comes to: read models have to say the same.</summary>
internal static class ColdFold
{
    /// <summary>What readers see of the cohorts' tables, beside a fold of everything there is; each a hash by table.</summary>
    public static async Task<(IReadOnlyDictionary<string, string> Seen, IReadOnlyDictionary<string, string> Folded)> Of(Operator op, string schema = "journey")
    {
        var streams = new List<Guid>();
        await using (var read = op.Main.CreateCommand("select id from journey.stream"))
        await using (var reader = await read.ExecuteReaderAsync())
            while (await reader.ReadAsync()) streams.Add(reader.GetGuid(0));
        var touched = await Touched.Read(op, streams, default);
        touched.Waiting.ShouldBeEmpty();
        var (seen, folded) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var rows in CohortTables.Of(touched))
        {
            seen[rows.Table] = await Hash(op, $"select r::text as t from {schema}.{rows.Table} r");
            folded[rows.Table] = await Hash(op, $"select r::text as t from jsonb_populate_recordset(null::{schema}.{rows.Table}, $1) r", rows.Command().Parameters[0].Clone());
        }
        return (seen, folded);
    }

    private static async Task<string> Hash(Operator op, string rows, params NpgsqlParameter[] parameters)
    {
        await using var hash = op.Main.CreateCommand($"select count(*) || ' rows ' || md5(coalesce(string_agg(h.t, e'\\n' order by h.t), '')) from ({rows}) h");
        hash.Parameters.AddRange(parameters);
        return (string)(await hash.ExecuteScalarAsync())!;
    }
}

using Npgsql;

namespace Journey.Projections;

/// <summary>A read model that follows the log.</summary>
/// <param name="Name">Of its row in journey.shard.</param>
/// <param name="Version">Another version is another row, which begins at the log's start.</param>
/// <param name="Write">What the touched histories come to: the whole of their rows, never a difference to what was there.</param>
/// <param name="Rebuild">Its folder of rebuild statements.</param>
public sealed record Shard(string Name, int Version, Func<Touched, IReadOnlyList<NpgsqlBatchCommand>> Write, string Rebuild)
{
    /// <summary>Repairs the inline rows that an import or an older host did not write.</summary>
    public static Shard Caseload { get; } = new("caseload", 1, touched => touched.People.Count == 0 ? [] : InlineRows.For([.. touched.People.Select(p => p.Inline())], touched.Programs), "Inline");

    /// <summary>Spells, cohorts and findings.</summary>
    public static Shard Cohorts { get; } = new("cohorts", 1, CohortTables.Write, "Cohorts");

    public static IReadOnlyList<Shard> All { get; } = [Caseload, Cohorts];
}

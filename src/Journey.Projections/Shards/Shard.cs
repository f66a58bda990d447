using Journey.EventStore;
using Npgsql;

namespace Journey.Projections;

/// <summary>A read model that follows the log.</summary>
/// <param name="Name">Of its row in journey.shard.</param>
/// <param name="Version">
/// Raised with whatever changes its tables or what its rows say: the new version is built beside the one that is served, by the hosts that
/// know it, and takes its place when it is whole. It keeps the tables and columns of the version before, which old hosts' pages read.
/// </param>
/// <param name="Folder">Its folder of statements.</param>
/// <param name="Write">
/// What the touched histories come to: the whole of their rows, or where new entries only add to what is known, the rows that they add or end.
/// Names of its tables are not qualified.
/// </param>
public sealed record Shard(string Name, int Version, string Folder, Func<Touched, IReadOnlyList<NpgsqlBatchCommand>> Write)
{
    /// <summary>Repairs the inline rows that an import or an older host did not write.</summary>
    public static Shard Caseload { get; } = new("caseload", 1, "Inline", touched => InlineRows.Of(touched)) { Again = touched => InlineRows.Of(touched, again: true), Written = WrittenRows.Of };

    /// <summary>Spells, cohorts and findings.</summary>
    public static Shard Cohorts { get; } = OfTables("cohorts", 1, "Cohorts", CohortTables.Of);

    public static IReadOnlyList<Shard> All { get; } = [Caseload, Cohorts];

    /// <summary>The same rows by table, to be copied into tables of its own; null for an inline model, whose rows are written where they are.</summary>
    public Func<Touched, IReadOnlyList<TableRows>>? Rows { get; init; }

    /// <summary>Of an inline model: <see cref="Write"/>, for rows of the same state too that are not what they should be.</summary>
    public Func<Touched, IReadOnlyList<NpgsqlBatchCommand>>? Again { get; init; }

    /// <summary>Of an inline model: the streams (with their last version) whose rows whoever appended has written, so that nothing is left to do.</summary>
    internal Func<Operator, IReadOnlyDictionary<Guid, long>, CancellationToken, Task<IReadOnlySet<Guid>>>? Written { get; init; }

    /// <summary>The statements that make its tables where no database has this version yet; null: schema files made its first ones.</summary>
    public string? Tables { get; init; }

    /// <summary>One with tables of its own.</summary>
    public static Shard OfTables(string name, int version, string folder, Func<Touched, IReadOnlyList<TableRows>> rows) =>
        new(name, version, folder, touched => [.. rows(touched).Where(r => !r.IsEmpty).Select(r => r.Command())]) { Rows = rows };
}

using Journey.EventStore;

namespace Journey.Projections;

/// <summary>A host that serves an operator, or did some minutes ago.</summary>
/// <param name="Owner">One run of one process.</param>
/// <param name="Program">Its version.</param>
/// <param name="Lives">It has said so within the last seconds.</param>
/// <param name="Holds">How much of the work that follows the log it holds.</param>
public sealed record ServingHost(string Owner, string Program, DateTimeOffset Started, DateTimeOffset Seen, bool Lives, int Holds)
{
    private static readonly string ReadSql = Sql.Load("Shards.hosts");

    public static Task<IReadOnlyList<ServingHost>> Read(Operator op, CancellationToken ct = default) => Query.Rows<ServingHost>(op, ReadSql, [], ct);
}

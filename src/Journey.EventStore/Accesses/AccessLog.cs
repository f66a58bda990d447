using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Accesses;

/// <summary>One record of access as it is stored: the exact bytes of its log entry, and the same in columns to search by.</summary>
public sealed record AccessRow(Guid Id, byte[] Nonce, byte[] Entry, DateTimeOffset At)
{
    public Guid? Actor { get; init; }
    public Guid? Organization { get; init; }
    public required string[] Roles { get; init; }
    public Guid? OnBehalfOf { get; init; }
    public string? Session { get; init; }
    public string? Client { get; init; }
    public string? Address { get; init; }
    public required string Action { get; init; }
    public required string Purpose { get; init; }
    public required Guid[] Subjects { get; init; }
    public required string ResourceType { get; init; }
    public string? ResourceId { get; init; }
    public long? ResourceVersion { get; init; }
    public required string[] Classes { get; init; }
    public required string[] Fields { get; init; }
    public required string Basis { get; init; }
    public string? BasisReference { get; init; }
    public int? BasisVersion { get; init; }
    public required bool Allowed { get; init; }
    public string? Reason { get; init; }
    public string? Query { get; init; }
    public int? Results { get; init; }
    public string? Recipient { get; init; }
    public Guid? Export { get; init; }
    public string? Trace { get; init; }
}

public static class AccessLog
{
    private static readonly string RecordSql = Load("Accesses.record_access");

    /// <summary>Returns once the record has committed on the primary: a statement of its own, never part of another transaction.</summary>
    public static async Task Record(NpgsqlDataSource main, AccessRow row, CancellationToken ct)
    {
        await using var command = main.Command(
            RecordSql,
            P(row.Id), P(row.Nonce), P(row.Entry), P(row.At), P(row.Actor), P(row.Organization), P(row.Roles), P(row.OnBehalfOf),
            P(row.Session), P(row.Client), P(row.Address), P(row.Action), P(row.Purpose), P(row.Subjects),
            P(row.ResourceType), P(row.ResourceId), P(row.ResourceVersion), P(row.Classes), P(row.Fields),
            P(row.Basis), P(row.BasisReference), P(row.BasisVersion), P(row.Allowed), P(row.Reason),
            P(row.Query), P(row.Results), P(row.Recipient), P(row.Export), P(row.Trace));
        await command.ExecuteNonQueryAsync(ct);
    }
}

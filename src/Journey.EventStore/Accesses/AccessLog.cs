using Npgsql;
using static Journey.EventStore.SqlFile;

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
    /// <summary>Returns once the record has committed on the primary: a statement of its own, never part of another transaction.</summary>
    public static async Task Record(NpgsqlDataSource main, AccessRow row, CancellationToken ct)
    {
        await using var command = Command(
            main, "Accesses.record_access",
            Value(row.Id), Value(row.Nonce), Value(row.Entry), Value(row.At), Value(row.Actor), Value(row.Organization), Value(row.Roles), Value(row.OnBehalfOf),
            Value(row.Session), Value(row.Client), Value(row.Address), Value(row.Action), Value(row.Purpose), Value(row.Subjects),
            Value(row.ResourceType), Value(row.ResourceId), Value(row.ResourceVersion), Value(row.Classes), Value(row.Fields),
            Value(row.Basis), Value(row.BasisReference), Value(row.BasisVersion), Value(row.Allowed), Value(row.Reason),
            Value(row.Query), Value(row.Results), Value(row.Recipient), Value(row.Export), Value(row.Trace));
        await command.ExecuteNonQueryAsync(ct);
    }
}

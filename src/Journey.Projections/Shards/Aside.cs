using System.Diagnostics.CodeAnalysis;
using Journey.EventStore;

namespace Journey.Projections;

/// <summary>What a shard leaves alone.</summary>
/// <param name="Parked">Streams whose rows stay as they are.</param>
/// <param name="Due">Those of them to be tried again now.</param>
/// <param name="Skipped">Events that are left out, and the streams that they held up.</param>
internal sealed record Aside(IReadOnlySet<Guid> Parked, IReadOnlySet<Guid> Due, IReadOnlyDictionary<Guid, Guid> Skipped)
{
    private static readonly string ReadSql = Sql.Load("Shards.aside");

    public static Aside None { get; } = new(new HashSet<Guid>(), new HashSet<Guid>(), new Dictionary<Guid, Guid>());

    public bool Any => Parked.Count > 0;

    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static async Task<Aside> Read(Operator op, Shard shard, CancellationToken ct)
    {
        await using var read = op.Main.CreateCommand(ReadSql);
        read.Parameters.Add(new() { Value = shard.Name });
        read.Parameters.Add(new() { Value = shard.Version });
        var (parked, due, skipped) = (new HashSet<Guid>(), new HashSet<Guid>(), new Dictionary<Guid, Guid>());
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var stream = reader.GetGuid(0);
            if (!await reader.IsDBNullAsync(2, ct)) skipped[reader.GetGuid(2)] = stream;
            else if (parked.Add(stream) && reader.GetBoolean(1)) due.Add(stream);
        }
        return new Aside(parked, due, skipped);
    }
}

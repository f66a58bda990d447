using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Proof;

/// <summary>A history of a log under one name. Another generation begins when a person says so, after a restore that lost leaves.</summary>
/// <param name="Keys">The public keys that sign it.</param>
public sealed record TreeName(int Generation, string Origin, IReadOnlyList<NoteKey> Keys, DateTimeOffset BeganAt, string? Reason);

/// <summary>What was signed for a size.</summary>
/// <param name="Note">Signed note, with the cosignatures that came in since.</param>
/// <param name="WitnessedAt">When as many witnesses as the policy wants had cosigned.</param>
public sealed record StoredCheckpoint(int Generation, long Size, byte[] Root, string Note, DateTimeOffset SignedAt, DateTimeOffset? WitnessedAt);

public static class CheckpointStore
{
    private static readonly string NewestSql = Load("Proof.newest_checkpoint"), AllSql = Load("Proof.checkpoints"), AddSql = Load("Proof.add_checkpoint"), CosignSql = Load("Proof.add_cosignatures"),
        ClaimSql = Load("Proof.claim_signing"), ReleaseSql = Load("Proof.release_signing"), TreeSql = Load("Proof.current_tree"), BeginSql = Load("Proof.begin_tree");

    /// <summary>Null before the first.</summary>
    /// <param name="witnessed">The newest that as many witnesses as needed have cosigned.</param>
    public static async Task<StoredCheckpoint?> Newest(NpgsqlDataSource main, ProofLog log, bool witnessed, CancellationToken ct)
    {
        await using var command = main.Command(NewestSql, P(log.Name()), P(witnessed));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Of(reader) : null;
    }

    /// <summary>The smallest first, without cosignatures.</summary>
    public static async Task<IReadOnlyList<StoredCheckpoint>> All(NpgsqlDataSource main, ProofLog log, CancellationToken ct)
    {
        await using var command = main.Command(AllSql, P(log.Name()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var all = new List<StoredCheckpoint>();
        while (await reader.ReadAsync(ct)) all.Add(Of(reader));
        return all;
    }

    /// <returns>False: another host signs now, or that size was signed before.</returns>
    public static async Task<bool> Add(NpgsqlDataSource main, ProofLog log, StoredCheckpoint checkpoint, string owner, long epoch, CancellationToken ct)
    {
        await using var command = main.Command(AddSql, P(log.Name()), P(checkpoint.Generation), P(checkpoint.Size), P(checkpoint.Root), P(checkpoint.Note), P(checkpoint.SignedAt.UtcDateTime), P(owner), P(epoch));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <param name="lines">By the witnesses' key names, verified.</param>
    /// <param name="needed">As many make the checkpoint a witnessed one.</param>
    public static async Task Cosign(NpgsqlDataSource main, ProofLog log, int generation, long size, IReadOnlyCollection<(string Witness, string Line)> lines, int needed, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = main.Command(CosignSql, P(log.Name()), P(generation), P(size), P(lines.Select(l => l.Witness).ToArray()), P(lines.Select(l => l.Line).ToArray()), P(needed), P(now.UtcDateTime));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The epoch that fences what is signed under it; null while another host signs.</summary>
    public static async Task<long?> Claim(NpgsqlDataSource main, string owner, TimeSpan lease, CancellationToken ct)
    {
        await using var command = main.Command(ClaimSql, P(owner), P(lease));
        return (long?)await command.ExecuteScalarAsync(ct);
    }

    public static async Task Release(NpgsqlDataSource main, string owner)
    {
        await using var command = main.Command(ReleaseSql, P(owner));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Null before the first checkpoint.</summary>
    public static async Task<TreeName?> Tree(NpgsqlDataSource main, ProofLog log, CancellationToken ct)
    {
        await using var command = main.Command(TreeSql, P(log.Name()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return new(reader.GetInt32(0), reader.GetString(1), [.. reader.GetFieldValue<string[]>(2).Select(NoteKey.Parse)], reader.GetFieldValue<DateTimeOffset>(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4));
    }

    /// <summary>Unless there is one of that generation.</summary>
    public static async Task Begin(NpgsqlDataSource main, ProofLog log, TreeName tree, CancellationToken ct)
    {
        await using var command = main.Command(BeginSql, P(log.Name()), P(tree.Generation), P(tree.Origin), P(tree.Keys.Select(k => k.ToString()).ToArray()), P(tree.BeganAt.UtcDateTime),
            new NpgsqlParameter { Value = (object?)tree.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static StoredCheckpoint Of(NpgsqlDataReader reader) =>
        new(reader.GetInt32(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5));
}

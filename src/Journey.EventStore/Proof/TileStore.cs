using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Proof;

/// <summary>The tiles of a log in its database: full ones are stored once and never change, those at the edge are derived.</summary>
public static class TileStore
{
    private const int AtOnce = 64;
    private static readonly string SizeSql = Load("Proof.log_size"), NextSql = Load("Proof.next_tile"), MakeSql = Load("Proof.make_tiles"), AddSql = Load("Proof.add_tiles"), ReadSql = Load("Proof.read_tiles");

    /// <summary>How many leaves the log has.</summary>
    public static async Task<long> Size(NpgsqlDataSource main, ProofLog log, CancellationToken ct)
    {
        await using var command = main.Command(SizeSql, P(log.Name()));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Stores the tiles that a tree of this size has in full and that are not stored yet. Each leaf is read once, and each hash once more per level.</summary>
    /// <returns>How many were stored.</returns>
    public static async Task<long> Grow(NpgsqlDataSource main, ProofLog log, long size, CancellationToken ct)
    {
        long stored = 0;
        var full = size / TileId.Full;
        for (var level = 0; full > 0; level++, full /= TileId.Full)
        {
            for (var next = await Next(main, log, level, ct); next < full; next += AtOnce)
                stored += await Make(main, log, level, next, (int)Math.Min(AtOnce, full - next), ct);
        }
        return stored;
    }

    /// <summary>The tree at that size, with the tiles that the computation needs at hand.</summary>
    /// <exception cref="TreeIncomplete">The database does not hold them.</exception>
    public static async Task<Tree> At(NpgsqlDataSource main, ProofLog log, long size, Action<Tree> computation, CancellationToken ct)
    {
        var needed = Tree.Needs(size, computation);
        var tiles = new Dictionary<TileId, ReadOnlyMemory<byte>>(needed.Count);
        foreach (var (id, hashes) in await Read(main, log, needed, ct))
            tiles[id] = hashes?.Length == id.Width * Merkle.HashSize ? hashes : throw new TreeIncomplete(log, id);
        return new Tree(size, id => tiles[id]);
    }

    /// <summary>The root at that size.</summary>
    public static async Task<byte[]> Root(NpgsqlDataSource main, ProofLog log, long size, CancellationToken ct) => (await At(main, log, size, t => t.Root(), ct)).Root();

    /// <summary>The hashes of tiles, joined. Null or too short where the log has not got them.</summary>
    public static async Task<IReadOnlyList<(TileId Id, byte[]? Hashes)>> Read(NpgsqlDataSource main, ProofLog log, IReadOnlyCollection<TileId> ids, CancellationToken ct)
    {
        await using var command = main.Command(ReadSql, P(log.Name()), P(ids.Select(i => i.Level).ToArray()), P(ids.Select(i => i.N).ToArray()), P(ids.Select(i => i.Width).ToArray()));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = new List<(TileId, byte[]?)>(ids.Count);
        foreach (var id in ids)
        {
            await reader.ReadAsync(ct);
            read.Add((id, await reader.IsDBNullAsync(0, ct) ? null : reader.GetFieldValue<byte[]>(0)));
        }
        return read;
    }

    private static async Task<long> Next(NpgsqlDataSource main, ProofLog log, int level, CancellationToken ct)
    {
        await using var command = main.Command(NextSql, P(log.Name()), P(level));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<int> Make(NpgsqlDataSource main, ProofLog log, int level, long first, int count, CancellationToken ct)
    {
        var (numbers, hashes, roots) = (new List<long>(count), new List<byte[]>(count), new List<byte[]>(count));
        await using (var make = main.Command(MakeSql, P(log.Name()), P(level), P(first), P(count)))
        await using (var reader = await make.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var id = new TileId(level, reader.GetInt64(0), TileId.Full);
                if (await reader.IsDBNullAsync(1, ct) || reader.GetFieldValue<byte[]>(1) is not { Length: TileId.Full * Merkle.HashSize } joined) throw new TreeIncomplete(log, id);
                numbers.Add(id.N);
                hashes.Add(joined);
                roots.Add(Merkle.Complete(joined));
            }
        }
        await using var add = main.Command(AddSql, P(log.Name()), P((short)level), P(numbers.ToArray()), P(hashes.ToArray()), P(roots.ToArray()));
        await add.ExecuteNonQueryAsync(ct);
        return count;
    }
}

/// <summary>A log has not the leaves or tiles that a tree of its size must have: somebody took them away, or the size is not this log's.</summary>
public sealed class TreeIncomplete(ProofLog log, TileId tile) : Exception($"The log of {log.Name()} has not all of tile/{tile.Path}.")
{
    public ProofLog Log => log;

    public TileId Tile => tile;
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Journey.EventStore;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof.Verify;

/// <summary>A log as anybody sees it: its checkpoint, its tiles, and with an auditor's token its entries.</summary>
/// <param name="log">Its address, with a slash at the end.</param>
/// <param name="token">A bearer token; null: the leaves are taken for what they are, and compared with no entry.</param>
internal sealed class RemoteVerification(Uri log, string? token, Action<long, long> progress)
{
    public async Task<(Tampering? Wrong, long Size, string Against)> Run(IReadOnlyList<NoteKey> keys, IReadOnlyList<Note> seen, CancellationToken ct)
    {
        if (keys.Count == 0) throw new SetupException("--key VKEY is the log's public key, from somewhere else than its own host.");
        using var http = new HttpClient { BaseAddress = log, Timeout = TimeSpan.FromSeconds(30) };
        var note = Note.Parse(await http.GetStringAsync("checkpoint", ct));
        var checkpoint = Checkpoint.Parse(note.Text);
        if (note.SignedBy(keys).Count == 0 || keys.All(k => k.Name != checkpoint.Origin)) return (new(null, "the checkpoint is not signed by the given key"), 0, "");
        var ladder = new Ladder([new(checkpoint.Size, checkpoint.Root, "the checkpoint"),
            .. seen.Select(n => Checkpoint.Parse(n.Text)).Where(c => c.Origin == checkpoint.Origin).Select(c => new SignedRoot(c.Size, c.Root, "a checkpoint seen before"))]);

        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var range = new CompactRange();
        var roots = new List<byte[]>();
        while (range.Size < checkpoint.Size)
        {
            var tile = new TileId(0, range.Size / TileId.Full, (int)Math.Min(TileId.Full, checkpoint.Size - range.Size));
            if (await Get(http, $"tile/{tile.Path}", ct) is not { } hashes || hashes.Length != tile.Width * Merkle.HashSize) return Stop(new(range.Size, $"tile/{tile.Path} is missing or too short"));
            var entries = token is null ? null : Entries(await Get(http, $"tile/entries/{tile.NumberPath}", ct) ?? []);
            if (entries is not null && entries.Count < tile.Width) return Stop(new(range.Size + entries.Count, "the entry is missing"));
            for (var i = 0; i < tile.Width; i++)
            {
                var leaf = hashes[(i * Merkle.HashSize)..((i + 1) * Merkle.HashSize)];
                if (entries is not null && !Merkle.Leaf(entries[i]).AsSpan().SequenceEqual(leaf)) return Stop(new(range.Size, "the entry is not the one whose hash stands in the tile"));
                range.Add(leaf);
                if (ladder.Problem(range) is { } wrong) return Stop(wrong);
            }
            if (tile.Width == TileId.Full) roots.Add(Merkle.Complete(hashes));
            progress(range.Size, checkpoint.Size);
        }
        return Stop(ladder.Missing(range.Size) ?? await Above(http, roots, ct));

        (Tampering?, long, string) Stop(Tampering? wrong) => (wrong, range.Size, token is null ? "tiles and checkpoint; no entries, for want of JOURNEY_TOKEN" : "checkpoint, tiles and entries");
    }

    private static async Task<Tampering?> Above(HttpClient http, List<byte[]> roots, CancellationToken ct)
    {
        for (var level = 1; roots.Count > 0; level++)
        {
            var above = new List<byte[]>();
            foreach (var (n, below) in roots.Chunk(TileId.Full).Index())
            {
                var tile = new TileId(level, n, below.Length);
                var expected = below.SelectMany(b => b).ToArray();
                if (await Get(http, $"tile/{tile.Path}", ct) is not { } hashes || !hashes.AsSpan().SequenceEqual(expected)) return new((long)n << 8 * (level + 1), $"tile/{tile.Path} is not that of the tiles below");
                if (below.Length == TileId.Full) above.Add(Merkle.Complete(expected));
            }
            roots = above;
        }
        return null;
    }

    private static List<byte[]> Entries(byte[] bundle)
    {
        var entries = new List<byte[]>();
        for (var at = 0; at + 2 <= bundle.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at));
            if (at + 2 + length > bundle.Length) break;
            entries.Add(bundle[(at + 2)..(at + 2 + length)]);
            at += 2 + length;
        }
        return entries;
    }

    // Null: the log says that it has it not.
    private static async Task<byte[]?> Get(HttpClient http, string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(path, ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict) return null;
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new SetupException("JOURNEY_TOKEN is no auditor's: entries are for the policy audit. Without it, tiles alone are verified.");
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{path} was answered with {(int)answer.StatusCode}"));
        return await answer.Content.ReadAsByteArrayAsync(ct);
    }
}

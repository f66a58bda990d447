using System.Globalization;

namespace Journey.EventStore.Proof;

/// <summary>A tile of a log's tree or a bundle of its entries, as c2sp.org/tlog-tiles names them.</summary>
/// <param name="Level">0: leaves. From 1 on each hash is that of a full tile below.</param>
/// <param name="N">From 0, within the level.</param>
/// <param name="Width">1 to 256 hashes; less than 256 is a partial tile.</param>
public readonly record struct TileId(int Level, long N, int Width)
{
    public const int Full = 256;

    /// <summary><c>0/x001/x234/067.p/3</c>: what follows <c>tile/</c> in its address.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"{Level}/{NumberPath}");

    /// <summary>The same without the level: what follows <c>tile/entries/</c>.</summary>
    public string NumberPath
    {
        get
        {
            var path = (N % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (var rest = N / 1000; rest > 0; rest /= 1000) path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
            return Width == Full ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.p/{Width}");
        }
    }

    /// <summary>Exactly what <see cref="NumberPath"/> writes, and nothing else.</summary>
    public static bool TryParse(int level, string path, out TileId tile)
    {
        tile = default;
        var width = Full;
        var number = path;
        if (path.IndexOf(".p/", StringComparison.Ordinal) is var at and >= 0)
        {
            if (!int.TryParse(path.AsSpan(at + 3), NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= Full) return false;
            number = path[..at];
        }
        long n = 0;
        foreach (var part in number.Split('/'))
        {
            var digits = part.StartsWith('x') ? part[1..] : part;
            if (digits.Length != 3 || n > long.MaxValue / 2000 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var three)) return false;
            n = n * 1000 + three;
        }
        tile = new(level, n, width);
        return level is >= 0 and <= 63 && tile.NumberPath == path;
    }
}

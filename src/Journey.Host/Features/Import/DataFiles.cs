using System.Buffers.Binary;
using System.IO.Compression;
using Journey.EventStore;

namespace Journey.Host.Features.Import;

/// <summary>The source's files as they were given: plain, .gz, or in a .zip.</summary>
internal sealed class DataFiles
{
    private readonly Dictionary<string, (string Path, string? Entry)> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="SetupException">A file is missing, can't be read, or two have one name.</exception>
    public DataFiles(IEnumerable<string> paths)
    {
        foreach (var path in paths.SelectMany(p => Directory.Exists(p) ? Directory.GetFiles(p) : [p]))
        {
            if (!File.Exists(path)) throw new SetupException($"There is no file {path}.");
            if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && !IsWhole(path)) throw new SetupException($"{path} is no whole gzip file; fetch it again.");
                Add(Path.GetFileName(path), path, null);
                continue;
            }
            try
            {
                using var zip = ZipFile.OpenRead(path);
                foreach (var entry in zip.Entries.Where(e => e.Name.Length > 0)) Add(entry.Name, path, entry.FullName);
            }
            catch (InvalidDataException e) { throw new SetupException($"{path} is no zip file.", e); }
        }
    }

    /// <summary>The name under which an input's file was given; null when it was not.</summary>
    public string? Find(Input input) => input.Files.FirstOrDefault(byName.ContainsKey);

    /// <summary>Files that were named one by one and that no input reads; what else lies in a folder or a zip is left alone.</summary>
    public IEnumerable<string> Unwanted(IEnumerable<string> named, IReadOnlyList<Input> inputs) =>
        named.Where(p => byName.Any(f => f.Value.Path == p && f.Value.Entry is null && !inputs.Any(i => string.Equals(Find(i), f.Key, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Opens an input's file. Share tells how much of it has been read, 0 to 1; the owner is disposed of after the content.</summary>
    public (Stream Content, Func<double> Share, IDisposable Owner) Open(Input input)
    {
        var (path, entry) = byName[Find(input)!];
        var file = File.OpenRead(path);
        double Share() => file.CanRead && file.Length > 0 ? (double)file.Position / file.Length : 1;
        if (entry is not null)
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return (zip.GetEntry(entry)!.Open(), Share, zip);
        }
        return (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file, Share, file);
    }

    // GZipStream takes a file that was cut off for one that ends there. A file ends with its last member's size (RFC 1952, 2.3.1).
    private static bool IsWhole(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length < 18) return false;
        Span<byte> size = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(size);
        file.Position = 0;
        long content = 0;
        var buffer = new byte[81920];
        try
        {
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            for (int read; (read = gzip.Read(buffer)) > 0;) content += read;
        }
        catch (InvalidDataException) { return false; }
        return content > uint.MaxValue || BinaryPrimitives.ReadUInt32LittleEndian(size) <= content;
    }

    private void Add(string name, string path, string? entry)
    {
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        if (!byName.TryAdd(name, (path, entry))) throw new SetupException($"{name} is given twice: {byName[name].Path} and {path}.");
    }
}

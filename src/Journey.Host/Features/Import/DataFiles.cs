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

    private void Add(string name, string path, string? entry)
    {
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        if (!byName.TryAdd(name, (path, entry))) throw new SetupException($"{name} is given twice: {byName[name].Path} and {path}.");
    }
}

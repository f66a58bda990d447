namespace Journey.Host.Tests;

static class Repository
{
    /// <summary>Where the solution lies, above wherever the tests were built to.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder) => File.Exists(Path.Combine(folder, "Journey.slnx")) ? folder : Find(Path.GetDirectoryName(folder.TrimEnd('/'))!);
}

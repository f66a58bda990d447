using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

/// <summary>The commands of docs/operating.md, run as a reader types them.</summary>
internal static class Guide
{
    /// <param name="heading">The block is the first one of sh below it.</param>
    /// <param name="with">What the guide leaves to the reader: addresses, folders, names.</param>
    public static Task<string> Run(string heading, params (string Name, string Value)[] with) =>
        Helper.Run("env", [.. with.Select(w => $"{w.Name}={w.Value}"), $"PATH={Path.GetDirectoryName(Cluster.Program("postgres"))}:/usr/bin:/bin", "sh", "-euc", Block(heading)]);

    private static string Block(string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "operating.md")).SkipWhile(l => l.TrimStart('#', ' ') != heading || !l.StartsWith('#')).ToList();
        lines.ShouldNotBeEmpty($"a heading '{heading}' in the guide");
        return string.Join('\n', lines.SkipWhile(l => l != "```sh").Skip(1).TakeWhile(l => l != "```"));
    }
}

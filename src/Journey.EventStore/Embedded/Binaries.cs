using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Journey.EventStore.Embedded;

/// <summary>A folder with initdb, postgres and pg_ctl of one version.</summary>
internal sealed partial record Binaries(string Folder, Version Version)
{
    public const int OldestVersion = Server.OldestVersion;

    // Where Debian, Red Hat's and Homebrew's packages put what they don't link into PATH.
    private static readonly string[] Packages =
        ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", "/Library/PostgreSQL/*/bin"];

    public string Initdb => Path.Combine(Folder, "initdb");
    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>Every usable installation (15 or newer), newest first.</summary>
    /// <param name="path">As in PATH. A link there (Debian's or an image's) leads to the folder it points into.</param>
    /// <param name="packages">Folder patterns with one '*'; null for the usual ones.</param>
    public static IReadOnlyList<Binaries> Find(string? path, IReadOnlyList<string>? packages = null) =>
        [.. (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat((packages ?? Packages).SelectMany(Expand))
            .Select(folder => Real(Path.Combine(folder, "postgres"))).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(In).OfType<Binaries>().Where(x => x.Version.Major >= OldestVersion).OrderByDescending(x => x.Version)];

    private static Binaries? In(string folder)
    {
        var versions = new[] { "postgres", "initdb", "pg_ctl" }.Select(tool => VersionOf(Path.Combine(folder, tool))).Distinct().ToList();
        return versions is [{ } one] ? new Binaries(folder, one) : null;
    }

    private static string? Real(string file)
    {
        if (!File.Exists(file)) return null;
        return Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file));
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.Split('/').First(x => x.Contains('*', StringComparison.Ordinal));
        var (parent, rest) = (pattern[..(pattern.IndexOf(star, StringComparison.Ordinal) - 1)], pattern[(pattern.IndexOf(star, StringComparison.Ordinal) + star.Length)..].TrimStart('/'));
        return Directory.Exists(parent) ? Directory.GetDirectories(parent, star).Select(x => Path.Combine(x, rest)) : [];
    }

    private static Version? VersionOf(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, "--version") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var answer = VersionNumber().Match(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            // "15.13", or "18beta1" before a release
            return answer.Success ? new Version(Number(answer, "major"), answer.Groups["minor"].Success ? Number(answer, "minor") : 0) : null;
        }
        catch (System.ComponentModel.Win32Exception) { return null; } // not ours to run
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)(\.(?<minor>\d+))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}

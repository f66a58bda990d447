using System.Text.RegularExpressions;
using Journey.Host.Http;

namespace Journey.Host.Tests;

public sealed partial class ErrorCodeTests
{
    /// <summary>Programs act on these codes: one that disappears or is renamed breaks them, so the golden file changes only knowingly.</summary>
    [Fact]
    public async Task The_codes_of_refusals_are_those_of_the_golden_file()
    {
        var sources = new[] { "Journey.Domain", "Journey.Host" }
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", p), "*.*", SearchOption.AllDirectories))
            .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal));
        var codes = sources.SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Concat(Problems.Codes.Values).Distinct().Order(StringComparer.Ordinal).ToList();
        // To accept what is there now: copy this over the golden file, having read the difference.
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts"));
        await File.WriteAllLinesAsync(Path.Combine(Repository.Root, "artifacts", "error-codes.txt"), codes);
        codes.ShouldBe(await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests", "Journey.Host.Tests", "golden", "error-codes.txt")));
    }

    /// <summary>A refused decision, a problem answered, a problem thrown: the code is a literal there, so that it can be found.</summary>
    [GeneratedRegex("""(?:\bRefused\(|\bRefuse\(|Problems\.Of\(\s*[A-Za-z0-9.]+,\s*|ProblemException\(\s*\d+,\s*)"([a-z0-9.\-]+)""" + "\"")]
    private static partial Regex Code();
}

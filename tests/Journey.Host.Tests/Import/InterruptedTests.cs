using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Journey.Host.Tests.Import;

/// <summary>The command itself, in a process and a data folder of its own.</summary>
public sealed partial class InterruptedTests : IDisposable
{
    private const int People = 10_000;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journey-killed-");

    // PostgreSQL's own account must get to its folder.
    public InterruptedTests() => folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [Fact, Trait("Category", "Long")]
    public async Task An_import_that_was_killed_half_way_is_run_again_and_then_all_is_there_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var (mapping, data) = (Write("small.yaml", Source.Mapping), Data());
        using (var killed = Start(mapping, data))
        {
            // Progress goes to the error stream, a line a second.
            while (await killed.StandardError.ReadLineAsync(ct) is { } line && !(Appended().Match(line) is { Success: true } m && Number(m.Groups[1]) >= 5000)) { }
            killed.Kill(); // SIGKILL; PostgreSQL is left behind, as by a crash
            await killed.WaitForExitAsync(ct);
        }

        var resumed = await Run(mapping, data);
        resumed.ExitCode.ShouldBe(0, resumed.Output);
        var rows = Rows().Match(resumed.Output);
        (Number(rows.Groups[1]) + Number(rows.Groups[2])).ShouldBe(2 * People + 1, resumed.Output);
        Number(rows.Groups[1]).ShouldBeGreaterThan(0, "it was killed before the end");
        Number(rows.Groups[2]).ShouldBeGreaterThan(5000 / 5, "and after the beginning");

        var again = await Run(mapping, data);
        again.ExitCode.ShouldBe(0, again.Output);
        again.Output.ShouldContain($"0 new, {(2 * People + 1).ToString("N0", CultureInfo.InvariantCulture)} unchanged, 0 changed, 0 quarantined");
        again.Output.ShouldContain($"0 events appended to small-operator, {(1 + 5L * People + 4L * People).ToString("N0", CultureInfo.InvariantCulture)} there before");
    }

    [Fact, Trait("Category", "Long")]
    public async Task A_wrong_argument_or_mapping_ends_with_2_and_says_where()
    {
        var wrong = await Run(Write("wrong.yaml", Source.Mapping.Replace("stage: module", "stage: moduel", StringComparison.Ordinal)), Data(10));
        wrong.ExitCode.ShouldBe(2);
        wrong.Output.ShouldContain("wrong.yaml:32:");
        (await Run(Write("small.yaml", Source.Mapping), [Write("other.csv", "a\n1\n")])).ExitCode.ShouldBe(2);
        Directory.Exists(Path.Combine(folder.FullName, "data")).ShouldBeFalse("nothing was started for it");
    }

    public void Dispose() => folder.Delete(recursive: true);

    // Everybody has two entries, in groups A and B, far apart in the file.
    private string[] Data(int people = People)
    {
        var (entries, results) = (new StringBuilder("person,group,entered,written,left,updated\n"), new StringBuilder("person,group,result\n"));
        foreach (var prefix in "pq")
        {
            for (var i = 0; i < people; i++)
            {
                entries.Append(CultureInfo.InvariantCulture, $"p{i},{(prefix == 'p' ? 'A' : 'B')},2024-01-01,2024-01-01 09:00:00,,\n");
                results.Append(CultureInfo.InvariantCulture, $"p{i},{(prefix == 'p' ? 'A' : 'B')},P\n");
            }
        }
        return [Write("groups.csv", "group,start\nA,2024-01-08\n"), Write("results.csv", results.ToString()), Write("entries.csv", entries.ToString())];
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Process Start(string mapping, string[] data)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "journey.dll"), "import", "--mapping", mapping, .. data])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder.FullName,
        };
        start.Environment["JOURNEY_DATA"] = Path.Combine(folder.FullName, "data");
        start.Environment.Remove("ConnectionStrings__Journey");
        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Output)> Run(string mapping, string[] data)
    {
        using var process = Start(mapping, data);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static long Number(Group digits) => long.Parse(digits.ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("""([\d,]+) events,""")]
    private static partial Regex Appended();

    [GeneratedRegex("""([\d,]+) new, ([\d,]+) unchanged""")]
    private static partial Regex Rows();
}

using System.ComponentModel;
using System.Diagnostics;

namespace Journey.Host.Tests.Torture;

public sealed class TortureTests
{
    public static TheoryData<string> Planted => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "faults", "planted"), "*.patch").Select(p => Path.GetFileNameWithoutExtension(p))];

    /// <summary>The short form of <c>./journey torture</c>: real hosts, PostgreSQL and a broker, and what it does to them.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task Whatever_happens_to_hosts_wires_and_servers_nothing_is_lost_doubled_or_hidden()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Repository.Root, "faults", "Journey.Torture", "bin", configuration, "net10.0", "Journey.Torture.dll");
        var (ended, said) = await Run("dotnet", program, "--seed", "3", "--faults", "15", "--workers", "4", "--pace", "700");
        ended.ShouldBe(0, said);
        said.TrimEnd().ShouldEndWith("seed 3: 15 faults, 0 violations");
    }

    // A check that cannot fail shows nothing: these bugs have to be there to be found.
    [Theory, MemberData(nameof(Planted))]
    public async Task A_planted_bug_fits_the_code(string bug)
    {
        try
        {
            var (ended, said) = await Run("patch", "--dry-run", "-f", "-p1", "-d", Repository.Root, "-i", Path.Combine(Repository.Root, "faults", "planted", $"{bug}.patch"));
            ended.ShouldBe(0, said);
        }
        catch (Win32Exception) { Assert.Skip("patch is not installed"); }
    }

    private static async Task<(int Ended, string Said)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, $"{await errors}{await output}");
        }
        finally { if (!process.HasExited) process.Kill(); }
    }
}

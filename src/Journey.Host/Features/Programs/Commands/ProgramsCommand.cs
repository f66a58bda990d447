using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Commands;

namespace Journey.Host.Features.Programs.Commands;

/// <summary><c>journey programs</c>: versions of programs, and the people on them.</summary>
internal static class ProgramsCommand
{
    public const string Usage = """
        Usage: journey programs VERB …   (--operator ID where there are several; --json for programs; --language en|fr)

          list                                   the newest version of every program
          show PROGRAM [VERSION]                 a version's file as it was published (--json: its canonical form)
          diff PROGRAM FROM TO | FILE FILE       what differs, in words (exit code 1: something does)
          publish FILE… [--dry-run]              check, then publish: new enrollments take the newest version
          dry-run PROGRAM --from V --to V|FILE [--mapping FILE] [--out FILE] [--on DAY] [--known DAY]
                                                 every journey on version FROM under TO: a verdict per person (exit code 1: somebody is blocked)
          migrate plan PROGRAM --from V --to V [--mapping FILE] [--dry-run]
          migrate start ID [--canary N | --cohort ID]
          migrate pause | resume | reverse | show ID
          migrate list                           move people: all of them, or some first; nobody twice, whatever breaks off
          backtest FILE [--against V] [--mapping FILE] [--on DAY] [--known TIME] [--out FILE]
                                                 a draft over all recorded journeys: who passes which gate and criterion under old and new

        --mapping FILE is YAML or JSON: {stages: {old: new, other: leave}, fields: {old: new}, followUps: {id: keep | restart}}.
        --out FILE gets a line for each person, .csv or .jsonl by its name, with references and no names. Progress goes to standard error.
        Exit codes: 0 done; 1 differences, somebody blocked, or it broke off; 2 nothing was done: a wrong argument, definition or mapping.
        """;

    private static readonly string[] Options = ["--operator", "--from", "--to", "--mapping", "--out", "--canary", "--cohort", "--against", "--on", "--known", "--language"], Flags = ["--json", "--dry-run"];

    public static Task<int> Run(string[] args, CancellationToken ct) => Run(args, Console.Out, ct);

    public static async Task<int> Run(string[] args, TextWriter output, CancellationToken ct)
    {
        var asked = new Arguments(args, Options, Flags);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(asked["--language"] switch { null or "en" => "en-CA", "fr" => "fr-CA", var other => throw new SetupException($"--language is en or fr, not {other}.") });
        try
        {
            return asked.Words switch
            {
                [] or ["list"] => await Publications.List(asked, output, ct),
                ["show", var program, .. var version] when version.Count <= 1 => await Publications.Show(program, version.FirstOrDefault(), asked, output, ct),
                ["diff", .. var what] when what.Count is 2 or 3 => await Publications.Differences(what, asked, output, ct),
                ["publish", .. var files] when files.Count > 0 => await Publications.Publish(files, asked, output, ct),
                ["dry-run", var program] => await Trials.DryRun(program, asked, output, ct),
                ["backtest", var file] => await Trials.Backtest(file, asked, output, ct),
                ["migrate", .. var what] when what.Count > 0 => await Migrations.Run(what, asked, output, ct),
                _ => throw new SetupException("Usage: journey programs list | show | diff | publish | dry-run | migrate | backtest; 'journey programs --help' says how."),
            };
        }
        catch (FindingsException wrong)
        {
            foreach (var finding in wrong.Findings) await Console.Error.WriteLineAsync(finding.ToString());
            return 2;
        }
    }

    public static void Json(this TextWriter output, object answer) => output.WriteLine(JsonSerializer.Serialize(answer, Indented));

    private static readonly JsonSerializerOptions Indented = new(Body.Options) { WriteIndented = true };
}

/// <summary>A file that can't be used, with everything that is wrong in it.</summary>
internal sealed class FindingsException(IReadOnlyList<Finding> findings) : Exception
{
    public IReadOnlyList<Finding> Findings { get; } = findings;
}

using System.Globalization;
using System.Text.Json;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Lint;
using Journey.EventStore;
using Journey.Host.Features.Programs;

namespace Journey.Host.Commands;

/// <summary><c>lint FILE…</c> says everything that is wrong with program definitions. 0: nothing but warnings, 2: errors, 1: a file can't be read.</summary>
internal static class LintCommand
{
    public const string Usage = """
        journey lint FILE…                      what is wrong, a line each: file:line:column: code: problem; expected …
          --json                                the same as JSON
          --gates                               for each gate and criterion an example of facts that open it
          --explain CODE [--language en|fr]     what a code means, why it matters, how to mend it
          --codes                               that of all codes, as Markdown
        0: no errors (warnings may be there), 2: errors, 1: a file can't be read.
        """;

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Place(int Line, int Column, string Severity, string Code, string Problem, string Expected);

    private sealed record Checked(string File, string? Program, int? Version, string? Hash, IReadOnlyList<Place> Findings);

    public static Task<int> Run(string[] args, CancellationToken ct) => Run(args, Console.Out, ct);

    public static async Task<int> Run(string[] args, TextWriter output, CancellationToken ct)
    {
        if (args is ["--codes"])
        {
            await output.WriteAsync(FindingWords.Page());
            return 0;
        }
        if (args is ["--explain", var code, ..]) return await Explain(code, args[2..], output);
        if (args.FirstOrDefault(a => a.StartsWith('-') && a is not ("--json" or "--gates")) is { } unknown) throw new SetupException($"lint knows no {unknown}: journey lint --help");
        var files = args.Where(a => !a.StartsWith('-')).ToList();
        if (files.Count == 0) throw new SetupException("Usage: journey lint FILE… (--help says more)");

        var read = new List<(ProgramReading Reading, IReadOnlyList<Finding> Findings)>();
        foreach (var file in files)
        {
            var reading = ProgramFile.Read(file, await Text(file, ct));
            read.Add((reading, Lint.Of(reading)));
        }
        var (errors, warnings) = (Count(Severity.Error), Count(Severity.Warning));
        if (args.Contains("--json")) await output.WriteLineAsync(JsonSerializer.Serialize(new { Files = read.Select(Told), errors, warnings }, Written));
        else
        {
            foreach (var (reading, findings) in read)
            {
                foreach (var finding in findings) await output.WriteLineAsync(finding.ToString());
                if (reading.Definition is not { } program) continue;
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{reading.File}: {program.Id} version {program.Version}, {program.Hash()}"));
                if (args.Contains("--gates"))
                    foreach (var (path, opens) in ProgramLint.Openings(program)) await output.WriteLineAsync($"{reading.File}: {path}: opens when {opens}");
            }
            await output.WriteLineAsync($"{Some(read.Count, "file")}, {Some(errors, "error")}, {Some(warnings, "warning")}");
        }
        return errors == 0 ? 0 : 2;

        int Count(Severity severity) => read.Sum(r => r.Findings.Count(f => f.Severity == severity));
    }

    private static Checked Told((ProgramReading Reading, IReadOnlyList<Finding> Findings) read) =>
        new(read.Reading.File, read.Reading.Definition?.Id, read.Reading.Definition?.Version, read.Reading.Definition?.Hash(),
            [.. read.Findings.Select(f => new Place(f.Line, f.Column, f.Severity == Severity.Error ? "error" : "warning", f.Code, f.Problem, f.Expected))]);

    private static async Task<int> Explain(string code, string[] rest, TextWriter output)
    {
        var language = rest switch
        {
            [] => Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all : Environment.GetEnvironmentVariable("LANG") ?? "en",
            ["--language", "en" or "fr"] => rest[1],
            _ => throw new SetupException("Usage: journey lint --explain CODE [--language en|fr]"),
        };
        var french = language.StartsWith("fr", StringComparison.OrdinalIgnoreCase);
        if (FindingWords.Of(code, CultureInfo.GetCultureInfo(french ? "fr" : "en")) is not { } words)
            throw new SetupException($"lint finds no '{code}'; these it does: {string.Join(", ", FindingCodes.All.Order(StringComparer.Ordinal))}");
        await output.WriteLineAsync(LintCodes.SeverityOf(code) == Severity.Warning ? french ? $"{code} (avertissement)" : $"{code} (warning)" : code);
        foreach (var line in (string[])[words.Meaning, words.Why, words.Mend]) await output.WriteLineAsync("  " + line);
        return 0;
    }

    private static string Some(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private static async Task<string> Text(string file, CancellationToken ct)
    {
        try { return await File.ReadAllTextAsync(file, ct); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new IOException($"{file} can't be read: {e.Message}", e); }
    }
}

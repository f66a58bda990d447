using System.Globalization;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Lint;
using Journey.EventStore;
using Journey.Host.Features.Programs;

namespace Journey.Host.Commands;

/// <summary><c>lint FILE…</c> reads program definitions and says everything that is wrong. 0: clean or warnings only, 2: errors, 1: a file can't be read.</summary>
internal static class LintCommand
{
    public static Task<int> Run(string[] args, CancellationToken ct) => Run(args, Console.Out, ct);

    public static async Task<int> Run(string[] files, TextWriter output, CancellationToken ct)
    {
        if (files.Length == 0) throw new SetupException("Usage: journey lint FILE…");
        var wrong = 0;
        foreach (var file in files)
        {
            var reading = ProgramFile.Read(file, await Text(file, ct));
            var findings = Lint.Of(reading);
            wrong += findings.Count(f => f.Severity == Severity.Error);
            foreach (var finding in findings) await output.WriteLineAsync(finding.ToString());
            if (reading.Definition is { } program) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file}: {program.Id} version {program.Version}, {program.Hash()}"));
        }
        return wrong == 0 ? 0 : 2;
    }

    private static async Task<string> Text(string file, CancellationToken ct)
    {
        try { return await File.ReadAllTextAsync(file, ct); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new SetupException($"{file} can't be read: {e.Message}", e); }
    }
}

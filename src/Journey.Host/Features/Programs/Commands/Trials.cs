using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Commands;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Language;
using Journey.Host.Resources;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Commands;

/// <summary>What a version would mean for people: a dry run, and a draft over what was recorded.</summary>
internal static class Trials
{
    public static async Task<int> DryRun(string program, Arguments asked, TextWriter output, CancellationToken ct)
    {
        var asOf = Clocks(asked);
        await using var on = await Standing.On(asked["--operator"], asked.Settings, ct);
        var (from, to, mapping) = await Between(on, program, asked, ct);
        await using var lines = Lines(asked["--out"], VerdictLines.Header, csv: out var csv);
        var report = await Run(on, from, to, mapping, verdicts =>
        {
            foreach (var verdict in verdicts)
                if (!csv) lines?.WriteLine(VerdictLines.Json(verdict));
                else foreach (var line in VerdictLines.Csv(verdict)) lines?.WriteLine(line);
        }, ct, asOf);
        Print(report, asked, output);
        return report.Blocked.Count == 0 ? 0 : 1;
    }

    private static AsOf Clocks(Arguments asked)
    {
        DateOnly? day = asked["--on"] is not { } on ? null : DateOnly.TryParseExact(on, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : throw new SetupException($"--on takes a day such as 2026-06-30, not {on}.");
        DateTimeOffset? known = asked["--known"] is not { } at ? null : KnownOn.TryParse(at, CultureInfo.InvariantCulture, out var moment) ? moment.At : throw new SetupException($"--known takes a day or an instant, not {at}.");
        return new(day, known);
    }

    /// <summary>With progress on standard error.</summary>
    public static async Task<DryRunReport> Run(Standing on, ProgramDefinition from, ProgramDefinition to, VersionMapping mapping, Action<IReadOnlyList<Verdict>>? each, CancellationToken ct, AsOf asOf = default)
    {
        var progress = WalkProgress.OnConsole(await Population.Count(on.Operator, from.Id, ct));
        try { return await new DryRun(from, to, mapping, on.Caller, on.Vault, on.Clock, asOf).Run(each, progress, ct); }
        finally { progress.Done(); }
    }

    public static void Print(DryRunReport report, Arguments asked, TextWriter output)
    {
        if (asked.Has("--json"))
        {
            output.Json(report);
            return;
        }
        output.WriteLine($"{report.Program} {report.From} → {report.To}: {Words.Plural(report.People, Strings.People_One, Strings.People_Other)}");
        foreach (var (kind, people) in report.Verdicts) output.WriteLine($"  {people,9:N0}  {Words.Of("Verdict", kind.ToString())}");
        foreach (var (reason, people) in report.Blocked) output.WriteLine($"             {people:N0}: {Words.Of("Blocked", reason["blocked.".Length..])}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Events:N0} events in {report.Seconds:N1} s; answers opened of {report.Opened:N0}; {report.Hash[..16]}"));
    }

    public static async Task<int> Backtest(string file, Arguments asked, TextWriter output, CancellationToken ct)
    {
        var draft = await Publications.Draft(file, ct);
        var asOf = Clocks(asked);
        await using var standing = await Standing.On(asked["--operator"], asked.Settings, ct);
        var against = asked["--against"] is { } version ? Publications.Number(version) : (int?)null;
        var mapping = asked["--mapping"] is { } path ? (File: path, Text: await Arguments.Text(path, ct)) : default;
        var trials = await Of(standing, draft, against, mapping.File, mapping.Text, ct);
        await using var lines = Lines(asked["--out"], "participant,reference,enrollment,version,rule,id,old,new,why", csv: out var csv);
        var progress = WalkProgress.OnConsole(await Population.Count(standing.Operator, draft.Id, ct));
        var report = await new BacktestRun(draft, v => Task.FromResult(trials.GetValueOrDefault(v)), asOf, standing.Caller, standing.Vault, standing.Clock).Run(Strings.Backtest_Label, changes =>
        {
            foreach (var c in changes) lines?.WriteLine(csv ? VerdictLines.Line(c.Participant.ToString(), c.Reference, c.Enrollment.ToString(), $"{c.Version}", c.Kind.ToString(), c.Id, VerdictLines.Open(c.Old), VerdictLines.Open(c.New), string.Join("; ", c.Why)) : JsonSerializer.Serialize(c, Body.Options));
        }, progress, ct);
        progress.Done();
        if (asked.Has("--json")) output.Json(report);
        else
        {
            output.WriteLine(report.Label);
            output.WriteLine($"{report.Program}, {report.Journeys:N0} journeys{(report.Unreadable > 0 ? $", {report.Unreadable:N0} unreadable" : "")}");
            output.WriteLine($"  {"rule",-44} {"looked at",10} {"passed old",11} {"passed new",11} {"changed",8}");
            foreach (var r in report.Rules) output.WriteLine($"  {$"{r.Kind} {r.Id}",-44} {r.Looked,10:N0} {r.PassedOld,11:N0} {r.PassedNew,11:N0} {r.Changed,8:N0}");
        }
        return 0;
    }

    /// <summary>From every version that is published, or one of them, to the draft. A mapping is for the version that it names.</summary>
    private static async Task<Dictionary<int, Trial?>> Of(Standing on, ProgramDefinition draft, int? against, string? file, string? text, CancellationToken ct)
    {
        var trials = new Dictionary<int, Trial?>();
        foreach (var published in (await PublishedPrograms.Versions(on.Operator, draft.Id, ct)).Where(p => against is null || p.Version == against))
        {
            var old = (await on.Programs.Find(on.Operator, draft.Id, published.Version, ct))!;
            var reading = MappingFile.Read(file ?? "mapping", against is null ? null : text, old, draft);
            trials[old.Version] = new Trial(old, draft, reading.Mapping ?? throw new FindingsException(reading.Findings), _ => false);
        }
        if (trials.Count == 0) throw new SetupException(against is null ? $"No version of {draft.Id} is published." : $"Version {against} of {draft.Id} is not published.");
        if (text is not null && against is null) throw new SetupException("A mapping is for one version: say which with --against.");
        return trials;
    }

    /// <exception cref="FindingsException">The mapping can't be used.</exception>
    public static async Task<(ProgramDefinition From, ProgramDefinition To, VersionMapping Mapping)> Between(Standing on, string program, Arguments asked, CancellationToken ct)
    {
        var from = await Publications.Find(on, program, asked["--from"] ?? throw new SetupException("--from says which version people are on."), ct);
        var wanted = asked["--to"] ?? throw new SetupException("--to says which version, or which file, it would be.");
        var to = File.Exists(wanted) ? await Publications.Draft(wanted, ct) : await Publications.Find(on, program, wanted, ct);
        var file = asked["--mapping"];
        var reading = MappingFile.Read(file ?? "mapping", file is null ? null : await Arguments.Text(file, ct), from, to);
        if (reading.Mapping is null) throw new FindingsException(reading.Findings);
        foreach (var finding in reading.Findings) await Console.Error.WriteLineAsync(finding.ToString());
        return (from, to, reading.Mapping);
    }

    private static StreamWriter? Lines(string? file, string header, out bool csv)
    {
        csv = file?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) == true;
        if (file is null) return null;
        StreamWriter lines;
        try { lines = new StreamWriter(file); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new SetupException($"{file} can't be written: {e.Message}", e); }
        if (csv) lines.WriteLine(header);
        return lines;
    }
}

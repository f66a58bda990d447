using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Commands;

namespace Journey.Host.Features.Programs.Commands;

/// <summary>Versions as such: which there are, what they say, what differs.</summary>
internal static class Publications
{
    public static async Task<int> List(Arguments asked, TextWriter output, CancellationToken ct)
    {
        await using var on = await Standing.On(asked["--operator"], asked.Settings, ct);
        var programs = await on.Programs.All(on.Operator, ct);
        if (asked.Has("--json")) output.Json(programs.Select(p => new { p.Id, p.Version, Hash = p.Hash(), p.Title }));
        else foreach (var p in programs) await output.WriteLineAsync($"{p.Id,-32} {p.Version,4}  {p.Hash()[..12]}  {Pages.ProgramWords.Say(p.Title)}");
        return 0;
    }

    public static async Task<int> Show(string program, string? version, Arguments asked, TextWriter output, CancellationToken ct)
    {
        await using var on = await Standing.On(asked["--operator"], asked.Settings, ct);
        var versions = await PublishedPrograms.Versions(on.Operator, program, ct);
        var published = (version is null ? versions.MaxBy(p => p.Version) : versions.FirstOrDefault(p => p.Version == Number(version))) ?? throw Unknown(program, version);
        if (!asked.Has("--json")) await output.WriteAsync(published.Source);
        else output.Json(new { published.Program, published.Version, published.Hash, Versions = versions.Select(v => v.Version), Definition = JsonDocument.Parse(Canonical.Write((await on.Programs.Find(on.Operator, program, published.Version, ct))!)).RootElement });
        return 0;
    }

    public static async Task<int> Differences(IReadOnlyList<string> what, Arguments asked, TextWriter output, CancellationToken ct)
    {
        ProgramDefinition from, to;
        if (what is [var one, var other]) (from, to) = (await Draft(one, ct), await Draft(other, ct));
        else
        {
            await using var on = await Standing.On(asked["--operator"], asked.Settings, ct);
            (from, to) = (await Find(on, what[0], what[1], ct), await Find(on, what[0], what[2], ct));
        }
        var changes = Diff.Of(from, to);
        if (asked.Has("--json")) output.Json(changes);
        else foreach (var change in changes) await output.WriteLineAsync($"{change.Kind,-8}  {Pages.ProgramWords.Say(change.Words)}");
        return changes.Count == 0 ? 0 : 1;
    }

    public static async Task<int> Publish(IReadOnlyList<string> files, Arguments asked, TextWriter output, CancellationToken ct)
    {
        var readings = new List<ProgramReading>();
        foreach (var file in files) readings.Add(ProgramFile.Read(file, await Arguments.Text(file, ct)));
        var findings = readings.SelectMany(r => Lint.Of(r)).ToList();
        foreach (var finding in findings) await Console.Error.WriteLineAsync(finding.ToString());
        if (findings.Exists(f => f.Severity == Domain.Programs.Lint.Severity.Error)) return 2;
        await using var on = await Standing.On(asked["--operator"], asked.Settings, ct);
        // What only the operator's own data can tell: a role that nobody holds.
        var facts = await OperatorFacts.Of(on.Operator, ct);
        foreach (var finding in readings.SelectMany(r => Lint.Of(r, facts)).Except(findings)) await Console.Error.WriteLineAsync(finding.ToString());
        var answers = new List<object>();
        var code = 0;
        foreach (var reading in readings)
        {
            var definition = reading.Definition!;
            var decision = asked.Has("--dry-run")
                ? Publishing.Publish(await PublishedPrograms.Versions(on.Operator, definition.Id, ct), definition, reading.Source)
                : await Programs.Publish.Run(on.Operator, reading, null, null, Occurred.Micros(on.Clock.GetUtcNow()), ct);
            var (said, refused) = decision switch
            {
                Decision.Refused r => (r.Message, r.Code),
                Decision.Nothing => ($"{definition.Id} version {definition.Version} is published already", (string?)null),
                _ => ($"{definition.Id} version {definition.Version} {(asked.Has("--dry-run") ? "would be published" : "is published")}, {definition.Hash()}", null),
            };
            if (refused is not null) code = 2;
            answers.Add(new { Program = definition.Id, definition.Version, Hash = definition.Hash(), Changed = decision is Decision.Accepted, Refused = refused });
            if (!asked.Has("--json")) await (refused is null ? output : Console.Error).WriteLineAsync(said);
        }
        if (asked.Has("--json")) output.Json(answers);
        return code;
    }

    /// <exception cref="FindingsException">It has errors.</exception>
    public static async Task<ProgramDefinition> Draft(string file, CancellationToken ct)
    {
        var reading = ProgramFile.Read(file, await Arguments.Text(file, ct));
        return reading.Definition ?? throw new FindingsException(reading.Findings);
    }

    /// <exception cref="SetupException">No such version is published.</exception>
    public static async Task<ProgramDefinition> Find(Standing on, string program, string version, CancellationToken ct) =>
        await on.Programs.Find(on.Operator, program, Number(version), ct) ?? throw Unknown(program, version);

    public static int Number(string version) => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new SetupException($"A version is a number, not {version}.");

    private static SetupException Unknown(string program, string? version) => new(version is null ? $"No program {program} is published." : $"Version {version} of {program} is not published.");
}

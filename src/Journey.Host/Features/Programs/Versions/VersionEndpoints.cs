using System.Text;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Lint;
using Journey.Domain.Programs.Versions;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Host.Resources;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Versions;

/// <param name="Hash">Of the definition's canonical form.</param>
/// <param name="Warnings">What lint finds besides; null where nothing was linted.</param>
public sealed record PublishedVersion(string Program, int Version, string Hash, bool Changed, IReadOnlyList<FindingAnswer>? Warnings = null);

/// <summary>A definition in JSON's clothes; as <c>application/yaml</c> it comes as it is.</summary>
/// <param name="Source">The file's text.</param>
public sealed record DefinitionText(string Source);

/// <summary>How a mapping is written, in YAML or JSON.</summary>
/// <param name="Stages">Old id to new id, or to <c>leave</c>.</param>
/// <param name="FollowUps">Follow-up to <c>keep</c> or <c>restart</c>.</param>
public sealed record MappingBody(string? Mapping, int? From, int? To, Dictionary<string, string>? Stages, Dictionary<string, string>? Fields, Dictionary<string, string>? FollowUps);

/// <summary>One thing that is wrong in a body.</summary>
public sealed record FindingAnswer(int Line, int Column, string Code, string Problem, string Expected, string Severity)
{
    public static FindingAnswer Of(Finding f) => new(f.Line, f.Column, f.Code, f.Problem, f.Expected, f.Severity.ToString());
}

/// <param name="Moving">Those for whom something would change or who are blocked, at most 1,000; absent for whoever may not see lists of people.</param>
/// <param name="Withheld">Why there is no list: <c>field</c>, it would tell answers that are closed to the reader.</param>
public sealed record DryRunAnswer(DryRunReport Report, IReadOnlyList<Verdict>? Moving, string? Withheld);

public sealed record BacktestAnswer(BacktestReport Report, IReadOnlyList<RuleChange>? Changes, string? Withheld);

/// <summary>Versions of programs over HTTP: publish, compare, try.</summary>
public static class VersionEndpoints
{
    private const int Longest = 1_000;

    public static void MapVersions(this RouteGroupBuilder v1)
    {
        var see = v1.MapGroup("/programs/{program}").RequireAuthorization(Policies.SeePrograms).Touches(Touch.Nobody).WithTags("Programs");
        see.MapGet("/versions", async (string program, HttpContext http, Callers callers, CancellationToken ct) =>
            TypedResults.Ok<IReadOnlyList<PublishedVersion>>([.. (await PublishedPrograms.Versions(callers.Of(http).Operator, program, ct)).Select(p => new PublishedVersion(p.Program, p.Version, p.Hash, false))]))
            .WithName("listProgramVersions").WithSummary("Every version that was published, oldest first.");
        see.MapGet("/diff", async (string program, int from, int to, HttpContext http, Callers callers, PublishedPrograms programs, CancellationToken ct) =>
            await Both(programs, callers.Of(http), program, from, to, ct) is var (one, other) ? TypedResults.Ok(Diff.Of(one, other)) : Unknown)
            .WithName("diffProgramVersions").WithSummary("What differs between two versions, in words.").Produces<IReadOnlyList<Change>>();
        v1.MapPost("/programs/{program}/versions", Publish).RequireAuthorization(Policies.Configure).Touches(Touch.Nobody).WithTags("Programs").Accepts<DefinitionText>("application/json", "application/yaml", "text/plain")
            .WithName("publishProgram").WithSummary("Publishes a definition (YAML): new enrollments take it. With dryRun it is only checked.").Produces<PublishedVersion>();
        var work = v1.MapGroup("/programs/{program}").RequireAuthorization(Policies.Operate).Touches(Touch.Job).WithTags("Programs");
        work.MapPost("/dry-run", DryRun).Accepts<MappingBody>(true, "application/json", "application/yaml", "text/plain").WithName("dryRunProgram")
            .WithSummary("Every journey on one version under another one: a verdict per person. The body is the mapping; none is what follows from the definitions.").Produces<DryRunAnswer>();
        work.MapPost("/backtest", Backtest).Accepts<DefinitionText>("application/json", "application/yaml", "text/plain").WithName("backtestProgram")
            .WithSummary("A draft (YAML) over all recorded journeys: who passes which gate and criterion. Rules evaluated again, not a prediction.").Produces<BacktestAnswer>();
    }

    private static async Task<IResult> Publish(string program, bool? dryRun, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct)
    {
        var caller = callers.Of(http);
        var reading = ProgramFile.Read("definition", await Definition(http, ct));
        var findings = Lint.Of(reading, await OperatorFacts.Of(caller.Operator, ct));
        if (findings.Any(f => f.Severity == Severity.Error)) return Wrong("program.findings", "The definition has findings.", findings);
        if (reading.Definition is not { } definition || definition.Id != program) return Problems.Of(422, "program.other", $"The definition is of another program than {program}.");
        var decision = dryRun == true
            ? Publishing.Publish(await PublishedPrograms.Versions(caller.Operator, program, ct), definition, reading.Source)
            : await Programs.Publish.Run(caller.Operator, reading, caller.Actor.User, caller.Actor.Organization, Occurred.Micros(clock.GetUtcNow()), ct);
        return decision is Decision.Refused refused ? Problems.Of(409, refused.Code, refused.Message) : TypedResults.Ok(new PublishedVersion(program, definition.Version, definition.Hash(), decision is Decision.Accepted, [.. findings.Select(FindingAnswer.Of)]));
    }

    private static async Task<IResult> DryRun(string program, int from, int to, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, Vault vault, TimeProvider clock, CancellationToken ct)
    {
        var caller = callers.Of(http) with { Purpose = "migration" };
        if (await Both(programs, caller, program, from, to, ct) is not var (one, other)) return Unknown;
        var reading = MappingFile.Read("mapping", await Text(http, ct) is { Length: > 0 } text ? text : null, one, other);
        if (reading.Mapping is not { } mapping) return Wrong("mapping.findings", "The mapping has findings.", reading.Findings);
        var moving = new List<Verdict>();
        var report = await new DryRun(one, other, mapping, caller, vault, clock, KnownOn.And(trueOn, knownOn)).Run(page => moving.AddRange(page.Where(v => v.Kind > VerdictKind.Unchanged).Take(Longest - moving.Count)), null, ct);
        var withheld = Withheld(http, report.Opened > 0);
        return TypedResults.Ok(new DryRunAnswer(report, withheld is null ? moving : null, withheld));
    }

    private static async Task<IResult> Backtest(string program, int? against, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, Vault vault, TimeProvider clock, CancellationToken ct)
    {
        var caller = callers.Of(http) with { Purpose = "migration" };
        var draft = ProgramFile.Read("definition", await Definition(http, ct));
        if (draft.Definition is not { } definition) return Wrong("program.findings", "The definition has findings.", draft.Findings);
        if (definition.Id != program) return Problems.Of(422, "program.other", $"The definition is of another program than {program}.");
        var trials = new Dictionary<int, Trial?>();
        foreach (var published in (await PublishedPrograms.Versions(caller.Operator, program, ct)).Where(p => against is null || p.Version == against))
            trials[published.Version] = await programs.Find(caller.Operator, program, published.Version, ct) is { } old ? new Trial(old, definition, VersionMapping.Between(old, definition), _ => false) : null;
        if (trials.Count == 0) return Unknown;
        var changes = new List<RuleChange>();
        var report = await new BacktestRun(definition, v => Task.FromResult(trials.GetValueOrDefault(v)), KnownOn.And(trueOn, knownOn), caller, vault, clock)
            .Run(Strings.Backtest_Label, page => changes.AddRange(page.Take(Longest - changes.Count)), null, ct);
        var withheld = Withheld(http, trials.Values.Any(t => t?.Changed.Count > 0));
        return TypedResults.Ok(new BacktestAnswer(report, withheld is null ? changes : null, withheld));
    }

    // A result tells what the answer was: whoever may open none of those gets the counts alone.
    private static string? Withheld(HttpContext http, bool tellsAnswers) =>
        SignedInPerson.Of(http.User) is not { } viewer || !viewer.May(Policies.SeePeople) ? "role" : tellsAnswers && Domain.Confidential.Grants.Classes(viewer.Roles).Count == 0 ? "field" : null;

    internal static async Task<(ProgramDefinition From, ProgramDefinition To)?> Both(PublishedPrograms programs, Caller caller, string program, int from, int to, CancellationToken ct) =>
        await programs.Find(caller.Operator, program, from, ct) is { } one && await programs.Find(caller.Operator, program, to, ct) is { } other ? (one, other) : null;

    internal static IResult Unknown => Problems.Of(404, "program.unknown", "No such version is published.");

    internal static IResult Wrong(string code, string detail, IReadOnlyList<Finding> findings) =>
        Problems.Of(422, code, detail, new Dictionary<string, object?> { ["findings"] = findings.Select(FindingAnswer.Of).ToList() });

    private static async Task<string> Definition(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasJsonContentType()) return await Text(http, ct);
        try { return (await http.Request.ReadFromJsonAsync<DefinitionText>(ct))?.Source ?? ""; }
        // Read by hand, so told by hand: what is no JSON is the sender's mistake.
        catch (JsonException wrong) { throw new BadHttpRequestException($"parameter \"{nameof(DefinitionText)} body\"", wrong); }
    }

    private static async Task<string> Text(HttpContext http, CancellationToken ct)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync(ct);
    }
}

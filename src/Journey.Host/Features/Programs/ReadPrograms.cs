using System.Text.Json;
using Journey.Domain.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs;

/// <param name="Label">Where its records come from, when a reader must know.</param>
public sealed record ListedProgram(string Id, int Version, string Hash, Text Title, Text? Label);

/// <param name="Hash">Of the definition's canonical form: what is pinned by enrollments.</param>
/// <param name="Definition">The canonical form.</param>
/// <param name="Source">The file as it was published.</param>
public sealed record ProgramAnswer(string Id, int Version, string Hash, JsonElement Definition, string Source);

public static class ReadPrograms
{
    public static void MapProgramReads(this RouteGroupBuilder v1)
    {
        var programs = v1.MapGroup("/programs").RequireAuthorization(Policies.SeePrograms).Touches(Touch.Nobody).WithTags("Programs");
        programs.MapGet("/", async (HttpContext http, Callers callers, PublishedPrograms published, CancellationToken ct) =>
            TypedResults.Ok<IReadOnlyList<ListedProgram>>([.. (await published.All(callers.Of(http).Operator, ct)).Select(p => new ListedProgram(p.Id, p.Version, p.Hash(), p.Title, p.Label))]))
            .WithName("listPrograms").WithSummary("The newest version of every program.");
        programs.MapGet("/{program}/versions/{version:int}", async (string program, int version, HttpContext http, Callers callers, PublishedPrograms published, CancellationToken ct) =>
        {
            var op = callers.Of(http).Operator;
            var source = (await PublishedPrograms.Versions(op, program, ct)).FirstOrDefault(p => p.Version == version);
            if (source is null || await published.Find(op, program, version, ct) is not { } found) return (IResult)Problems.Of(404, "program.unknown", "No such version is published.");
            return TypedResults.Ok(new ProgramAnswer(found.Id, found.Version, source.Hash, JsonDocument.Parse(Canonical.Write(found)).RootElement, source.Source));
        }).WithName("getProgramVersion").WithSummary("One published version: its definition, and the file it came from.").Produces<ProgramAnswer>();
    }
}

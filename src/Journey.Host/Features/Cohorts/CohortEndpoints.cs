using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Programs;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Cohorts;

/// <summary>Cohorts and their sessions over HTTP.</summary>
public static class CohortEndpoints
{
    /// <param name="Capacity">Number of seats; left out: no limit.</param>
    /// <param name="Budgets">By the definition's budget; one left out is as the definition says for one cohort.</param>
    public sealed record Opening(Guid? Id, string Name, string Program, string? Variant, string? Site, DateOnly? Starts, DateOnly? Ends, int? Capacity, Dictionary<string, Money>? Budgets) : CommandBody;

    public sealed record Scheduling(Guid? Id, string Stage, DateOnly Date, string? Topic, string? Length) : CommandBody;

    public sealed record Moving(DateOnly Date) : CommandBody;

    public sealed record Cancelling(string Reason) : CommandBody;

    public static void MapCohorts(this RouteGroupBuilder v1)
    {
        var cohorts = v1.MapGroup("/cohorts").RequireAuthorization(Policies.ManageCohorts).Touches(Touch.Nobody).WithTags("Cohorts");

        cohorts.MapPost("/", async (Opening body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var id = body.Id ?? Guid.CreateVersion7();
            var program = await programs.Newest(desk.Caller.Operator, body.Program, ct);
            return await Run(desk, id, body, c => program is null ? Decide.Refuse("program.unknown", $"No program {body.Program} is published.")
                : body.Variant is { } variant && !program.Variants.Any(v => v.Id == variant) ? Decide.Refuse("cohort.variant", $"The program's calendars are: {string.Join(", ", program.Variants.Select(v => v.Id))}.")
                : body.Budgets?.Keys.Any(k => !program.Budgets.Any(b => b.Id == k)) == true ? Decide.Refuse("cohort.budget", $"The program's budgets are: {string.Join(", ", program.Budgets.Select(b => b.Id))}.")
                : CohortDecisions.Open(c, new CohortOpened(new(id), body.Name, program.Id, program.Version, body.Variant, body.Site, body.Starts, body.Ends, body.Capacity, Budgets(body, program))), ct, new { id });
        }).WithName("openCohort").WithSummary("Opens a cohort under the newest version of a program.");

        cohorts.MapPost("/{id:guid}/sessions", (Guid id, Scheduling body, Desk desk, CancellationToken ct) =>
        {
            var session = body.Id ?? Guid.CreateVersion7();
            return Run(desk, id, body, c => CohortDecisions.Schedule(c, new(session), body.Stage, body.Date, body.Topic, body.Length), ct, new { id = session });
        }).WithName("scheduleSession").WithSummary("Schedules a session.");
        cohorts.MapPost("/{id:guid}/sessions/{session:guid}/move", (Guid id, Guid session, Moving body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, c => CohortDecisions.Move(c, new(session), body.Date), ct)).WithName("moveSession").WithSummary("Moves a session to another day.");
        cohorts.MapPost("/{id:guid}/sessions/{session:guid}/cancel", (Guid id, Guid session, Cancelling body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, c => CohortDecisions.Cancel(c, new(session), body.Reason), ct)).WithName("cancelSession").WithSummary("Cancels a session.");
        cohorts.MapPost("/{id:guid}/close", (Guid id, Happened body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, CohortDecisions.Close, ct)).WithName("closeCohort").WithSummary("Closes a cohort.");
    }

    // A support draws on the budget that its category names in the definition.
    private static ImmutableDictionary<string, Money> Budgets(Opening body, ProgramDefinition program) =>
        program.Budgets.ToImmutableDictionary(b => b.Id, b => body.Budgets?.TryGetValue(b.Id, out var given) == true ? given : b.PerCohort);

    private static Task<IResult> Run(Desk desk, Guid id, CommandBody body, Func<Cohort, Decision> decide, CancellationToken ct, object? answer = null) =>
        desk.Run(null, body, async (Situation s, CancellationToken stop) => decide(await s.Cohort(new(id), stop)), ct, answer);
}

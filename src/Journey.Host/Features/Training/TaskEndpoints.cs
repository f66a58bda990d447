using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Training;

/// <summary>Tasks, documents, the steps of a learner plan and ways back over HTTP.</summary>
public static class TaskEndpoints
{
    public sealed record DoingTask(string? Note) : CommandBody;

    /// <param name="Version">The version of the text that was read and signed.</param>
    public sealed record Signing(int Version) : CommandBody;

    /// <param name="By">The organization that brings it; absent: the program itself.</param>
    public sealed record AgreeingStep(Guid? Id, string Stage, Coordination Coordination, string? What, Guid? Goal, Guid? By, Guid[]? WaitsFor) : CommandBody;

    public sealed record DoingStep(string? Result) : CommandBody;

    public sealed record Returning(string To) : CommandBody;

    public static void MapTasks(this RouteGroupBuilder v1)
    {
        var enrollment = v1.MapGroup("/participants/{id:guid}/enrollments/{enrollment:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Training");

        enrollment.MapPost("/stages/{stage}/tasks/{task}", async (Guid id, Guid enrollment, string stage, string task, DoingTask body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, enrollment, FieldClass.General, body.Note, ct);
            return await desk.Run(new ParticipantId(id), body, (s, stop) => With(s, enrollment, programs, (of, program) => StageTasks.Do(of, program, stage, task, note), stop), ct);
        }).WithName("doTask").WithSummary("A task of an open stage is done.");

        enrollment.MapPost("/documents/{document}/signature", (Guid id, Guid enrollment, string document, Signing body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, (s, stop) => With(s, enrollment, programs, (of, program) => Domain.Participants.Signing.Sign(of, program, document, body.Version), stop), ct))
            .WithName("signDocument").WithSummary("A document of the program is signed.");

        enrollment.MapPost("/steps", async (Guid id, Guid enrollment, AgreeingStep body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var step = body.Id ?? Guid.CreateVersion7();
            var what = await desk.Seal(id, enrollment, FieldClass.General, body.What, ct);
            return await desk.Run(new ParticipantId(id), body, (s, stop) => With(s, enrollment, programs, (of, program) => PlanSteps.Agree(of, program, new(step), body.Stage, body.Coordination, what,
                body.Goal is { } goal ? new(goal) : null, body.By is { } by ? new(by) : null, [.. (body.WaitsFor ?? []).Select(PlanStepId.From)]), stop), ct, new { id = step });
        }).WithName("agreeStep").WithSummary("Agrees a step of a learner plan: who brings it, and what it waits for.");
        enrollment.MapPost("/steps/{step:guid}/done", async (Guid id, Guid enrollment, Guid step, DoingStep body, Desk desk, CancellationToken ct) =>
        {
            var result = await desk.Seal(id, enrollment, FieldClass.General, body.Result, ct);
            return await desk.Run(new ParticipantId(id), body, s => PlanSteps.Do(s.Enrollment(new(enrollment)), new(step), result), ct);
        }).WithName("doStep").WithSummary("A step of a learner plan is done, once what it needs is there.");

        enrollment.MapPost("/stages/{stage}/return", (Guid id, Guid enrollment, string stage, Returning body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, (s, stop) => With(s, enrollment, programs, (of, program) => Stages.Return(s.Person, of, program, stage, body.To), stop), ct))
            .WithName("returnToStage").WithSummary("Goes back to an earlier stage, as the program allows and as often.");
    }

    private static async ValueTask<Decision> With(Situation s, Guid enrollment, PublishedPrograms programs, Func<Enrollment, ProgramDefinition, Decision> decide, CancellationToken ct) =>
        await programs.Of(s, new(enrollment), ct) is { } program && s.Enrollment(new(enrollment)) is { } of
            ? decide(of, program)
            : Decide.Refuse("enrollment.unknown", "The participant has no such enrollment on that day.");
}

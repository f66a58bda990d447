using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Training;

/// <summary>Training over HTTP: stages, plans, goals, assessment, graduation, work placements.</summary>
public static class TrainingEndpoints
{
    public sealed record AgreeingPlan(Guid? Id, string Stage, string Steps, DateOnly ReviewOn) : CommandBody;

    public sealed record ReviewingPlan(bool Met) : CommandBody;

    public sealed record SettingGoal(Guid? Id, string Text) : CommandBody;

    public sealed record CheckingIn(StaffRole With, string? Summary) : CommandBody;

    public sealed record Assessing(string Stage, string Competency, AssessmentResult Result) : CommandBody;

    public sealed record StartingWorkPlacement(Guid? Id, Guid Host, string? Supervisor) : CommandBody;

    public sealed record Hours(decimal Worked) : CommandBody;

    public sealed record Evaluating(int Rating, string? Evaluation) : CommandBody;

    public static void MapTraining(this RouteGroupBuilder v1)
    {
        var training = v1.MapGroup("/participants/{id:guid}/enrollments/{enrollment:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Training");

        training.MapPost("/stages/{stage}/enter", (Guid id, Guid enrollment, string stage, Happened body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) => await MoveThroughStages.Enter(s, new(enrollment), stage, programs, stop), ct))
            .WithName("enterStage").WithSummary("Enters a stage, when the program's order and requirements allow it.");
        training.MapPost("/stages/{stage}/leave", (Guid id, Guid enrollment, string stage, Happened body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) => await programs.Of(s, new(enrollment), stop) is { } program
                ? Stages.Complete(s.Person, s.Enrollment(new(enrollment)), program, stage, s.Day)
                : Stages.EnterInOrder(null, [], stage), ct)).WithName("leaveStage").WithSummary("Completes a stage, when its way out is open.");

        training.MapPost("/plans", async (Guid id, Guid enrollment, AgreeingPlan body, Desk desk, CancellationToken ct) =>
        {
            var plan = body.Id ?? Guid.CreateVersion7();
            var steps = await desk.Seal(id, enrollment, FieldClass.General, body.Steps, ct);
            return await desk.Run(new ParticipantId(id), body, s => steps is null
                ? Decide.Refuse("plan.steps", "A plan says what was agreed.")
                : Coaching.AgreePlan(s.Enrollment(new(enrollment)), new(plan), body.Stage, steps, body.ReviewOn), ct, new { id = plan });
        }).WithName("agreePlan").WithSummary("Agrees a back-on-track plan.");
        training.MapPost("/plans/{plan:guid}/review", (Guid id, Guid enrollment, Guid plan, ReviewingPlan body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Coaching.ReviewPlan(s.Enrollment(new(enrollment)), new(plan), body.Met), ct)).WithName("reviewPlan").WithSummary("Looks at a plan again.");

        training.MapPost("/goals", async (Guid id, Guid enrollment, SettingGoal body, Desk desk, CancellationToken ct) =>
        {
            var goal = body.Id ?? Guid.CreateVersion7();
            var text = await desk.Seal(id, enrollment, FieldClass.General, body.Text, ct);
            return await desk.Run(new ParticipantId(id), body, s => text is null
                ? Decide.Refuse("goal.text", "A goal says what it is.")
                : Coaching.SetGoal(s.Enrollment(new(enrollment)), new(goal), text), ct, new { id = goal });
        }).WithName("setGoal").WithSummary("Sets a personal goal.");
        training.MapPost("/goals/{goal:guid}/reach", (Guid id, Guid enrollment, Guid goal, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Coaching.ReachGoal(s.Enrollment(new(enrollment)), new(goal)), ct)).WithName("reachGoal").WithSummary("A goal is reached.");

        training.MapPost("/check-ins", async (Guid id, Guid enrollment, CheckingIn body, Desk desk, CancellationToken ct) =>
        {
            var summary = await desk.Seal(id, enrollment, FieldClass.General, body.Summary, ct);
            return await desk.Run(new ParticipantId(id), body, s => Coaching.HoldCheckIn(s.Enrollment(new(enrollment)), body.With, summary), ct);
        }).WithName("holdCheckIn").WithSummary("Records a one-to-one.");

        training.MapPost("/assessments", (Guid id, Guid enrollment, Assessing body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Graduating.Assess(s.Enrollment(new(enrollment)), body.Stage, body.Competency, body.Result), ct)).WithName("assessCompetency").WithSummary("Assesses a competency.");

        training.MapPost("/graduation", (Guid id, Guid enrollment, Happened body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) => await programs.Of(s, new(enrollment), stop) is { } program
                ? Graduating.Graduate(s.Person, s.Enrollment(new(enrollment)), program, s.Day)
                : Graduating.Graduate(null, [], null), ct)).WithName("graduate").WithSummary("Finishes the training.");

        training.MapPost("/credentials/{credential}", (Guid id, Guid enrollment, string credential, Happened body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(enrollment), stop);
                return program is null ? Graduating.Award(null, credential, []) : Graduating.Award(s.Enrollment(new(enrollment)), program, credential);
            }, ct)).WithName("awardCredential").WithSummary("Awards a credential to a graduate, or a certificate of a rung.");

        training.MapPost("/work-placements", async (Guid id, Guid enrollment, StartingWorkPlacement body, Desk desk, CancellationToken ct) =>
        {
            var placement = body.Id ?? Guid.CreateVersion7();
            var supervisor = await desk.Seal(id, enrollment, FieldClass.Contact, body.Supervisor, ct);
            return await desk.Run(new ParticipantId(id), body, s => WorkPlacements.Start(s.Enrollment(new(enrollment)), new(placement), new(body.Host), supervisor), ct, new { id = placement });
        }).WithName("startWorkPlacement").WithSummary("Starts a work placement at a host employer.");
        training.MapPost("/work-placements/{placement:guid}/hours", (Guid id, Guid enrollment, Guid placement, Hours body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => WorkPlacements.RecordHours(s.Enrollment(new(enrollment)), new(placement), body.Worked), ct)).WithName("recordWorkPlacementHours").WithSummary("Adds hours worked.");
        training.MapPost("/work-placements/{placement:guid}/evaluation", async (Guid id, Guid enrollment, Guid placement, Evaluating body, Desk desk, CancellationToken ct) =>
        {
            var evaluation = await desk.Seal(id, enrollment, FieldClass.Employment, body.Evaluation, ct);
            return await desk.Run(new ParticipantId(id), body, s => WorkPlacements.Evaluate(s.Enrollment(new(enrollment)), new(placement), body.Rating, evaluation), ct);
        }).WithName("evaluateWorkPlacement").WithSummary("The host employer's evaluation.");
        training.MapPost("/work-placements/{placement:guid}/end", (Guid id, Guid enrollment, Guid placement, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => WorkPlacements.End(s.Enrollment(new(enrollment)), new(placement)), ct)).WithName("endWorkPlacement").WithSummary("Ends a work placement.");
    }
}

using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Placement;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Placement;

/// <summary>Job placement support over HTTP.</summary>
public static class PlacementEndpoints
{
    public sealed record AssessingReadiness(bool Ready, string? Reasons) : CommandBody;

    public sealed record Planning(string Plan) : CommandBody;

    public sealed record SendingApplication(Guid? Id, Guid Employer, string? NocCode, bool Referred) : CommandBody;

    public sealed record Interviewing(InterviewKind Kind, string? Debrief) : CommandBody;

    public sealed record Closing(string Reason) : CommandBody;

    public sealed record ReceivingOffer(Guid? Id, Guid Application, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits, string? Shift) : CommandBody;

    public sealed record Answering(bool Taken, string? Reason) : CommandBody;

    public static void MapPlacement(this RouteGroupBuilder v1)
    {
        var placement = v1.MapGroup("/participants/{id:guid}/enrollments/{enrollment:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Placement");

        placement.MapPost("/readiness", async (Guid id, Guid enrollment, AssessingReadiness body, Desk desk, CancellationToken ct) =>
        {
            var reasons = await desk.Seal(id, enrollment, FieldClass.Employment, body.Reasons, ct);
            return await desk.Run(new ParticipantId(id), body, s => Placing.AssessReadiness(s.Enrollment(new(enrollment)), body.Ready, reasons), ct);
        }).WithName("assessReadiness").WithSummary("The coach assesses readiness to look for work.");

        placement.MapPut("/placement-plan", async (Guid id, Guid enrollment, Planning body, Desk desk, CancellationToken ct) =>
        {
            var plan = await desk.Seal(id, enrollment, FieldClass.Employment, body.Plan, ct);
            return await desk.Run(new ParticipantId(id), body, s => plan is null ? Decide.Refuse("placement.plan", "A plan says what was agreed.") : Placing.AgreePlan(s.Enrollment(new(enrollment)), plan), ct);
        }).WithName("agreePlacementPlan").WithSummary("Agrees the individual plan.");

        placement.MapPost("/applications", (Guid id, Guid enrollment, SendingApplication body, Desk desk, CancellationToken ct) =>
        {
            var application = body.Id ?? Guid.CreateVersion7();
            return desk.Run(new ParticipantId(id), body, s => Placing.SendApplication(s.Enrollment(new(enrollment)), new(application), new(body.Employer), body.NocCode, body.Referred), ct, new { id = application });
        }).WithName("sendApplication").WithSummary("Records an application to an employer.");
        placement.MapPost("/applications/{application:guid}/interviews", async (Guid id, Guid enrollment, Guid application, Interviewing body, Desk desk, CancellationToken ct) =>
        {
            var debrief = await desk.Seal(id, enrollment, FieldClass.Employment, body.Debrief, ct);
            return await desk.Run(new ParticipantId(id), body, s => Placing.HoldInterview(s.Enrollment(new(enrollment)), new(application), body.Kind, debrief), ct);
        }).WithName("holdInterview").WithSummary("Records a mock interview or an employer's.");
        placement.MapPost("/applications/{application:guid}/close", (Guid id, Guid enrollment, Guid application, Closing body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Placing.CloseApplication(s.Enrollment(new(enrollment)), new(application), body.Reason), ct)).WithName("closeApplication").WithSummary("An application came to nothing.");

        placement.MapPost("/offers", async (Guid id, Guid enrollment, ReceivingOffer body, Desk desk, CancellationToken ct) =>
        {
            var offer = body.Id ?? Guid.CreateVersion7();
            var wage = await desk.SealValue(id, enrollment, FieldClass.Employment, body.HourlyWage, ct);
            var hours = await desk.SealValue(id, enrollment, FieldClass.Employment, body.WeeklyHours, ct);
            return await desk.Run(new ParticipantId(id), body, s => Placing.ReceiveOffer(s.Enrollment(new(enrollment)), new(offer), new(body.Application), wage, hours, body.Benefits, body.Shift), ct, new { id = offer });
        }).WithName("receiveOffer").WithSummary("Records an offer, to be compared with others.");
        placement.MapPost("/offers/{offer:guid}/answer", (Guid id, Guid enrollment, Guid offer, Answering body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Placing.AnswerOffer(s.Enrollment(new(enrollment)), new(offer), body.Taken, body.Reason), ct)).WithName("answerOffer").WithSummary("The participant takes the offer or refuses it.");
    }
}

using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Intake;

/// <summary>Intake and screening over HTTP: from the first inquiry to the seat.</summary>
public static class IntakeEndpoints
{
    public sealed record Inquiring(Guid? Id, string Program, string Channel) : CommandBody;

    public sealed record ReceivingApplication(Guid? Organization) : CommandBody;

    /// <param name="Answers">By field of the definition: text, number, true or false, or a day. What a field's class asks to be sealed is sealed.</param>
    public sealed record Answering(Dictionary<string, System.Text.Json.JsonElement> Answers) : CommandBody;

    public sealed record Allowing(string Reason) : CommandBody;

    public sealed record Scoring(Dictionary<string, int> Scores) : CommandBody;

    public sealed record RecordingBaseline(LabourStatus Status, string? NocCode, string? NocEdition, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits) : CommandBody;

    public sealed record DecidingAdmission(AdmissionOutcome Outcome, string? Reason, string? Note) : CommandBody;

    public sealed record Offering(Guid Cohort) : CommandBody;

    public static void MapIntake(this RouteGroupBuilder v1)
    {
        v1.MapPost("/participants/{id:guid}/enrollments", async (Guid id, Inquiring body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var enrollment = body.Id ?? Guid.CreateVersion7();
            var newest = await programs.Newest(desk.Caller.Operator, body.Program, ct);
            return await desk.Run(new ParticipantId(id), body, s => newest is null
                ? Decide.Refuse("program.unknown", $"No program {body.Program} is published.")
                : Applying.Inquire(s.Person, new(enrollment), newest.Id, newest.Version, newest.Calendar.Zone, newest.IntakeStage(), body.Channel), ct, new { id = enrollment });
        }).RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Intake").WithName("makeInquiry").WithSummary("A first inquiry opens an enrollment under the newest program version.");

        var intake = v1.MapGroup("/participants/{id:guid}/enrollments/{enrollment:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Intake");

        intake.MapPost("/information-session", (Guid id, Guid enrollment, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Applying.AttendInformationSession(s.Enrollment(new(enrollment))), ct)).WithName("attendInformationSession").WithSummary("Came to an information session.");

        intake.MapPost("/application", (Guid id, Guid enrollment, ReceivingApplication body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Applying.Apply(s.Enrollment(new(enrollment)), body.Organization is { } o ? new(o) : null), ct)).WithName("receiveApplication").WithSummary("Receives the application.");

        intake.MapPut("/answers", AnswerQuestions.Handle).WithName("giveAnswers").WithSummary("Answers the program's questions; the latest answer to each counts.");
        intake.MapPost("/criteria/check", CheckCriteria.Handle).WithName("checkCriteria").WithSummary("Checks every criterion against the answers, and records each result with the fields it was read from.");

        intake.MapPost("/criteria/{criterion}/override", async (Guid id, Guid enrollment, string criterion, Allowing body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var reason = await desk.Seal(id, enrollment, FieldClass.General, body.Reason, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(enrollment), stop);
                if (program is not null && program.Criterion(criterion) is null) return Decide.Refuse("criterion.unknown", $"The program has no criterion {criterion}.");
                return Screening.OverrideCriterion(s.Enrollment(new(enrollment)), criterion, reason);
            }, ct);
        }).WithName("overrideCriterion").WithSummary("Makes an allowance for one criterion, with a reason.");

        intake.MapPut("/rubric", (Guid id, Guid enrollment, Scoring body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(enrollment), stop);
                if (program is { Rubric: null }) return Decide.Refuse("rubric.none", "The program has no rubric.");
                return program is null
                    ? Screening.Score(null, [], [], 0, 0, _ => false)
                    : Screening.Score(s.Enrollment(new(enrollment)), body.Scores.ToImmutableDictionary(), [.. program.Rubric!.Items.Select(i => i.Id)], program.Rubric.Lowest, program.Rubric.Highest, program.RubricPasses);
            }, ct)).WithName("scoreRubric").WithSummary("Scores the interview.");

        intake.MapPost("/rubric/override", async (Guid id, Guid enrollment, Allowing body, Desk desk, CancellationToken ct) =>
        {
            var reason = await desk.Seal(id, enrollment, FieldClass.General, body.Reason, ct);
            return await desk.Run(new ParticipantId(id), body, s => Screening.OverrideRubric(s.Enrollment(new(enrollment)), reason), ct);
        }).WithName("overrideRubric").WithSummary("Makes an allowance for the rubric, with a reason.");

        intake.MapPut("/baseline", async (Guid id, Guid enrollment, RecordingBaseline body, Desk desk, CancellationToken ct) =>
        {
            var wage = await desk.SealValue(id, enrollment, FieldClass.Employment, body.HourlyWage, ct);
            var hours = await desk.SealValue(id, enrollment, FieldClass.Employment, body.WeeklyHours, ct);
            return await desk.Run(new ParticipantId(id), body, s => Circumstances.RecordBaseline(s.Enrollment(new(enrollment)), body.Status, body.NocCode, body.NocEdition, wage, hours, body.Benefits), ct);
        }).WithName("recordBaseline").WithSummary("Records where the person starts from.");

        intake.MapPost("/stipend-advice", (Guid id, Guid enrollment, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Circumstances.DiscussStipendEffect(s.Enrollment(new(enrollment))), ct)).WithName("discussStipendEffect").WithSummary("The stipend's effect on other benefits was talked over.");

        intake.MapPost("/admission", async (Guid id, Guid enrollment, DecidingAdmission body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, enrollment, FieldClass.General, body.Note, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(enrollment), stop);
                var current = s.Enrollment(new(enrollment));
                var open = program is not null && current is not null && Gates.Exit(s.Person, current, program, program.IntakeStage(), s.Day).Open == true;
                return Admissions.Decide(current, body.Outcome, body.Reason, note, open);
            }, ct);
        }).WithName("decideAdmission").WithSummary("Accepted, waitlisted, referred elsewhere, declined or not ready.");

        intake.MapPost("/seat/offer", (Guid id, Guid enrollment, Offering body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var cohort = await s.Cohort(new(body.Cohort), stop);
                return cohort.Id is null ? Decide.Refuse("cohort.unknown", "There is no such cohort.") : Admissions.OfferSeat(s.Enrollment(new(enrollment)), new(body.Cohort), cohort.Starts);
            }, ct)).WithName("offerSeat").WithSummary("Offers a seat in a cohort.");

        intake.MapPost("/seat/accept", (Guid id, Guid enrollment, Happened body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var current = s.Enrollment(new(enrollment));
                if (current?.Seat is not { } seat) return Admissions.AcceptOffer(current, new(id), Domain.Cohorts.Cohort.None);
                return Admissions.AcceptOffer(current, new(id), await s.Cohort(seat.Cohort, stop));
            }, ct)).WithName("acceptSeat").WithSummary("The applicant accepts: takes the seat, unless the cohort is full.");

        intake.MapPost("/seat/decline", (Guid id, Guid enrollment, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Admissions.DeclineOffer(s.Enrollment(new(enrollment))), ct)).WithName("declineSeat").WithSummary("The applicant declines the offer.");
    }
}

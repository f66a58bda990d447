using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Employment;

/// <summary>Jobs, follow-ups, exits and returns over HTTP.</summary>
public static class EmploymentEndpoints
{
    public sealed record Starting(Guid? Id, Guid Enrollment, Guid? Employer, string? NocCode, string? NocEdition, bool? InSector, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits) : CommandBody;

    public sealed record ChangingWage(decimal HourlyWage) : CommandBody;

    public sealed record Advancing(AdvancementKind Kind, string? NocCode, string? NocEdition, bool? InSector, decimal? HourlyWage, decimal? WeeklyHours, bool? Benefits) : CommandBody;

    public sealed record Losing(JobLossReason Reason, string? Note) : CommandBody;

    public sealed record Leaving(bool ForBetter) : CommandBody;

    public sealed record GivingFeedback(string Text) : CommandBody;

    public sealed record FollowingUp(DateOnly Due, FollowUpWith With, FollowUpResult Result, string? Channel, string? Note) : CommandBody;

    public sealed record Exiting(string Reason, string? Destination, string? Note) : CommandBody;

    public sealed record ReEntering(string Stage) : CommandBody;

    public sealed record RecordingOutcome(string Outcome) : CommandBody;

    public static void MapEmployment(this RouteGroupBuilder v1)
    {
        var person = v1.MapGroup("/participants/{id:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Employment");

        person.MapPost("/jobs", async (Guid id, Starting body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var job = body.Id ?? Guid.CreateVersion7();
            var terms = await Terms(desk, id, body.NocCode, body.NocEdition, body.InSector, body.HourlyWage, body.WeeklyHours, body.Benefits, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(body.Enrollment), stop);
                EmployerId? employer = body.Employer is { } e ? new(e) : null;
                return program is null
                    ? Jobs.Start(s.Person, new(body.Enrollment), new(job), employer, terms, null, null)
                    : Jobs.Start(s.Person, new(body.Enrollment), new(job), employer, terms, program, s.Day);
            }, ct, new { id = job });
        }).WithName("startEmployment").WithSummary("A job starts.");

        person.MapPost("/jobs/{job:guid}/wage", async (Guid id, Guid job, ChangingWage body, Desk desk, CancellationToken ct) =>
        {
            var wage = await desk.SealValue<decimal>(id, null, FieldClass.Employment, body.HourlyWage, ct);
            return await desk.Run(new ParticipantId(id), body, s => Jobs.ChangeWage(s.Person, new(job), wage!), ct);
        }).WithName("changeWage").WithSummary("The wage changes.");
        person.MapPost("/jobs/{job:guid}/advancements", async (Guid id, Guid job, Advancing body, Desk desk, CancellationToken ct) =>
        {
            var terms = await Terms(desk, id, body.NocCode, body.NocEdition, body.InSector, body.HourlyWage, body.WeeklyHours, body.Benefits, ct);
            return await desk.Run(new ParticipantId(id), body, s => Jobs.Advance(s.Person, new(job), body.Kind, terms), ct);
        }).WithName("advance").WithSummary("A raise, a promotion, a better job.");
        person.MapPost("/jobs/{job:guid}/loss", async (Guid id, Guid job, Losing body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, null, FieldClass.Employment, body.Note, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = s.Person.Jobs.Find(j => j.Id.Value == job) is { } lost ? await programs.Of(s, lost.Enrollment, stop) : null;
                return Jobs.Lose(s.Person, new(job), body.Reason, note, program);
            }, ct);
        }).WithName("loseJob").WithSummary("A job is lost: a return, not an end.");
        person.MapPost("/jobs/{job:guid}/leave", (Guid id, Guid job, Leaving body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Jobs.Leave(s.Person, new(job), body.ForBetter), ct)).WithName("leaveJob").WithSummary("Leaves a job by choice.");
        person.MapPost("/jobs/{job:guid}/feedback", async (Guid id, Guid job, GivingFeedback body, Desk desk, CancellationToken ct) =>
        {
            var text = await desk.Seal(id, null, FieldClass.Employment, body.Text, ct);
            return await desk.Run(new ParticipantId(id), body, s => text is null ? Decide.Refuse("feedback.text", "Feedback says something.") : Jobs.GiveFeedback(s.Person, new(job), text), ct);
        }).WithName("giveFeedback").WithSummary("The employer's feedback on a hire.");

        var enrollment = person.MapGroup("/enrollments/{enrollment:guid}");
        enrollment.MapPut("/follow-ups/{followUp}", async (Guid id, Guid enrollment, string followUp, FollowingUp body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, enrollment, FieldClass.Employment, body.Note, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                IReadOnlyCollection<string> defined = (await programs.Of(s, new(enrollment), stop))?.FollowUpIds() ?? [];
                var current = s.Enrollment(new(enrollment));
                return body.Result switch
                {
                    FollowUpResult.Done => FollowUps.Done(current, followUp, body.Due, body.With, note, defined),
                    FollowUpResult.Attempted => FollowUps.Attempt(current, followUp, body.Due, body.With, body.Channel, defined),
                    _ => FollowUps.Miss(current, followUp, body.Due, body.With, defined),
                };
            }, ct);
        }).WithName("recordFollowUp").WithSummary("What came of a scheduled contact.");

        enrollment.MapPost("/exit", async (Guid id, Guid enrollment, Exiting body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, enrollment, FieldClass.General, body.Note, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                if (await programs.Of(s, new(enrollment), stop) is { ExitReasons.Count: > 0 } program && !program.ExitReasons.Any(r => string.Equals(r.Id, body.Reason, StringComparison.Ordinal)))
                    return Decide.Refuse("exit.reason", $"The program's exit reasons are: {string.Join(", ", program.ExitReasons.Select(r => r.Id))}.");
                var current = s.Enrollment(new(enrollment));
                if (current?.Seat is { IsHeld: true } seat) await s.Cohort(seat.Cohort, stop);
                return Domain.Participants.Exits.Exit(current, body.Reason, body.Destination, note);
            }, ct);
        }).WithName("exit").WithSummary("Leaves the program, from whatever stage.");
        enrollment.MapPost("/re-entry", (Guid id, Guid enrollment, ReEntering body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) => await programs.Of(s, new(enrollment), stop) is { } program && program.Stage(body.Stage) is null
                ? Decide.Refuse("stage.unknown", $"The program has no stage {body.Stage}.")
                : Domain.Participants.Exits.ReEnter(s.Enrollment(new(enrollment)), body.Stage), ct)).WithName("reEnter").WithSummary("Comes back after an exit.");
        enrollment.MapPut("/outcome", (Guid id, Guid enrollment, RecordingOutcome body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(enrollment), stop);
                var outcome = program?.Outcomes.FirstOrDefault(o => string.Equals(o.Id, body.Outcome, StringComparison.Ordinal));
                return program is not null && outcome is null
                    ? Decide.Refuse("outcome.unknown", $"The program has no outcome {body.Outcome}.")
                    : Domain.Participants.Exits.RecordOutcome(s.Enrollment(new(enrollment)), body.Outcome, outcome?.Kind ?? OutcomeKind.NotCompleted);
            }, ct)).WithName("recordOutcome").WithSummary("Records how the program ended for somebody, in its own words.");
    }

    private static async Task<JobTerms> Terms(Desk desk, Guid id, string? noc, string? edition, bool? inSector, decimal? wage, decimal? hours, bool? benefits, CancellationToken ct) =>
        new(noc, edition, inSector, await desk.SealValue(id, null, FieldClass.Employment, wage, ct), await desk.SealValue(id, null, FieldClass.Employment, hours, ct), benefits);
}

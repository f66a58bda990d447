using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Npgsql;

namespace Journey.Host.Features.Participants;

/// <summary>What surrounds a person: who is assigned, what stands in the way, consents, referrals, links between records, corrections.</summary>
public static class Surroundings
{
    public sealed record AssigningStaff(Guid? Id, StaffRole Role, Guid Staff, Guid Organization, Guid? Enrollment) : CommandBody;

    public sealed record NotingBarrier(Guid? Id, BarrierKind Kind, string? Description, bool Shared) : CommandBody;

    /// <param name="Enrollment">With <paramref name="Assessment"/>: an assessment of that enrollment's program.</param>
    /// <param name="Progress">Against the time before, in the assessor's word.</param>
    public sealed record AssessingSkills(string Tool, string Skill, string Level, Guid? Assessor, Guid? Enrollment, string? Assessment, SkillProgress? Progress) : CommandBody;

    public sealed record Accommodating(string Description) : CommandBody;

    public sealed record Consent(Guid? Id, Guid? Enrollment, int FormVersion, string Language, string[] Purposes, FieldClass[] Classes, Guid[]? Recipients, DateOnly? Until) : CommandBody;

    public sealed record Referring(Guid? Id, Guid To, string Service, Guid? Enrollment, string? Note) : CommandBody;

    public sealed record Declining(string Reason) : CommandBody;

    public sealed record Reporting(string Result) : CommandBody;

    public sealed record Retracting(CorrectionReason Reason, string? Note) : CommandBody;

    public static void MapSurroundings(this RouteGroupBuilder v1)
    {
        var person = v1.MapGroup("/participants/{id:guid}").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Participants");

        person.MapPost("/assignments", (Guid id, AssigningStaff body, Desk desk, CancellationToken ct) =>
        {
            var assignment = body.Id ?? Guid.CreateVersion7();
            return desk.Run(new ParticipantId(id), body, s => Assigning.Assign(s.Person, new(assignment), body.Role, new(body.Staff), new(body.Organization), Of(body.Enrollment)), ct, new { id = assignment });
        }).WithName("assignStaff").WithSummary("Assigns a case manager, a coach or a facilitator.");

        person.MapPost("/assignments/{assignment:guid}/end", (Guid id, Guid assignment, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Assigning.End(s.Person, new(assignment)), ct)).WithName("endAssignment").WithSummary("Ends an assignment.");

        person.MapPost("/barriers", async (Guid id, NotingBarrier body, Desk desk, CancellationToken ct) =>
        {
            var barrier = body.Id ?? Guid.CreateVersion7();
            var description = await desk.Seal(id, null, FieldClass.General, body.Description, ct);
            return await desk.Run(new ParticipantId(id), body, s => Circumstances.NoteBarrier(s.Person, new(barrier), body.Kind, description, body.Shared), ct, new { id = barrier });
        }).WithName("noteBarrier").WithSummary("Notes a barrier.");

        person.MapPost("/barriers/{barrier:guid}/resolve", (Guid id, Guid barrier, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Circumstances.ResolveBarrier(s.Person, new(barrier)), ct)).WithName("resolveBarrier").WithSummary("Records that a barrier is overcome.");

        person.MapPost("/skills-assessments", async (Guid id, AssessingSkills body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var level = await desk.Seal(id, null, FieldClass.General, body.Level, ct);
            StaffId? assessor = body.Assessor is { } a ? new(a) : null;
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                if (level is null) return Decide.Refuse("skills.level", "An assessment states a level.");
                if (body.Assessment is null) return Circumstances.AssessSkills(s.Person, body.Tool, body.Skill, level, assessor, s.Day, progress: body.Progress);
                if (Of(body.Enrollment) is not { } enrollment || s.Enrollment(enrollment) is null) return Decide.Refuse("enrollment.unknown", "An assessment belongs to one of the participant's enrollments.");
                return Circumstances.WrongAssessment(await programs.Of(s, enrollment, stop), body.Assessment, body.Skill)
                    ?? Circumstances.AssessSkills(s.Person, body.Tool, body.Skill, level, assessor, s.Day, (enrollment, body.Assessment), body.Progress);
            }, ct);
        }).WithName("assessSkills").WithSummary("Records a literacy or essential-skills assessment.");

        person.MapPost("/accommodations", async (Guid id, Accommodating body, Desk desk, CancellationToken ct) =>
        {
            var description = await desk.Seal(id, null, FieldClass.Health, body.Description, ct);
            return await desk.Run(new ParticipantId(id), body, s => description is null
                ? Decide.Refuse("accommodation.description", "An accommodation says what was agreed.")
                : Circumstances.AgreeAccommodation(s.Person, description), ct);
        }).WithName("agreeAccommodation").WithSummary("Records an accommodation.");

        person.MapPost("/consents", (Guid id, Consent body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var consent = body.Id ?? Guid.CreateVersion7();
            return desk.Run(new ParticipantId(id), body, async (s, stop) => Consenting.Give(s.Person, new(consent), Of(body.Enrollment), body.FormVersion, body.Language,
                [.. body.Purposes], [.. body.Classes], [.. (body.Recipients ?? []).Select(OrganizationId.From)], body.Until, await Expires(s, Of(body.Enrollment), programs, stop)), ct, new { id = consent });
        }).WithName("giveConsent").WithSummary("Records a consent, on its form.");

        person.MapPost("/consents/{consent:guid}/withdraw", (Guid id, Guid consent, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Consenting.Withdraw(s.Person, new(consent)), ct)).WithName("withdrawConsent").WithSummary("Withdraws a consent.");

        person.MapPost("/referrals", async (Guid id, Referring body, Desk desk, CancellationToken ct) =>
        {
            var referral = body.Id ?? Guid.CreateVersion7();
            var note = await desk.Seal(id, body.Enrollment, FieldClass.General, body.Note, ct);
            return await desk.Run(new ParticipantId(id), body, s => Referrals.Send(s.Person, new(referral), new(body.To), body.Service, Of(body.Enrollment), note), ct, new { id = referral });
        }).WithName("sendReferral").WithSummary("Refers the participant to another organization.");

        person.MapPost("/referrals/{referral:guid}/receive", (Guid id, Guid referral, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Referrals.Receive(s.Person, new(referral)), ct)).Touches(Touch.Person, Verb.Write, Part.Referral).WithName("receiveReferral").WithSummary("The other organization has received it.");
        person.MapPost("/referrals/{referral:guid}/accept", (Guid id, Guid referral, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Referrals.Accept(s.Person, new(referral)), ct)).Touches(Touch.Person, Verb.Write, Part.Referral).WithName("acceptReferral").WithSummary("The other organization accepts.");
        person.MapPost("/referrals/{referral:guid}/decline", (Guid id, Guid referral, Declining body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Referrals.Decline(s.Person, new(referral), body.Reason), ct)).Touches(Touch.Person, Verb.Write, Part.Referral).WithName("declineReferral").WithSummary("The other organization declines, with a reason.");
        person.MapPost("/referrals/{referral:guid}/start", (Guid id, Guid referral, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Referrals.Start(s.Person, new(referral)), ct)).Touches(Touch.Person, Verb.Write, Part.Referral).WithName("startReferral").WithSummary("The service has started.");
        person.MapPost("/referrals/{referral:guid}/report", async (Guid id, Guid referral, Reporting body, Desk desk, CancellationToken ct) =>
        {
            var result = await desk.Seal(id, null, FieldClass.General, body.Result, ct);
            return await desk.Run(new ParticipantId(id), body, s => result is null
                ? Decide.Refuse("referral.result", "A report says what came of it.")
                : Referrals.ReportBack(s.Person, new(referral), result), ct);
        }).Touches(Touch.Person, Verb.Write, Part.Referral).WithName("reportReferral").WithSummary("The other organization reports back.");

        person.MapPost("/links/{other:guid}", async (Guid id, Guid other, Happened body, Desk desk, CancellationToken ct) =>
        {
            await desk.MayWriteTo(new(other), ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) => Links.Merge(s.Person, await s.OtherRecord(new(other), stop)), ct);
        }).WithName("mergeRecords").WithSummary("Two records are one person: folds the other one with this one.");
        person.MapDelete("/links/{other:guid}", async (Guid id, Guid other, Desk desk, CancellationToken ct) =>
        {
            await desk.MayWriteTo(new(other), ct);
            return await desk.Run(new ParticipantId(id), new Happened(), async (s, stop) => Links.Unmerge(s.Person, await s.OtherRecord(new(other), stop)), ct);
        }).WithName("unmergeRecords").WithSummary("They were two people after all.");

        person.MapPost("/entries/{entry:guid}/retract", async (Guid id, Guid entry, Retracting body, Desk desk, Vault vault, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, null, FieldClass.General, body.Note, ct);
            IReadOnlyList<NpgsqlBatchCommand> rows = [];
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var decision = await Correcting.Retract(s, entry, body.Reason, note, stop);
                rows = await Correcting.Names(s, decision, vault, stop);
                return decision;
            }, ct, rows: () => rows);
        }).WithName("retractEntry").WithSummary("An entry was wrong as a whole.");
    }

    // A consent of the person as such is asked for again as soon as one of their programs asks for it.
    private static async Task<DateOnly?> Expires(Situation s, EnrollmentId? enrollment, PublishedPrograms programs, CancellationToken ct)
    {
        DateOnly? first = null;
        foreach (var of in s.Person.Enrollments.Where(e => enrollment is { } one ? e.Id == one : !e.HasExited))
        {
            if (await programs.Of(s, of.Id, ct) is { } program && Domain.Intake.Consent.ExpiresOn(s.Day, program) is { } last && (first is null || last < first)) first = last;
        }
        return first;
    }

    private static EnrollmentId? Of(Guid? enrollment) => enrollment is { } e ? new(e) : null;
}

using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <param name="Open">Absent while something that would decide it is not known.</param>
/// <param name="Reasons">What is in the way; empty when it is open.</param>
/// <param name="RestsOn">The entries that the result was read from.</param>
public sealed record GateAnswer(string Stage, bool? Open, IReadOnlyList<GateReasonAnswer> Reasons, IReadOnlyList<Guid> RestsOn);

/// <param name="Fact">A name of the definition's gates, such as <c>criteria.allMet</c>.</param>
/// <param name="Result">NotMet, or Unknown: nobody has looked yet.</param>
public sealed record GateReasonAnswer(string Fact, string? Criterion, string Result, Guid? Event);

/// <param name="Number">Counts on for a recurring contact.</param>
/// <param name="LastDay">The last day on which it is on time.</param>
/// <param name="Anchor">The day it is counted from.</param>
/// <param name="Because">The entry that says so: why it is due.</param>
/// <param name="Attempts">How often nobody was reached.</param>
public sealed record DueAnswer(string FollowUp, int Number, DateOnly Due, DateOnly LastDay, string With, string Owner, string State, DateOnly Anchor, Guid Because, Guid? Job, int Attempts);

/// <param name="Stage">Where it is filled in.</param>
/// <param name="Missing">Required fields that nobody has answered; empty when the form is complete.</param>
public sealed record FormAnswer(string Form, string Stage, IReadOnlyList<string> Missing);

/// <summary>What follows from state and definition for one enrollment: gates and contacts due. No confidential value is opened for it.</summary>
public static class ReadEnrollment
{
    public static void MapEnrollmentReads(this RouteGroupBuilder v1)
    {
        var enrollment = v1.MapGroup("/participants/{id:guid}/enrollments/{enrollment:guid}").RequireAuthorization(Policies.SeePerson).Touches(Touch.Person);
        enrollment.MapGet("/gate", Gate).WithTags("Intake").WithName("getGate").WithSummary("Whether a stage's way out is open, and what is in the way; without a stage, of those open now.").Produces<IReadOnlyList<GateAnswer>>();
        enrollment.MapGet("/why", Why).WithTags("Participants").WithName("explain").WithSummary("Why: one of gate=STAGE, criterion=ID, rubric, due=KEY or stage=STAGE, as a tree down to the entries, in both languages.").Produces<WhyAnswer>();
        enrollment.MapGet("/forms", Forms).WithTags("Intake").WithName("listForms").WithSummary("The program's forms, each with the required answers that are missing.").Produces<IReadOnlyList<FormAnswer>>();
        enrollment.MapGet("/follow-ups", FollowUps).WithTags("Employment").WithName("listFollowUps").WithSummary("Every contact the definition asks for: done, due, missed and to come.").Produces<IReadOnlyList<DueAnswer>>();
    }

    private static Task<IResult> Gate(Guid id, Guid enrollment, string? stage, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock, CancellationToken ct) =>
        With(id, enrollment, KnownOn.And(trueOn, knownOn), http, callers, programs, clock, (_, person, of, program, today) =>
        {
            if (stage is not null && program.Stage(stage) is null) return Task.FromResult<IResult>(Problems.Of(404, "stage.unknown", $"The program has no stage {stage}."));
            IEnumerable<string> stages = stage is null ? of.OpenStages.Select(s => s.Stage) : [stage];
            return Task.FromResult<IResult>(TypedResults.Ok(stages.Select(s => Gates.Exit(person, of, program, s, trueOn ?? today)).Select(g =>
                new GateAnswer(g.Stage, g.Open, [.. g.Reasons.Select(r => new GateReasonAnswer(r.Fact, r.Criterion, r.Result.ToString(), r.Event))], g.RestsOn)).ToList()));
        }, ct);

    // The query names one of several things; all are in the description, none is bound.
    private static Task<IResult> Why(Guid id, Guid enrollment, string? gate, string? criterion, string? rubric, string? due, string? stage, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock, CancellationToken ct)
    {
        if (WhyQuestion.Read(http.Request.Query) is not { } question) return Task.FromResult<IResult>(Problems.Of(400, "why.question", "Ask for one of gate=STAGE, criterion=ID, rubric, due=KEY or stage=STAGE."));
        var asOf = KnownOn.And(trueOn, knownOn);
        return With(id, enrollment, asOf, http, callers, programs, clock, async (op, _, of, program, today) =>
            await People.Read(op, new(id), ct) is { } history && await question.Answer(op, history, of, program, asOf, today, ct) is { } answer
                ? TypedResults.Ok(answer)
                : Problems.Of(404, "why.unknown", $"There is no such {question.Kind} here."), ct);
    }

    private static Task<IResult> Forms(Guid id, Guid enrollment, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock, CancellationToken ct) =>
        With(id, enrollment, KnownOn.And(trueOn, knownOn), http, callers, programs, clock, (_, _, of, program, _) =>
            Task.FromResult<IResult>(TypedResults.Ok(program.Forms.Select(f => new FormAnswer(f.Id, f.Stage, of.MissingIn(program, f.Id))).ToList())), ct);

    private static Task<IResult> FollowUps(Guid id, Guid enrollment, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock, CancellationToken ct) =>
        With(id, enrollment, KnownOn.And(trueOn, knownOn), http, callers, programs, clock, async (op, person, of, program, today) =>
        {
            var employers = person.Jobs.Select(j => j.Employer).OfType<EmployerId>().Distinct().ToList();
            var declining = (await Store.ReadStreams(op, [.. employers.Select(e => e.Value)], ct)).GroupBy(e => e.StreamId)
                .Where(g => Employer.Fold(g.Select(e => Entries.Of(e).Event)).DeclinesService).Select(g => new EmployerId(g.Key)).ToHashSet();
            return TypedResults.Ok(DueWork.Of(person, of, program, declining.Contains).Where(d => d.Key.Kind == DueKind.FollowUp).Select(d => new DueAnswer(
                d.Key.Id, d.Key.Number, d.Due, d.LastDay, d.Key.With!.Value.ToString(), d.Role, d.StateOn(trueOn ?? today).ToString(), d.Anchor, d.AnchorEvent, d.Job?.Value, d.Record?.Attempts ?? 0)).ToList());
        }, ct);

    private static async Task<IResult> With(
        Guid id, Guid enrollment, AsOf asOf, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock,
        Func<Operator, Participant, Enrollment, ProgramDefinition, DateOnly, Task<IResult>> answer, CancellationToken ct)
    {
        var op = callers.Of(http).Operator;
        if (await People.Read(op, new(id), ct) is not { } history) return ReadParticipant.Unknown;
        var person = history.Fold(asOf);
        if (person.Enrollment(new(enrollment)) is not { IsOpened: true } of) return Problems.Of(404, "enrollment.unknown", "The participant has no such enrollment.");
        if (await programs.Find(op, of.Program, of.Version, ct) is not { } program) return Problems.Of(409, "program.unknown", $"Program {of.Program} version {of.Version} is not published here.");
        http.Response.Headers.ETag = Desk.Tag(history.Version);
        return await answer(op, person, of, program, Occurred.Instant(clock.GetUtcNow()).Day(of.Zone)!.Value);
    }
}

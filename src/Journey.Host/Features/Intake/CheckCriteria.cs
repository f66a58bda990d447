using Journey.Domain;
using Journey.Domain.Cel;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Http;
using Journey.Host.Recording;
using Journey.Host.Confidential;
using Journey.Host.Permits;

namespace Journey.Host.Features.Intake;

/// <summary>
/// Checks the criteria one by one. The sealed fields that the checker found are opened once, under one record of access;
/// the results stand for them from then on, each naming its facts.
/// </summary>
public static class CheckCriteria
{
    public static async Task<IResult> Handle(Guid id, Guid enrollment, Happened body, Desk desk, PublishedPrograms programs, HttpContext http, Warden warden, Vault vault, TimeProvider clock, CancellationToken ct)
    {
        var caller = desk.Caller;
        var person = History.Fold(await Journal.History(caller.Operator, new(id), ct));
        if (person.Enrollment(new(enrollment)) is not { IsOpened: true } current) return Problems.Of(404, "enrollment.unknown", "The participant has no such enrollment.");
        if (await programs.Find(caller.Operator, current.Program, current.Version, ct) is not { } program) return Problems.Of(409, "program.unknown", $"Program {current.Program} version {current.Version} is not published here.");

        var needed = program.Criteria.SelectMany(c => c.Reads).Distinct(StringComparer.Ordinal).Select(n => current.Intake.Answers.GetValueOrDefault(n)).OfType<Sealed<string>>().ToList();
        var permit = PersonAccess.Of(http).Permit;
        var access = caller.Access("criteria.evaluate", new Resource("enrollment", current.Id.ToString(), current.Version), permit.Basis);
        // A result tells what the answer was: whoever may not read one may not have it checked either.
        if (needed.Where(v => !permit.Allows(v)).ToList() is { Count: > 0 } closed)
            throw await warden.Refuse(http, "criteria.evaluate", permit.Refusal(Verb.Open, closed[0].Class) ?? Reasons.Field, access.Resource, [new Subject(id)], closed.Select(v => v.Class), ct);
        var opened = needed.Count == 0 ? null : await vault.Open(caller.Operator, needed, access, ct);
        CelValue facts(string name) => Fact(program, name, field => current.Intake.Facts.GetValueOrDefault(field) ?? (current.Intake.Answers.GetValueOrDefault(field) is { } value ? opened?.Read(value) : null));
        var day = body.Occurred?.Occurred.Day(current.Zone) ?? Occurred.Instant(clock.GetUtcNow()).Day(current.Zone)!.Value;
        var evaluated = Evaluate(program, facts, day);
        var results = Results(evaluated);
        return await desk.Run(new ParticipantId(id), body, s => Screening.CheckAll(s.Enrollment(new(enrollment)), results), ct,
            evaluated.ToDictionary(r => r.Key, r => (object)new { result = results[r.Key].Result.ToString(), facts = r.Value.Reads, missing = r.Value.Missing }));
    }

    /// <summary>The results from answers that are known without opening any, as those of an invented person.</summary>
    /// <param name="text">The canonical text of an answer; null where there is none.</param>
    internal static IReadOnlyDictionary<string, (CriterionResult Result, IReadOnlyList<string> Facts)> Results(ProgramDefinition program, Func<string, string?> text, DateOnly day) =>
        Results(Evaluate(program, name => Fact(program, name, text), day));

    private static Dictionary<string, Evaluation> Evaluate(ProgramDefinition program, Func<string, CelValue> facts, DateOnly day) =>
        program.Criteria.ToDictionary(c => c.Id, c => c.When.Evaluate(facts, day));

    private static Dictionary<string, (CriterionResult Result, IReadOnlyList<string> Facts)> Results(Dictionary<string, Evaluation> evaluated) =>
        evaluated.ToDictionary(r => r.Key, r => Result(r.Value));

    private static (CriterionResult Result, IReadOnlyList<string> Facts) Result(Evaluation evaluation) => (evaluation.Verdict switch
    {
        true => CriterionResult.Met,
        false => CriterionResult.NotMet,
        null => CriterionResult.Unknown,
    }, evaluation.Reads);

    /// <summary>An answer as its field's type; unknown where there is none, and where it does not read as that type (an answer given under another version).</summary>
    internal static CelValue Answer(ProgramDefinition program, string name, Func<string, string?> text)
    {
        try { return Fact(program, name, text); }
        catch (Exception e) when (e is FormatException or OverflowException) { return CelValue.Unknown; }
    }

    internal static CriterionResult ResultOf(Evaluation evaluation) => Result(evaluation).Item1;

    private static CelValue Fact(ProgramDefinition program, string name, Func<string, string?> text) =>
        program.Field(name) is { } field && text(name) is { } said ? FieldValue.Of(field.Type, said) : CelValue.Unknown;
}

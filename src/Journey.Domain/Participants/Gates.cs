using Journey.Domain.Cel;
using Journey.Domain.Intake;
using Journey.Domain.Programs;

namespace Journey.Domain.Participants;

/// <summary>Whether a stage's way out is open, and what is in its way.</summary>
/// <param name="Open">Null while something that would decide it is not known yet.</param>
/// <param name="Reasons">What is missing; empty when it is open.</param>
/// <param name="RestsOn">The entries that the result was read from.</param>
public sealed record Gate(string Stage, bool? Open, IReadOnlyList<GateReason> Reasons, IReadOnlyList<Guid> RestsOn);

/// <summary>One thing in the way.</summary>
/// <param name="Fact">A name of <see cref="GuardNames.Gate"/>.</param>
/// <param name="Criterion">Which criterion, where the fact is <see cref="GuardNames.CriteriaAllMet"/>.</param>
/// <param name="Result">Known not to be so, or nobody has looked yet.</param>
/// <param name="Event">The entry that says so.</param>
public sealed record GateReason(string Fact, string? Criterion, CriterionResult Result, Guid? Event);

/// <summary>The definition's gates, evaluated from recorded results alone: no sealed value is opened for them.</summary>
public static class Gates
{
    /// <param name="asOf">The day for which consents and guards are looked at.</param>
    public static Gate Exit(Participant person, Enrollment enrollment, ProgramDefinition program, string stage, DateOnly asOf)
    {
        // Where a stage has no guard, staff decide.
        if (program.Stage(stage)?.Exit?.When is not { } guard) return new Gate(stage, true, [], []);
        var intake = enrollment.Intake;
        var consent = person.Consents.FirstOrDefault(c => (c.Enrollment is null || c.Enrollment == enrollment.Id) && c.IsInForceOn(asOf));
        var evaluation = guard.Evaluate(
            fact => fact switch
            {
                GuardNames.CriteriaAllMet => AllMet(intake, program),
                GuardNames.RubricPassed => intake.Rubric is { } rubric ? CelValue.Of(rubric.Passed) : CelValue.Unknown,
                GuardNames.RubricOverridden => CelValue.Of(intake.RubricOverride is not null),
                GuardNames.ConsentGiven => CelValue.Of(consent is not null),
                _ => CelValue.Unknown,
            },
            asOf);

        var reasons = evaluation.Value.IsTrue ? [] : guard.Reads.SelectMany(fact => fact switch
        {
            GuardNames.CriteriaAllMet => program.Criteria.Where(c => intake.Criteria.GetValueOrDefault(c.Id)?.Passes != true).Select(c => Missing(fact, c.Id, intake)),
            // An override is an allowance, not a requirement: it is never what is missing.
            GuardNames.RubricPassed when intake is { Rubric: not { Passed: true }, RubricOverride: null } =>
                [new GateReason(fact, null, intake.Rubric is null ? CriterionResult.Unknown : CriterionResult.NotMet, intake.Rubric?.At.Event)],
            GuardNames.ConsentGiven when consent is null => [new GateReason(fact, null, CriterionResult.NotMet, person.Consents.LastOrDefault()?.Withdrawn?.Event)],
            _ => Enumerable.Empty<GateReason>(),
        }).ToList();
        return new Gate(stage, evaluation.Verdict, reasons, [.. RestsOn(evaluation, intake, program, consent)]);
    }

    // Met or allowed, each of them. One that is known not to be decides; one not looked at leaves it open.
    private static CelValue AllMet(IntakeFile intake, ProgramDefinition program)
    {
        var checks = program.Criteria.Select(c => intake.Criteria.GetValueOrDefault(c.Id)).ToList();
        return checks.Exists(c => c is { Passes: false, Result: CriterionResult.NotMet }) ? CelValue.False
            : checks.TrueForAll(c => c is { Passes: true }) ? CelValue.True
            : CelValue.Unknown;
    }

    private static GateReason Missing(string fact, string criterion, IntakeFile intake)
    {
        var check = intake.Criteria.GetValueOrDefault(criterion);
        return new GateReason(fact, criterion, check?.Result ?? CriterionResult.Unknown, check?.At.Event);
    }

    private static IEnumerable<Guid> RestsOn(Evaluation evaluation, IntakeFile intake, ProgramDefinition program, Consent? consent) => evaluation.Reads.SelectMany(fact => fact switch
    {
        GuardNames.CriteriaAllMet => program.Criteria.Select(c => intake.Criteria.GetValueOrDefault(c.Id)).OfType<CriterionCheck>().Select(c => c.Override?.At.Event ?? c.At.Event),
        GuardNames.RubricPassed => intake.Rubric is { } rubric ? [rubric.At.Event] : Enumerable.Empty<Guid>(),
        GuardNames.RubricOverridden => intake.RubricOverride is { } made ? [made.At.Event] : [],
        GuardNames.ConsentGiven => consent is null ? [] : [consent.Given.Event],
        _ => [],
    });
}

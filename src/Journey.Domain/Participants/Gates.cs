using Journey.Domain.Cel;
using Journey.Domain.Intake;
using Journey.Domain.Programs;

namespace Journey.Domain.Participants;

/// <summary>Whether a stage's way in or out is open, and what is in its way.</summary>
/// <param name="Open">Null while something that would decide it is not known yet: nobody goes through it then either.</param>
/// <param name="Reasons">What is missing; empty when it is open.</param>
/// <param name="RestsOn">The entries that the result was read from.</param>
public sealed record Gate(string Stage, bool? Open, IReadOnlyList<GateReason> Reasons, IReadOnlyList<Guid> RestsOn);

/// <summary>One thing in the way.</summary>
/// <param name="Fact">A name that gates may read (<see cref="GuardNames"/>).</param>
/// <param name="Criterion">Which criterion, where the fact is about criteria.</param>
/// <param name="Result">Known not to be so, or nobody has looked yet.</param>
/// <param name="Event">The entry that says so.</param>
public sealed record GateReason(string Fact, string? Criterion, CriterionResult Result, Guid? Event);

/// <summary>The definition's gates, evaluated from recorded results alone: no sealed value is opened for them.</summary>
public static class Gates
{
    /// <param name="asOf">The day for which consents and guards are looked at.</param>
    public static Gate Exit(Participant person, Enrollment enrollment, ProgramDefinition program, string stage, DateOnly asOf) =>
        Of(program.Stage(stage)?.Exit?.When, program, stage, new GateFacts(person, enrollment, program, stage, asOf), asOf);

    /// <inheritdoc cref="Exit"/>
    public static Gate Entry(Participant person, Enrollment enrollment, ProgramDefinition program, string stage, DateOnly asOf) =>
        Of(program.Stage(stage)?.Entry, program, stage, new GateFacts(person, enrollment, program, stage, asOf), asOf);

    /// <summary>The verdict alone, for many journeys: null while it is undecided.</summary>
    public static bool? IsOpen(Guard guard, Participant person, Enrollment enrollment, ProgramDefinition program, string stage, DateOnly asOf) =>
        guard.Evaluate(new GateFacts(person, enrollment, program, stage, asOf).Value, asOf).Verdict;

    private static Gate Of(Guard? guard, ProgramDefinition program, string stage, GateFacts facts, DateOnly asOf)
    {
        // Where a stage has no guard, staff decide.
        if (guard is null) return new Gate(stage, true, [], []);
        var evaluation = guard.Evaluate(facts.Value, asOf);
        IReadOnlyList<GateReason> reasons = evaluation.Value.IsTrue ? [] : [.. Missing(guard.Parts, true, facts, program, stage, asOf).Distinct()];
        return new Gate(stage, evaluation.Verdict, reasons, [.. evaluation.Reads.SelectMany(facts.From).Select(s => s.Event).Distinct()]);
    }

    // Down to the parts that are not as they would have to be. All that is missing is named, not only what decided first.
    private static IEnumerable<GateReason> Missing(GuardPart part, bool wanted, GateFacts facts, ProgramDefinition program, string stage, DateOnly asOf)
    {
        var value = part.Expression.Evaluate(name => name == "asOf" ? CelValue.Of(asOf) : facts.Value(name)).Value;
        if (wanted ? value.IsTrue : value.IsFalse) return [];
        return part.Kind switch
        {
            GuardPartKind.AllOf => part.Parts.SelectMany(p => Missing(p, wanted, facts, program, stage, asOf)),
            // An override is an allowance, not a requirement: beside what it allows it is never what is missing.
            GuardPartKind.AnyOf => part.Parts.Where(p => p.Fact != GuardNames.RubricOverridden).SelectMany(p => Missing(p, wanted, facts, program, stage, asOf)),
            GuardPartKind.Not => Missing(part.Parts[0], !wanted, facts, program, stage, asOf),
            GuardPartKind.Fact => Reasons(part.Fact!, value, facts, program, stage),
            _ => part.Expression.Reads.Where(name => name != "asOf" && (!value.IsUnknown || facts.Value(name).IsUnknown)).Select(name => Reason(name, null, value, facts)),
        };
    }

    private static IEnumerable<GateReason> Reasons(string fact, CelValue value, GateFacts facts, ProgramDefinition program, string stage)
    {
        if (fact == GuardNames.CriteriaAllMet && !value.IsTrue)
            return program.Criteria.Select(c => (c.Id, Met: facts.Value("criteria." + c.Id))).Where(c => !c.Met.IsTrue).Select(c => Reason(fact, c.Id, c.Met, facts) with { Event = Last(facts, "criteria." + c.Id) });
        if (fact == "tasks.allDone" && !value.IsTrue)
            return (program.Stage(stage)?.Tasks ?? []).Where(t => !t.Optional).Select(t => $"tasks.{t.Id}.done").Where(t => !facts.Value(t).IsTrue).Select(t => Reason(t, null, CelValue.False, facts));
        return [Reason(fact, fact.StartsWith("criteria.", StringComparison.Ordinal) ? fact["criteria.".Length..] : null, value, facts)];
    }

    private static GateReason Reason(string fact, string? criterion, CelValue value, GateFacts facts) =>
        new(fact, criterion, value.IsUnknown || value.IsError ? CriterionResult.Unknown : CriterionResult.NotMet, Last(facts, fact));

    private static Guid? Last(GateFacts facts, string fact) => facts.From(fact) is [.., var last] ? last.Event : null;
}

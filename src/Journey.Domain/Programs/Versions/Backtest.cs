using Journey.Domain.Intake;
using Journey.Domain.Participants;

namespace Journey.Domain.Programs.Versions;

public enum RuleKind { Gate, Criterion }

/// <summary>What one rule came to for one enrollment, and would have come to under a draft. Null: not decided.</summary>
/// <param name="Id">The draft's stage or criterion.</param>
/// <param name="Why">Where the two differ: what decides.</param>
public sealed record RuleResult(RuleKind Kind, string Id, bool? Old, bool? New, IReadOnlyList<string> Why);

/// <summary>
/// A draft over a journey as it was recorded: the rules evaluated again, which is no prediction of what people would have done under it.
/// </summary>
public static class Backtest
{
    /// <summary>Whether there is anything that criteria could be judged by.</summary>
    public static bool HasAnswers(Enrollment enrollment) => !enrollment.Intake.Criteria.IsEmpty || !enrollment.Intake.Answers.IsEmpty || !enrollment.Intake.Facts.IsEmpty;

    /// <param name="trial">From the version that the person is on to the draft.</param>
    /// <param name="day">The day that is looked at; a gate that somebody went through is looked at on the day they did.</param>
    /// <param name="results">Of the changed criteria.</param>
    public static IEnumerable<RuleResult> Of(Participant person, Enrollment enrollment, Trial trial, DateOnly day, IReadOnlyDictionary<string, CriterionResult>? results)
    {
        if (HasAnswers(enrollment))
        {
            foreach (var criterion in trial.To.Criteria)
            {
                var check = enrollment.Intake.Criteria.GetValueOrDefault(criterion.Id);
                var old = trial.From.Criterion(criterion.Id) is null ? null : Passes(check?.Result, check?.Override);
                CriterionResult? again = results is not null && results.TryGetValue(criterion.Id, out var result) ? result : check?.Result;
                var now = Passes(again, check?.Override);
                yield return new(RuleKind.Criterion, criterion.Id, old, now, old == now ? [] : [$"{criterion.When.Source}: {again?.ToString() ?? "Unknown"}"]);
            }
        }
        var moved = trial.Moved(enrollment, day, results);
        foreach (var spell in enrollment.Stages.Select(s => s.Stage).Distinct(StringComparer.Ordinal).Select(s => enrollment.Stages.FindLast(x => x.Stage == s)!))
        {
            if (trial.Mapping.Stage(spell.Stage) is not { } stage || trial.To.Stage(stage) is not { } after) continue;
            var (was, now) = (trial.From.Stage(spell.Stage)?.Exit?.When, after.Exit?.When);
            if (was is null && now is null) continue;
            var on = spell.LeftAt is { } left && left.Day < day ? left.Day : day;
            var old = was is null ? true : Gates.IsOpen(was, person, enrollment, trial.From, spell.Stage, on);
            var they = person.With(moved);
            var then = now is null ? true : Gates.IsOpen(now, they, moved, trial.To, stage, on);
            yield return new(RuleKind.Gate, stage, old, then, old == then ? [] : trial.Why(person, enrollment, spell.Stage, they, moved, stage, then, on));
        }
    }

    private static bool? Passes(CriterionResult? result, Override? made) => made is not null ? true : result switch { CriterionResult.Met => true, CriterionResult.NotMet => false, _ => null };
}

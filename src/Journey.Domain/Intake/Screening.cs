using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Intake;

public enum CriterionResult { Met, NotMet, Unknown }

/// <summary>Staff made an allowance: who, when and why (sealed).</summary>
public sealed record Override(Sealed<string> Reason, Stamp At);

/// <summary>One criterion as it was last checked.</summary>
/// <param name="Facts">The fields that the result was read from; their values stay sealed.</param>
public sealed record CriterionCheck(CriterionResult Result, ImmutableArray<string> Facts, Stamp At, Override? Override)
{
    public bool Passes => Result == CriterionResult.Met || Override is not null;
}

/// <summary>A criterion was checked against the answers; the result stands for the sealed values it was read from.</summary>
public sealed record CriterionChecked(EnrollmentId Enrollment, string Criterion, CriterionResult Result, ImmutableArray<string> Facts) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.With(Criterion, before => new CriterionCheck(Result, Facts, at, before?.Override));
}

public sealed record CriterionOverridden(EnrollmentId Enrollment, string Criterion, Sealed<string> Reason) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.With(Criterion, before =>
        (before ?? new CriterionCheck(CriterionResult.Unknown, [], at, null)) with { Override = new Override(Reason, at) });
}

/// <summary>The interview's scores by rubric item, on the definition's scale.</summary>
public sealed record RubricScored(EnrollmentId Enrollment, ImmutableDictionary<string, int> Scores, bool Passed) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { Rubric = new RubricScore(Scores, Passed, at) } };
}

public sealed record RubricScore(ImmutableDictionary<string, int> Scores, bool Passed, Stamp At);

public sealed record RubricOverridden(EnrollmentId Enrollment, Sealed<string> Reason) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { RubricOverride = new Override(Reason, at) } };
}

public static class Screening
{
    internal static Enrollment With(this Enrollment enrollment, string criterion, Func<CriterionCheck?, CriterionCheck> change) => enrollment with
    {
        Intake = enrollment.Intake with { Criteria = enrollment.Intake.Criteria.SetItem(criterion, change(enrollment.Intake.Criteria.GetValueOrDefault(criterion))) },
    };

    public static Decision Check(Enrollment? enrollment, string criterion, CriterionResult result, ImmutableArray<string> facts)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.Intake.Criteria.GetValueOrDefault(criterion) is { } before && before.Result == result && before.Facts.SequenceEqual(facts)
            ? Nothing
            : Accept(new CriterionChecked(enrollment.Id, criterion, result, facts));
    }

    /// <summary>Checks every criterion: those whose result or facts changed become events.</summary>
    public static Decision CheckAll(Enrollment? enrollment, IReadOnlyDictionary<string, (CriterionResult Result, IReadOnlyList<string> Facts)> results)
    {
        if (enrollment is null) return Enrolling.Unknown;
        var changed = results.Select(r => Check(enrollment, r.Key, r.Value.Result, [.. r.Value.Facts])).OfType<Decision.Accepted>().SelectMany(a => a.Events).ToList();
        return changed.Count == 0 ? Nothing : Accept(changed);
    }

    public static Decision OverrideCriterion(Enrollment? enrollment, string criterion, Sealed<string>? reason)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (reason is null) return Refuse("criterion.override-reason", "An allowance needs a reason.");
        var check = enrollment.Intake.Criteria.GetValueOrDefault(criterion);
        if (check is { Result: CriterionResult.Met }) return Refuse("criterion.already-met", "The criterion is met: there is nothing to allow.");
        return check?.Override is { } made && made.Reason.SameAs(reason) ? Nothing : Accept(new CriterionOverridden(enrollment.Id, criterion, reason));
    }

    /// <param name="items">The rubric's items: each is scored, and no other.</param>
    /// <param name="lowest">Lowest point of the scale, included.</param>
    /// <param name="highest">Highest point of the scale, included.</param>
    /// <param name="passes">The definition's pass rule.</param>
    public static Decision Score(Enrollment? enrollment, ImmutableDictionary<string, int> scores, IReadOnlyCollection<string> items, int lowest, int highest, Func<IReadOnlyDictionary<string, int>, bool> passes)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (scores.Count != items.Count || !items.All(scores.ContainsKey)) return Refuse("rubric.items", $"Score each of: {string.Join(", ", items)}.");
        if (scores.Values.Any(s => s < lowest || s > highest)) return Refuse("rubric.scale", $"A score lies between {lowest} and {highest}.");
        var before = enrollment.Intake.Rubric;
        return before is not null && before.Scores.Count == scores.Count && scores.All(s => before.Scores.GetValueOrDefault(s.Key) == s.Value)
            ? Nothing
            : Accept(new RubricScored(enrollment.Id, scores, passes(scores)));
    }

    public static Decision OverrideRubric(Enrollment? enrollment, Sealed<string>? reason)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (reason is null) return Refuse("rubric.override-reason", "An allowance needs a reason.");
        if (enrollment.Intake.Rubric is { Passed: true }) return Refuse("rubric.already-passed", "The rubric is passed: there is nothing to allow.");
        return enrollment.Intake.RubricOverride is { } made && made.Reason.SameAs(reason) ? Nothing : Accept(new RubricOverridden(enrollment.Id, reason));
    }
}

using Journey.Domain.Cel;

namespace Journey.Domain.Programs.Lint;

/// <summary>How a guard changed: fewer people pass, more do, some do that did not and the other way round, none differ; or the search gave up.</summary>
public enum GuardChange { Same, Narrowed, Widened, Changed, NotDecided }

/// <summary>Two guards compared, when every fact that they read is stated: what is not stated yet may still leave them apart.</summary>
/// <param name="Lost">Facts that passed and no longer do, in words; null where there are none.</param>
/// <param name="Gained">Facts that pass now and did not.</param>
/// <param name="Sure">False where a condition that is not looked into (a function, a macro, arithmetic) might decide otherwise.</param>
public sealed record GuardComparison(GuardChange Change, Text? Lost, Text? Gained, bool Sure)
{
    /// <param name="options">What a fact of type choice may be; null for any other fact.</param>
    public static GuardComparison Of(Guard old, Guard @new, Func<string, IReadOnlyList<string>?>? options = null)
    {
        var space = new GuardSpace(name => options?.Invoke(name) is { } ids ? new([.. ids.Select(id => CelValue.Of(id))]) : null);
        var (before, after) = (space.Of(old.Expression), space.Of(@new.Expression));
        var lost = space.Find(new Formula.And([before, new Formula.Not(after)]));
        var gained = space.Find(new Formula.And([after, new Formula.Not(before)]));
        var change = (lost.Can, gained.Can) switch
        {
            (Can.Undecided, _) or (_, Can.Undecided) => GuardChange.NotDecided,
            (Can.Yes, Can.Yes) => GuardChange.Changed,
            (Can.Yes, _) => GuardChange.Narrowed,
            (_, Can.Yes) => GuardChange.Widened,
            _ => GuardChange.Same,
        };
        return new(change, Shown(lost), Shown(gained), lost.Sure && gained.Sure);
    }

    private static Text? Shown(Answer answer) => answer.Can == Can.Yes ? answer.InWords : null;
}

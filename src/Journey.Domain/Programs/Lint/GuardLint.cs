using Journey.Domain.Cel;

namespace Journey.Domain.Programs.Lint;

/// <summary>A guard of a definition and what its facts can be.</summary>
/// <param name="Ranges">By type, options and scale: true wherever it stands.</param>
/// <param name="Here">As far as the person can have come; null where that says no more.</param>
internal sealed record PlacedGuard(string Path, string What, Guard Guard, Func<string, FactRange?> Ranges, Func<string, FactRange?>? Here);

/// <summary>Whether a guard can be true at all, can be anything but true, and can be true where it stands.</summary>
internal static class GuardLint
{
    public static IEnumerable<LintFinding> Of(ProgramDefinition program) => Guards(program).SelectMany(Of);

    /// <summary>Facts that open each guard, for people to read: what is needed first, by path.</summary>
    public static IEnumerable<(string Path, string Opens)> Openings(ProgramDefinition program)
    {
        foreach (var guard in Guards(program))
        {
            var space = new GuardSpace(guard.Here ?? guard.Ranges);
            var answer = space.Find(space.Of(guard.Guard.Expression));
            yield return (guard.Path, answer.Can switch { Can.Yes => answer.ToString(), Can.No => "nothing", _ => "not decided" });
        }
    }

    private static IEnumerable<PlacedGuard> Guards(ProgramDefinition program)
    {
        var facts = new GateFacts(program);
        foreach (var criterion in program.Criteria) yield return new($"criteria.{criterion.Id}.when", "criterion", criterion.When, facts.Field, null);
        if (program.Rubric is { } rubric) yield return new("rubric.pass", "pass rule", rubric.Pass, GateFacts.Scores(rubric), null);
        foreach (var stage in program.Stages)
        {
            if (stage.Entry is { } entry) yield return new($"stages.{stage.Id}.entry", "gate", entry, facts.Plain(stage), facts.At(stage, entering: true));
            if (stage.Exit?.When is { } exit) yield return new($"stages.{stage.Id}.exit.when", "gate", exit, facts.Plain(stage), facts.At(stage, entering: false));
        }
    }

    private static IEnumerable<LintFinding> Of(PlacedGuard guard)
    {
        var space = new GuardSpace(guard.Ranges);
        var holds = space.Of(guard.Guard.Expression);
        if (space.Find(holds).Can == Can.No)
        {
            var parts = Parts(guard.Guard.Expression, guard.Ranges);
            // Two that contradict each other say enough by themselves.
            var reasons = parts.EndsWith(Never, StringComparison.Ordinal) && Reasons(guard.Ranges, _ => null) is { Length: > 0 } why ? $" ({why})" : "";
            yield return new(LintCodes.Unsatisfiable, guard.Path, $"no facts make this {guard.What} true: {parts}{reasons}", "conditions that can hold together");
            yield break;
        }
        if (space.Find(new Formula.Not(holds)).Can == Can.No)
            yield return new(LintCodes.Tautology, guard.Path, $"this {guard.What} holds whatever the facts are", "a condition that somebody can miss, or none");
        if (guard.Here is not { } here) yield break;
        var there = new GuardSpace(here);
        if (there.Find(there.Of(guard.Guard.Expression)).Can != Can.No) yield break;
        yield return new(LintCodes.GateImpossible, guard.Path, $"this gate never opens where it stands: {Parts(guard.Guard.Expression, here)} ({Reasons(here, guard.Ranges)})", "a gate on what can have happened by then");

        // Why the facts it reads cannot be otherwise, but for what is known of them anyhow.
        string Reasons(Func<string, FactRange?> ranges, Func<string, FactRange?> known) => string.Join(", ",
            guard.Guard.Reads.Select(fact => ranges(fact)?.Because is { } why && known(fact)?.Because is var plain && !string.Equals(why, plain, StringComparison.Ordinal) ? $"{fact}: {why}" : null).OfType<string>().Distinct(StringComparer.Ordinal));
    }

    private const int MostShown = 8;
    private const string Never = " is never true";

    // The fewest of the conditions joined by && that cannot hold together: without any one of them the others could.
    private static string Parts(CelExpression guard, Func<string, FactRange?> ranges)
    {
        var parts = Joined(guard.Root).ToList();
        // Of a guard that takes long to look through not all that could be left out is found: it is a matter of wording.
        var left = GuardSpace.MostParts / 2 / guard.Root.Count;
        for (var i = parts.Count - 1; i >= 0 && parts.Count > 1; i--)
        {
            List<Node> rest = [.. parts.Where((_, at) => at != i)];
            var space = new GuardSpace(ranges);
            if (space.Find(new Formula.And([.. rest.Select(node => space.Of(guard, node))]), ref left).Can == Can.No) parts = rest;
        }
        var shown = parts.Select(node => $"'{guard.Source[node.Start..node.End]}'").ToList();
        if (shown.Count > MostShown) shown = [.. shown.Take(MostShown), $"{shown.Count - MostShown} more"];
        return shown.Count == 1 ? shown[0] + Never : string.Join(" and ", shown) + " contradict each other";
    }

    private static IEnumerable<Node> Joined(Node node) => node is Call { Function: "&&", Target: null } and ? and.Args.SelectMany(Joined) : [node];
}

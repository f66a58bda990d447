using Journey.Domain.Programs.Lint;

namespace Journey.Domain.Programs.Versions;

/// <summary>What a changed condition means for who passes it, with an example where the two part.</summary>
internal sealed class GuardDiff(ProgramDefinition from, ProgramDefinition to)
{
    private readonly Dictionary<(string Part, string Source), Guard> before = All(from), after = All(to);

    /// <summary>Null where the two can't be compared: not a condition of both, or a fact is of another type.</summary>
    /// <param name="part">Of a definition: <c>criteria</c>, <c>rubric</c> or <c>stages</c>.</param>
    public GuardComparison? Compare(string part, string old, string now) =>
        before.TryGetValue((part, old), out var was) && after.TryGetValue((part, now), out var then) && was.Reads.Intersect(then.Reads, StringComparer.Ordinal).All(SameType)
            ? GuardComparison.Of(was, then, Options) : null;

    // What is compared has to be one fact in both versions.
    private bool SameType(string fact) => from.Field(Field(fact))?.Type == to.Field(Field(fact))?.Type;

    private IReadOnlyList<string>? Options(string fact)
    {
        var ids = new[] { from, to }.SelectMany(p => p.Field(Field(fact))?.Options ?? []).Select(o => o.Id).Distinct(StringComparer.Ordinal).ToList();
        return ids.Count == 0 ? null : ids;
    }

    private static string Field(string fact) => fact.StartsWith("facts.", StringComparison.Ordinal) ? fact["facts.".Length..] : fact;

    private static Dictionary<(string, string), Guard> All(ProgramDefinition program)
    {
        var guards = new Dictionary<(string, string), Guard>();
        foreach (var criterion in program.Criteria) guards[("criteria", criterion.When.Source)] = criterion.When;
        if (program.Rubric is { Pass: { } pass }) guards[("rubric", pass.Source)] = pass;
        foreach (var guard in program.Stages.SelectMany(s => new[] { s.Entry, s.Exit?.When }).OfType<Guard>()) guards[("stages", guard.Source)] = guard;
        return guards;
    }
}

namespace Journey.Domain.Programs.Lint;

/// <summary>
/// The order of stages. An <em>end</em> is a stage of kind employment, plan or rung, or a training stage of a program
/// without a stage of kind placement or employment, since graduation ends it there; any other stage needs a way out.
/// </summary>
internal static class FlowLint
{
    public static IEnumerable<LintFinding> Of(ProgramDefinition program)
    {
        var own = new StageOrder(program, null);
        var variants = program.Variants.Select(v => (Variant: v, Order: new StageOrder(program, v.Id))).ToList();
        var found = new HashSet<(string, string)>();
        foreach (var finding in Of(program, own))
        {
            // What only one calendar uses is not lost in the definition's own order.
            if (finding.Code == LintCodes.Unreachable && variants.Exists(v => v.Order.Linked.Contains(finding.Stage))) continue;
            found.Add((finding.Code, finding.Stage));
            yield return new(finding.Code, $"stages.{finding.Stage}{finding.At}", finding.Problem, finding.Expected);
        }
        foreach (var (variant, order) in variants)
        {
            foreach (var finding in Of(program, order).Where(f => !found.Contains((f.Code, f.Stage)) && (f.Code != LintCodes.Unreachable || own.Linked.Contains(f.Stage))))
            {
                var path = $"variants.{variant.Id}" + (variant.Stages.Any(s => string.Equals(s.Id, finding.Stage, StringComparison.Ordinal)) ? $".stages.{finding.Stage}" : "");
                yield return new(finding.Code, path, $"in this variant, {finding.Problem}", finding.Expected);
            }
        }
        foreach (var finding in Returns(program)) yield return finding;
    }

    private sealed record Found(string Code, string Stage, string At, string Problem, string Expected);

    private static IEnumerable<Found> Of(ProgramDefinition program, StageOrder order)
    {
        var ends = program.Stages.Any(s => s.Kind is StageKind.Placement or StageKind.Employment);
        foreach (var stage in order.Stages)
        {
            if (!order.Linked.Contains(stage.Id))
                yield return new(LintCodes.Unreachable, stage.Id, "", $"nothing leads to '{stage.Id}'", $"'{stage.Id}' in some stage's exit.to, with or returns, or an 'after' of its own");
            else if (Contradiction(order, stage) is { } contradiction)
                yield return new(LintCodes.Order, stage.Id, stage.After.Count > 0 ? ".after" : "", contradiction, "an order in which each stage comes after what it needs");
            else if (stage.Kind is StageKind.Intake or StageKind.Placement || (stage.Kind == StageKind.Training && ends))
            {
                if (!order.LeadsOn(stage)) yield return new(LintCodes.DeadEnd, stage.Id, "", $"nothing leads on from '{stage.Id}'", "an exit.to, or a stage that names it in 'after'");
            }
        }
        foreach (var (from, circle) in Circles(order))
            yield return new(LintCodes.Endless, from, ".exit.to", $"the way out leads in a circle: {string.Join(" → ", circle)}", "a way back as one of 'returns', which says what it is taken on and may have a 'max'");
    }

    private static string? Contradiction(StageOrder order, Stage stage)
    {
        foreach (var before in stage.After)
        {
            if (order.Together(stage).Contains(before, StringComparer.Ordinal)) return $"'{stage.Id}' is open together with '{before}' and also comes after it";
            if (string.Equals(before, stage.Id, StringComparison.Ordinal)) return $"'{stage.Id}' comes after itself";
            // Only the stage that stands in its own way is to blame, not those that wait for it.
            if (!order.Reached.Contains(before) && order.Linked.Contains(before) && Needs(order, before, stage.Id, []))
                return $"'{stage.Id}' needs '{before}' to be over, which can only come after '{stage.Id}'";
        }
        return null;
    }

    private static bool Needs(StageOrder order, string stage, string needed, HashSet<string> seen) =>
        seen.Add(stage) && (order.Stage(stage).After is { Count: > 0 } after
            ? after.Any(a => string.Equals(a, needed, StringComparison.Ordinal) || Needs(order, a, needed, seen))
            : !order.ReachedWithout(needed).Contains(stage) && LeadsFrom(order, needed, stage));

    private static bool LeadsFrom(StageOrder order, string from, string to)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([from]));
        while (open.TryDequeue(out var at))
            foreach (var next in order.Stage(at).Exit?.To ?? [])
            {
                if (string.Equals(next, to, StringComparison.Ordinal)) return true;
                if (seen.Add(next)) open.Enqueue(next);
            }
        return false;
    }

    // A circle over exit.to alone: each is told once, at the stage that closes it.
    private static IEnumerable<(string From, IReadOnlyList<string> Circle)> Circles(StageOrder order)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var way = new List<string>();
        var found = new List<(string, IReadOnlyList<string>)>();
        foreach (var stage in order.Stages) Walk(stage.Id);
        return found;

        void Walk(string id)
        {
            if (way.IndexOf(id) is >= 0 and var at)
            {
                found.Add((way[^1], [.. way[at..], id]));
                return;
            }
            if (!done.Add(id)) return;
            way.Add(id);
            foreach (var next in order.Stage(id).Exit?.To ?? []) Walk(next);
            way.RemoveAt(way.Count - 1);
        }
    }

    // A return that hangs on nothing but the entering which a return brings about goes round by itself: only 'max' would stop it.
    private static IEnumerable<LintFinding> Returns(ProgramDefinition program)
    {
        var ways = program.Stages.SelectMany(s => s.Returns.Select((r, i) => (Return: r, Path: $"stages.{s.Id}.returns.{i}"))).Where(w => w.Return.Max is null).ToList();
        foreach (var way in ways)
        {
            var (seen, at) = (new HashSet<string>(StringComparer.Ordinal), way);
            while (at.Return is not null && seen.Add(at.Path)) at = ways.FirstOrDefault(w => EnteringIs(program, at.Return.To, w.Return.On));
            if (at.Return is null || !string.Equals(at.Path, way.Path, StringComparison.Ordinal)) continue;
            yield return new(LintCodes.Endless, way.Path, $"this return is taken again by what it brings about itself: entering '{way.Return.To}'", "something that people do or that happens to them, such as jobLost, or a 'max'");
            yield break;
        }
    }

    private static bool EnteringIs(ProgramDefinition program, string stage, Milestone on)
    {
        var milestone = program.Milestones.FirstOrDefault(m => string.Equals(m.Id, on.Id, StringComparison.Ordinal))?.On ?? on;
        return milestone == Milestone.StageEntered(stage) || program.Stage(stage)?.Kind switch
        {
            StageKind.Training => milestone == Milestone.TrainingStarted,
            StageKind.Placement => milestone == Milestone.PlacementStarted,
            _ => false,
        };
    }
}

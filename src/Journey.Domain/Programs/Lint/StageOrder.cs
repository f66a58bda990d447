namespace Journey.Domain.Programs.Lint;

/// <summary>Which stage leads to which, in the definition's own order or in a variant's.</summary>
internal sealed class StageOrder
{
    private readonly string _first;

    public StageOrder(ProgramDefinition program, string? variant)
    {
        Stages = program.StagesIn(variant);
        _first = program.IntakeStage();
        Linked = Spread(heedsOrder: false, stuck: null, without: null);
        Reached = Spread(heedsOrder: true, stuck: null, without: null);
    }

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>What some way leads to, whatever it says has to be over before.</summary>
    public IReadOnlySet<string> Linked { get; }

    /// <summary>What can really be entered: some way leads there, and all that has to be over before can be over.</summary>
    public IReadOnlySet<string> Reached { get; }

    public Stage Stage(string id) => Stages.First(s => Same(s.Id, id));

    /// <summary>What can have been entered while <paramref name="stage"/> has not been left.</summary>
    public IReadOnlySet<string> ReachedBeforeLeaving(string stage) => Spread(heedsOrder: true, stuck: stage, without: null);

    /// <summary>What can have been entered while <paramref name="stage"/> has not been entered.</summary>
    public IReadOnlySet<string> ReachedWithout(string stage) => Spread(heedsOrder: true, stuck: null, without: stage);

    /// <summary>Stages that are open together with one, whichever of the two says so.</summary>
    public IEnumerable<string> Together(Stage stage) => stage.With.Concat(Stages.Where(s => s.With.Contains(stage.Id, StringComparer.Ordinal)).Select(s => s.Id)).Distinct(StringComparer.Ordinal);

    /// <summary>Whether something leads on from a stage, or from one that is open together with it.</summary>
    public bool LeadsOn(Stage stage) => WayOut(stage) || Together(stage).Select(Stage).Any(WayOut);

    private bool WayOut(Stage stage) => stage.Exit is { To.Count: > 0 } || stage.Rung is { Lateral.Count: > 0 } || Stages.Any(s => s.After.Contains(stage.Id, StringComparer.Ordinal));

    private HashSet<string> Spread(bool heedsOrder, string? stuck, string? without)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (var before = -1; before < reached.Count;)
        {
            before = reached.Count;
            foreach (var stage in Stages)
                if (!Same(stage.Id, without) && !reached.Contains(stage.Id) && IsLed(stage, reached, stuck) && (!heedsOrder || stage.After.All(a => reached.Contains(a) && !Same(a, stuck)))) reached.Add(stage.Id);
        }
        return reached;
    }

    private bool IsLed(Stage to, HashSet<string> reached, string? stuck) =>
        Same(to.Id, _first)
        || to.After.Any(a => reached.Contains(a) && !Same(a, stuck))
        || Together(to).Any(reached.Contains)
        || Stages.Any(from => reached.Contains(from.Id) && !Same(from.Id, stuck) && Ways(from).Contains(to.Id, StringComparer.Ordinal));

    private static IEnumerable<string> Ways(Stage from) => (from.Exit?.To ?? []).Concat(from.Returns.Select(r => r.To)).Concat(from.Rung?.Lateral ?? []);

    private static bool Same(string a, string? b) => string.Equals(a, b, StringComparison.Ordinal);
}

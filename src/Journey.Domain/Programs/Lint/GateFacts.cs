using Journey.Domain.Cel;

namespace Journey.Domain.Programs.Lint;

/// <summary>What the facts of criteria, rubrics and gates can be: by their kind anywhere, and by what can have happened at one stage.</summary>
internal sealed class GateFacts(ProgramDefinition program)
{
    private static readonly CelValue Zero = CelValue.Of(0L);

    private readonly IReadOnlyList<StageOrder> _orders = [new(program, null), .. program.Variants.Select(v => new StageOrder(program, v.Id))];

    public FactRange? Field(string id) => program.Field(id) switch
    {
        { Options.Count: > 0 } field => new([.. field.Options.Select(o => CelValue.Of(o.Id))]),
        // FieldValue reads every amount so.
        { Type: FieldType.Money } => new(Currency: "CAD", Because: "amounts in answers are Canadian dollars"),
        _ => null,
    };

    public static Func<string, FactRange?> Scores(Rubric rubric)
    {
        CelValue Times(int score, int items) => CelValue.Of((long)score * items);
        return name => name switch
        {
            "mean" or "lowest" => new(Lowest: Times(rubric.Lowest, 1), Highest: Times(rubric.Highest, 1)),
            "total" => new(Lowest: Times(rubric.Lowest, rubric.Items.Count), Highest: Times(rubric.Highest, rubric.Items.Count)),
            _ => null,
        };
    }

    /// <summary>What a name means wherever it stands.</summary>
    public Func<string, FactRange?> Plain(Stage stage) => name => name.Split('.') switch
    {
        ["facts", var id] => Field(id),
        ["attendance", "rate"] => new(Lowest: CelValue.Of(0d), Highest: CelValue.Of(1d), Because: "it lies between 0 and 1"),
        ["rubric", "mean"] when program.Rubric is { } rubric => new(Lowest: CelValue.Of((double)rubric.Lowest), Highest: CelValue.Of((double)rubric.Highest), Because: $"it lies between {rubric.Lowest} and {rubric.Highest}"),
        ["tasks", var id, "times"] when stage.Tasks.Any(t => Same(t.Id, id) && !t.Repeats) => new(Lowest: Zero, Highest: CelValue.Of(1L), Because: $"'{id}' is done once, as it does not repeat"),
        ["attendance", "absences"] or ["tasks", _, "times"] or ["stages", _, "times"] or ["assessments", _, "times"] or ["workPlacement", "hours"] or ["daysInStage"]
            or ["goals" or "steps" or "referrals", "open"] or ["jobs", "started"] or ["returns", "taken"] => new(Lowest: Zero),
        _ => null,
    };

    /// <summary>The same, for somebody who stands before a stage or in it: what can only come later has not been.</summary>
    public Func<string, FactRange?> At(Stage stage, bool entering)
    {
        var plain = Plain(stage);
        // A stage that nothing reaches is found by itself; its gate is then as good as any.
        var reached = _orders.Where(o => o.Reached.Contains(stage.Id)).SelectMany(o => entering ? o.ReachedWithout(stage.Id) : o.ReachedBeforeLeaving(stage.Id)).ToHashSet(StringComparer.Ordinal);
        if (_orders.All(o => !o.Reached.Contains(stage.Id))) return plain;
        bool Past(string id) => reached.Contains(id) && !Same(id, stage.Id);
        bool Been(string id) => reached.Contains(id);
        var later = $"it can only come after {(entering ? "entering" : "leaving")} '{stage.Id}'";
        return name => name.Split('.') switch
        {
            ["rubric", "passed" or "mean"] when program.Rubric is null => FactRange.Never("the program has no rubric"),
            ["rubric", "overridden"] when program.Rubric is null => FactRange.Always(false, "the program has no rubric"),
            ["criteria", "allMet"] when program.Criteria.Count == 0 => FactRange.Always(true, "the program has no criteria"),
            ["stages", var id, "completed"] when !Past(id) => FactRange.Always(false, later),
            ["stages", var id, "entered"] when !Been(id) => FactRange.Always(false, later),
            ["stages", var id, "times"] when !Been(id) => new([Zero], Because: later),
            ["attendance", "absences"] when entering || !HasSessions(stage) => new([Zero], Because: NoSessions(stage, entering)),
            ["attendance", _] when entering || !HasSessions(stage) => FactRange.Never(NoSessions(stage, entering)),
            ["attendance", "met"] when stage.Attendance is null => FactRange.Never($"'{stage.Id}' has no attendance standard"),
            ["tasks", _, "done"] or ["tasks", "allDone"] when entering => FactRange.Always(false, $"the tasks of '{stage.Id}' begin when it is entered"),
            ["tasks", _, "times"] when entering => new([Zero], Because: $"the tasks of '{stage.Id}' begin when it is entered"),
            // On a ladder certificates come from whoever offers them.
            ["credentials", _, "earned"] when program.Offerings.Count > 0 || program.Stages.Any(s => s.Kind == StageKind.Rung) => plain(name),
            ["credentials", var id, "earned"] when !program.Stages.Any(s => Same(s.Credential, id)) => FactRange.Always(false, "no stage awards it"),
            ["credentials", var id, "earned"] when !program.Stages.Any(s => Same(s.Credential, id) && Been(s.Id)) => FactRange.Always(false, later),
            ["workPlacement", "hours"] when !Placed(Been) => new([Zero], Because: "no stage up to here has a work placement"),
            ["workPlacement", _] when !Placed(Been) => FactRange.Always(false, "no stage up to here has a work placement"),
            ["graduated"] when !program.Stages.Any(s => s.Kind == StageKind.Training) => FactRange.Always(false, "the program has no training"),
            ["graduated"] when program.Stages.Any(s => s.Kind == StageKind.Training && !Been(s.Id)) => FactRange.Always(false, later),
            _ => plain(name),
        };
    }

    private bool Placed(Func<string, bool> been) => program.Stages.Any(s => s.WorkPlacement is not null && been(s.Id));

    private static bool HasSessions(Stage stage) => stage.Kind == StageKind.Training || stage.Sessions is not null || stage.Attendance is not null;

    private static string NoSessions(Stage stage, bool entering) => entering ? $"nobody attends '{stage.Id}' before entering it" : $"'{stage.Id}' has no sessions";

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}

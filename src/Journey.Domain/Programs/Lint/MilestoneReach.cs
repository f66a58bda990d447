namespace Journey.Domain.Programs.Lint;

/// <summary>Which milestones the stages of a program can bring about, and which of them more than once.</summary>
internal sealed class MilestoneReach
{
    private readonly ProgramDefinition _program;
    private readonly HashSet<string> _reached;
    private readonly HashSet<string> _again;

    public MilestoneReach(ProgramDefinition program)
    {
        _program = program;
        _reached = [.. new[] { new StageOrder(program, null) }.Concat(program.Variants.Select(v => new StageOrder(program, v.Id))).SelectMany(o => o.Reached)];
        _again = [.. program.Stages.SelectMany(s => s.Returns).Select(r => r.To)];
    }

    /// <summary>Why it cannot be reached; null when it can.</summary>
    public string? Missing(Milestone milestone) => Named(milestone) is var m && m.OfStage is var (stage, what)
        ? !_reached.Contains(stage) ? $"nothing leads to '{stage}'"
            : what is not ("entered" or "completed") && _program.Stage(stage)?.Tasks.Any(t => Same(t.Id, what)) != true ? $"'{stage}' has no task '{what}'" : null
        : m.Id switch
        {
            "trainingStarted" or "graduated" => Without("the program has no training", StageKind.Training),
            "credentialAwarded" when _program.Credentials.Count == 0 => "the program awards no credential",
            "workPlacementStarted" or "workPlacementEnded" when !_program.Stages.Any(s => s.WorkPlacement is not null && _reached.Contains(s.Id)) => "no stage has a work placement",
            "placementStarted" => Without("the program has no stage of kind placement", StageKind.Placement),
            "employmentStarted" or "jobLost" => Without("the program has no stage of kind placement or employment", StageKind.Placement, StageKind.Employment),
            "completed" when _program.Outcomes.All(o => o.Kind != OutcomeKind.Completed) => "no outcome is of kind completed",
            _ => null,
        };

    /// <summary>Whether one enrollment can reach it more than once.</summary>
    public bool Repeats(Milestone milestone) => Named(milestone) is var m && m.OfStage is var (stage, what)
        ? _again.Contains(stage) || _program.Stage(stage)?.Tasks.Any(t => t.Repeats && Same(t.Id, what)) == true
        : m.Id switch
        {
            "employmentStarted" or "jobLost" or "exited" or "reEntered" or "workPlacementStarted" or "workPlacementEnded" => true,
            "placementStarted" => Again(StageKind.Placement),
            "trainingStarted" => Again(StageKind.Training),
            _ => false,
        };

    private Milestone Named(Milestone milestone) => _program.Milestones.FirstOrDefault(m => Same(m.Id, milestone.Id))?.On ?? milestone;

    private string? Without(string none, params StageKind[] kinds) => _program.Stages.FirstOrDefault(s => kinds.Contains(s.Kind)) is not { } first ? none
        : _program.Stages.Any(s => kinds.Contains(s.Kind) && _reached.Contains(s.Id)) ? null : $"nobody can get into '{first.Id}'";

    private bool Again(StageKind kind) => _program.Stages.Any(s => s.Kind == kind && _again.Contains(s.Id));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}

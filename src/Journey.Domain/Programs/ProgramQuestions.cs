using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

/// <summary>What commands ask of a definition.</summary>
public static class ProgramQuestions
{
    /// <summary>Ids of the stages of one kind, in the definition's order.</summary>
    public static IEnumerable<string> StagesOf(this ProgramDefinition program, StageKind kind) => program.Stages.Where(s => s.Kind == kind).Select(s => s.Id);

    /// <summary>The stage that an inquiry enters: the first of kind intake, else the first.</summary>
    public static string IntakeStage(this ProgramDefinition program) => program.StagesOf(StageKind.Intake).FirstOrDefault() ?? program.Stages[0].Id;

    public static IReadOnlyCollection<string> FollowUpIds(this ProgramDefinition program) =>
        [.. program.FollowUps.Concat(program.Stages.SelectMany(s => s.FollowUps)).Select(f => f.Id)];

    /// <summary>The mean of the scored items by their weights.</summary>
    /// <param name="scores">Not empty.</param>
    public static decimal Mean(this Rubric rubric, IReadOnlyDictionary<string, int> scores)
    {
        decimal WeightOf(string item) => rubric.Items.FirstOrDefault(i => string.Equals(i.Id, item, StringComparison.Ordinal))?.Weight ?? 1;
        return scores.Sum(s => WeightOf(s.Key) * s.Value) / scores.Sum(s => WeightOf(s.Key));
    }

    /// <summary>Whether the scores pass, by the definition's rule.</summary>
    public static bool RubricPasses(this ProgramDefinition program, IReadOnlyDictionary<string, int> scores)
    {
        if (program.Rubric is not { } rubric || scores.Count == 0) return false;
        return rubric.Pass.Evaluate(name => name switch
        {
            "mean" => CelValue.Of((double)rubric.Mean(scores)),
            "total" => CelValue.Of((long)scores.Values.Sum()),
            "lowest" => CelValue.Of((long)scores.Values.Min()),
            "scores" => CelValue.Of([.. scores.Values.Select(v => CelValue.Of((long)v))]),
            _ => CelValue.Unknown,
        }, default).Verdict == true;
    }
}

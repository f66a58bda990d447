using System.Globalization;
using Journey.Domain.Due;
using Journey.Domain.Programs;
using Journey.Host.Language;
using Journey.Host.Resources;

namespace Journey.Host.Pages;

/// <summary>The words of one program version in the reader's language.</summary>
public sealed class ProgramWords(string id, ProgramDefinition? definition)
{
    public ProgramDefinition? Definition => definition;

    public string Title => Say(definition?.Title, id);

    /// <param name="stage">A stage's id, or what stages mean.</param>
    public string Stage(string stage) => Say((definition?.Stage(stage) ?? definition?.Stages.FirstOrDefault(s => s.Meaning == stage))?.Title, stage);

    public string Task(string stage, string task) => Say(definition?.Stage(stage)?.Tasks.FirstOrDefault(t => t.Id == task)?.Title, task);

    public string Document(string document) => Say(definition?.Documents.FirstOrDefault(d => d.Id == document)?.Title, document);

    public string Skill(string assessment, string skill) =>
        Say(definition?.Assessments.FirstOrDefault(a => a.Id == assessment)?.Skills.FirstOrDefault(s => s.Id == skill)?.Title, Words.Of("Skill", skill));

    /// <summary>By the rubric's weights, where the program has one.</summary>
    public decimal Mean(IReadOnlyDictionary<string, int> scores) =>
        scores.Count == 0 ? 0 : definition?.Rubric is { } rubric ? rubric.Mean(scores) : (decimal)scores.Values.Average();

    public string Outcome(string outcome) => Say(definition?.Outcomes.FirstOrDefault(o => o.Id == outcome)?.Title, outcome);

    public string Criterion(string criterion) => Say(definition?.Criterion(criterion)?.Title, criterion);

    public string Support(string category) => Say(definition?.Support(category)?.Title ?? definition?.Budgets.FirstOrDefault(b => b.Id == category)?.Title, category);

    public string Credential(string credential) => Say(definition?.Credentials.FirstOrDefault(c => c.Id == credential)?.Title, credential);

    public string Competency(string competency) => Say(definition?.Credentials.SelectMany(c => c.Competencies).FirstOrDefault(c => c.Id == competency)?.Title, competency);

    public string FollowUp(string followUp) => Say(definition?.FollowUps.Concat(definition.Stages.SelectMany(s => s.FollowUps)).FirstOrDefault(f => f.Id == followUp)?.Title, followUp);

    public string Reason(string reason) => Say(definition?.ExitReasons.Concat(definition.Decisions.SelectMany(d => d.Reasons)).FirstOrDefault(c => c.Id == reason)?.Title, reason);

    public string Destination(string destination) => Say(definition?.Destinations.FirstOrDefault(c => c.Id == destination)?.Title, destination);

    /// <summary>A point of a journey: the product's word for a built-in one, the definition's for one of its own, else of a stage or a task.</summary>
    public string Milestone(Milestone milestone)
    {
        if (milestone.IsBuiltIn) return Words.Of("Milestone", milestone.Id);
        if (milestone.OfStage is not var (stage, what)) return Say(definition?.Milestones.FirstOrDefault(m => m.Id == milestone.Id)?.Title, milestone.Id);
        return what switch
        {
            "entered" => Strings.Program_StageEntered.With(Stage(stage)),
            "completed" => Strings.Program_StageCompleted.With(Stage(stage)),
            _ => Say(definition?.Stage(stage)?.Tasks.FirstOrDefault(t => t.Id == what)?.Title, milestone.Id),
        };
    }

    /// <summary>What is to be done, in a sentence.</summary>
    public string Due(DueKey item) => item.Kind switch
    {
        DueKind.FollowUp => Strings.Due_FollowUp.With(FollowUp(item.Id), Words.Of("FollowUpWith", (item.With ?? default).ToString())),
        DueKind.Plan => Strings.Story_AgreePlan.With(Stage(item.Id)),
        DueKind.PlanReview => Strings.Story_ReviewPlan.With(Stage(item.Id)),
        DueKind.Task => Strings.Due_Task.With(Milestone(new Milestone(item.Id))),
        DueKind.SeatOffer => Strings.Due_SeatOffer,
        _ => Strings.Due_Consent,
    };

    public string Due(DueKey item, DateOnly due) => $"{Due(item)}, {Words.Day(due)}";

    public string Variant(string variant) => Say(definition?.Variants.FirstOrDefault(v => v.Id == variant)?.Title, variant);

    /// <summary>The order in which a page shows stages: the definition's, then what it does not know.</summary>
    public int OrderOf(string stage) => definition?.Stages.TakeWhile(s => s.Id != stage && s.Meaning != stage).Count() ?? 0;

    public static string Say(Text? text, string otherwise = "") => text?.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? otherwise;
}

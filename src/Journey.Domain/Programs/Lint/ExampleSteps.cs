using System.Collections.Immutable;
using System.Globalization;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Placement;
using Journey.Domain.Training;

namespace Journey.Domain.Programs.Lint;

/// <summary>What a word of an example is followed by.</summary>
public enum ExampleTakes { Nothing, Word, WordOrNothing, Values, WordOrValues }

/// <summary>What can happen in an example, by its word. Each is a decision of the product: what that refuses, the example refuses.</summary>
public static class ExampleSteps
{
    private delegate Decision Act(ExampleWorld world, ExampleStep step);

    private static readonly Dictionary<string, (ExampleTakes Takes, Act Act)> All = new(StringComparer.Ordinal)
    {
        ["applied"] = (ExampleTakes.Nothing, (w, _) => Applying.Apply(w.Enrollment, null)),
        ["answers"] = (ExampleTakes.Values, Answers),
        ["criteria"] = (ExampleTakes.WordOrValues, Criteria),
        ["rubric"] = (ExampleTakes.WordOrValues, Rubric),
        ["consent"] = (ExampleTakes.Nothing, (w, _) => Consenting.Give(w.Person, new(w.NewId()), w.Of, w.Program.Consent?.Version ?? 1, "en", ["service"], [.. w.Program.Consent?.Classes ?? [FieldClass.General]], [], null)),
        ["accepted"] = (ExampleTakes.WordOrNothing, (w, s) => Decide(w, s, AdmissionOutcome.Accepted)),
        ["waitlisted"] = (ExampleTakes.Word, (w, s) => Decide(w, s, AdmissionOutcome.Waitlisted)),
        ["declined"] = (ExampleTakes.Word, (w, s) => Decide(w, s, AdmissionOutcome.Declined)),
        ["notReady"] = (ExampleTakes.Word, (w, s) => Decide(w, s, AdmissionOutcome.NotReady)),
        ["referredElsewhere"] = (ExampleTakes.Word, (w, s) => Decide(w, s, AdmissionOutcome.ReferredElsewhere)),
        ["offered"] = (ExampleTakes.Nothing, (w, _) => Admissions.OfferSeat(w.Enrollment, w.Cohort.Id!.Value, w.Today)),
        ["seat"] = (ExampleTakes.Nothing, (w, _) => w.Write(Admissions.OfferSeat(w.Enrollment, w.Cohort.Id!.Value, w.Today)) is Decision.Refused refused ? refused : Admissions.AcceptOffer(w.Enrollment, w.Id, w.Cohort)),
        ["entered"] = (ExampleTakes.Word, (w, s) => Stages.Enter(w.Person, w.Enrollment, w.Program, w.Program.StagesIn(w.Variant), s.Of!, w.Today)),
        ["completed"] = (ExampleTakes.Word, (w, s) => Stages.Complete(w.Person, w.Enrollment, w.Program, s.Of!, w.Today)),
        ["done"] = (ExampleTakes.Word, (w, s) => new Milestone(s.Of!).OfStage is var (stage, task) ? StageTasks.Do(w.Enrollment, w.Program, stage, task, null) : Domain.Decide.Refuse("task.unknown", $"{s.Of} is no task: a stage, a dot and a task.")),
        ["signed"] = (ExampleTakes.Word, (w, s) => Signing.Sign(w.Enrollment, w.Program, s.Of!, w.Program.Documents.FirstOrDefault(d => string.Equals(d.Id, s.Of, StringComparison.Ordinal))?.Version ?? 1)),
        ["assessed"] = (ExampleTakes.Word, Assessed),
        ["goal"] = (ExampleTakes.Nothing, (w, _) => Coaching.SetGoal(w.Enrollment, new(w.NewId()), w.Secret(FieldClass.General, "goal"))),
        ["present"] = (ExampleTakes.Word, (w, s) => Attend(w, s, Presence.Present)),
        ["absent"] = (ExampleTakes.Word, (w, s) => Attend(w, s, Presence.Absent)),
        ["graduated"] = (ExampleTakes.Nothing, (w, _) => Graduating.Graduate(w.Person, w.Enrollment, w.Program, w.Today)),
        ["credential"] = (ExampleTakes.Word, Credential),
        ["workPlacement"] = (ExampleTakes.Values, WorkPlacement),
        ["ready"] = (ExampleTakes.Nothing, (w, _) => Placing.AssessReadiness(w.Enrollment, true, w.Secret(FieldClass.Employment, "ready"))),
        ["employed"] = (ExampleTakes.Nothing, (w, _) => Jobs.Start(w.Person, w.Of, new(w.NewId()), null, new(null, null, null, null, null, null), w.Program, w.Today)),
        ["jobLost"] = (ExampleTakes.Nothing, (w, _) => Jobs.Lose(w.Person, w.Person.CurrentJob?.Id ?? default, JobLossReason.Employer, null, w.Program)),
        ["contacted"] = (ExampleTakes.Word, Contacted),
        ["exited"] = (ExampleTakes.Word, (w, s) => w.Program.ExitReasons is { Count: > 0 } reasons && reasons.All(r => !string.Equals(r.Id, s.Of, StringComparison.Ordinal))
            ? Domain.Decide.Refuse("exit.reason", $"The program's exit reasons are: {string.Join(", ", reasons.Select(r => r.Id))}.") : Exits.Exit(w.Enrollment, s.Of!, null, null)),
        ["reEntered"] = (ExampleTakes.Word, (w, s) => Exits.ReEnter(w.Enrollment, s.Of!)),
        ["outcome"] = (ExampleTakes.Word, (w, s) => w.Program.Outcomes.FirstOrDefault(o => string.Equals(o.Id, s.Of, StringComparison.Ordinal)) is { } outcome ? Exits.RecordOutcome(w.Enrollment, outcome.Id, outcome.Kind) : Domain.Decide.Refuse("outcome.unknown", $"The program has no outcome {s.Of}.")),
    };

    /// <summary>Every word, and what it takes.</summary>
    public static IReadOnlyDictionary<string, ExampleTakes> Words { get; } = All.ToDictionary(a => a.Key, a => a.Value.Takes, StringComparer.Ordinal);

    internal static Decision Take(ExampleWorld world, ExampleStep step) => world.Write(All[step.Word].Act(world, step));

    private static string Form(FieldType type) => type switch
    {
        FieldType.Bool => "true or false",
        FieldType.Int => "a whole number",
        FieldType.Double => "a number",
        FieldType.Money => "an amount such as 16.50",
        FieldType.Date => "a day such as 2026-01-05",
        FieldType.Timestamp => "a moment such as 2026-01-05T09:00:00Z",
        _ => "a text",
    };

    // What was said is checked at once, as the host would on "check the criteria".
    private static Decision Answers(ExampleWorld w, ExampleStep s)
    {
        if (s.Values.Keys.FirstOrDefault(id => w.Program.Field(id) is null) is { } unknown) return Domain.Decide.Refuse("answers.unknown", $"The program has no field {unknown}.");
        foreach (var (field, text) in s.Values)
        {
            var asked = w.Program.Field(field)!;
            if (FieldValue.Of(asked.Type, text).IsUnknown || (asked.Type == FieldType.Bool && text is not ("true" or "false"))) return Domain.Decide.Refuse("answers.value", $"'{text}' is no answer to {field}: {Form(asked.Type)}.");
            string[] chosen = asked.Type == FieldType.Choices ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text];
            if (asked.Options.Count > 0 && chosen.FirstOrDefault(c => asked.Options.All(o => !string.Equals(o.Id, c, StringComparison.Ordinal))) is { } other)
                return Domain.Decide.Refuse("answers.value", $"'{other}' is no option of {field}: {string.Join(", ", asked.Options.Select(o => o.Id))}.");
            w.Said[field] = text;
        }
        var (open, closed) = (s.Values.Where(v => w.Program.Field(v.Key)!.Class == FieldClass.None), s.Values.Where(v => w.Program.Field(v.Key)!.Class != FieldClass.None));
        if (w.Write(Applying.Answer(w.Enrollment, open.ToImmutableDictionary(), closed.ToImmutableDictionary(v => v.Key, v => w.Secret(w.Program.Field(v.Key)!.Class, v.Value)))) is Decision.Refused refused) return refused;
        return Screening.CheckAll(w.Enrollment, w.Program.Criteria.ToDictionary(c => c.Id, c =>
        {
            var evaluation = c.When.Evaluate(w.Fact, w.Today);
            return (evaluation.Verdict switch { true => CriterionResult.Met, false => CriterionResult.NotMet, null => CriterionResult.Unknown }, evaluation.Reads);
        }, StringComparer.Ordinal));
    }

    private static Decision Criteria(ExampleWorld w, ExampleStep s)
    {
        var results = s.Of is { } all ? w.Program.Criteria.ToDictionary(c => c.Id, _ => all, StringComparer.Ordinal) : s.Values.ToDictionary(StringComparer.Ordinal);
        Decision last = Domain.Decide.Nothing;
        foreach (var (id, said) in results)
        {
            if (w.Program.Criterion(id) is null) return Domain.Decide.Refuse("criterion.unknown", $"The program has no criterion {id}.");
            last = said switch
            {
                "allowed" => Screening.OverrideCriterion(w.Enrollment, id, w.Secret(FieldClass.General, "allowed")),
                _ when Enum.TryParse<CriterionResult>(said, ignoreCase: true, out var result) => Screening.Check(w.Enrollment, id, result, []),
                _ => Domain.Decide.Refuse("criterion.result", $"A criterion is met, notMet, unknown or allowed, not {said}."),
            };
            if (w.Write(last) is Decision.Refused) return last;
        }
        return Domain.Decide.Nothing;
    }

    private static Decision Rubric(ExampleWorld w, ExampleStep s)
    {
        if (w.Program.Rubric is not { } rubric) return Domain.Decide.Refuse("rubric.items", "The program has no rubric.");
        if (s.Of is "allowed") return Screening.OverrideRubric(w.Enrollment, w.Secret(FieldClass.General, "allowed"));
        var said = s.Of is { } all ? rubric.Items.ToDictionary(i => i.Id, _ => all, StringComparer.Ordinal) : s.Values.ToDictionary(StringComparer.Ordinal);
        var scores = ImmutableDictionary.CreateBuilder<string, int>();
        foreach (var (item, text) in said)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var score)) return Domain.Decide.Refuse("rubric.scale", $"'{text}' is no score.");
            scores[item] = score;
        }
        return Screening.Score(w.Enrollment, scores.ToImmutable(), [.. rubric.Items.Select(i => i.Id)], rubric.Lowest, rubric.Highest, w.Program.RubricPasses);
    }

    private static Decision Decide(ExampleWorld w, ExampleStep s, AdmissionOutcome outcome) => Admissions.Decide(w.Enrollment, outcome, s.Of, null,
        w.Enrollment is { } e && Gates.Exit(w.Person, e, w.Program, w.Program.IntakeStage(), w.Today).Open == true);

    private static Decision Attend(ExampleWorld w, ExampleStep s, Presence presence) => Attending.Mark(w.Enrollment, new Session(new(w.NewId()), s.Of!, w.Today, null, null, false), presence, null);

    private static Decision Credential(ExampleWorld w, ExampleStep s)
    {
        if (w.Program.Credentials.FirstOrDefault(c => string.Equals(c.Id, s.Of, StringComparison.Ordinal)) is not { } credential) return Domain.Decide.Refuse("credential.unknown", $"The program has no credential {s.Of}.");
        var stage = w.Program.Stages.FirstOrDefault(x => string.Equals(x.Credential, s.Of, StringComparison.Ordinal))?.Id ?? w.Program.StagesOf(StageKind.Training).FirstOrDefault() ?? w.Program.IntakeStage();
        foreach (var competency in credential.Competencies)
            if (w.Write(Graduating.Assess(w.Enrollment, stage, competency.Id, AssessmentResult.Competent)) is Decision.Refused refused) return refused;
        return Graduating.Award(w.Enrollment, w.Program, credential.Id);
    }

    // Every skill that the assessment looks at; the second time each has improved.
    private static Decision Assessed(ExampleWorld w, ExampleStep s)
    {
        if (w.Program.Assessments.FirstOrDefault(a => string.Equals(a.Id, s.Of, StringComparison.Ordinal)) is not { } plan) return Domain.Decide.Refuse("skills-assessment.unknown", $"The program has no assessment {s.Of}.");
        var before = w.Person.SkillsAssessments.Exists(a => string.Equals(a.Assessment, plan.Id, StringComparison.Ordinal));
        Decision last = Domain.Decide.Nothing;
        foreach (var skill in plan.Skills)
            last = w.Write(Circumstances.AssessSkills(w.Person, plan.Tool ?? plan.Id, skill.Id, w.Secret(FieldClass.General, "assessed"), null, w.Today, (w.Of, plan.Id), before ? SkillProgress.Improved : null));
        return last is Decision.Accepted ? Domain.Decide.Nothing : last;
    }

    // {hours: 40, rating: 4, ended: true}: the first mention starts it.
    private static Decision WorkPlacement(ExampleWorld w, ExampleStep s)
    {
        var id = w.Enrollment?.Training.WorkPlacements.LastOrDefault(p => p.Ended is null)?.Id ?? new WorkPlacementId(w.NewId());
        Decision last = WorkPlacements.Start(w.Enrollment, id, new(w.NewId()), null);
        foreach (var (what, text) in s.Values)
        {
            if (w.Write(last) is Decision.Refused) return last;
            last = (what, decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) switch
            {
                ("hours", true) => WorkPlacements.RecordHours(w.Enrollment, id, number),
                ("rating", true) => WorkPlacements.Evaluate(w.Enrollment, id, (int)number, null),
                ("ended", _) => text is "true" ? WorkPlacements.End(w.Enrollment, id) : Domain.Decide.Nothing,
                _ => Domain.Decide.Refuse("work-placement.unknown", $"A work placement has hours, a rating and may have ended, not {what}: {text}."),
            };
        }
        return last;
    }

    // The one of that name whose day has come last, or else the next.
    private static Decision Contacted(ExampleWorld w, ExampleStep s)
    {
        var items = w.Due().Where(i => i.Key.Kind == Due.DueKind.FollowUp && string.Equals(i.Key.Id, s.Of, StringComparison.Ordinal) && i.Key.With == FollowUpWith.Participant).ToList();
        return (items.LastOrDefault(i => i.Due <= w.Today) ?? items.FirstOrDefault()) is { } item
            ? FollowUps.Done(w.Enrollment, item.Key.Id, item.Due, FollowUpWith.Participant, null, w.Program.FollowUpIds())
            : Domain.Decide.Refuse("follow-up.unknown", $"No {s.Of} is due or coming.");
    }
}

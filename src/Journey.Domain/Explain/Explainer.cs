using System.Globalization;
using Journey.Domain.Cel;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Explain;

/// <summary>Answers why, for one enrollment as true on a day and known at a time: from the recorded history and the definition alone.</summary>
public sealed partial class Explainer
{
    private readonly IReadOnlyList<Entry> _history;
    private readonly AsOf _asOf;
    private readonly Dictionary<Guid, EffectiveEntry> _entries;
    private readonly Participant _person;
    private readonly Enrollment _enrollment;
    private readonly ProgramDefinition _program;
    private readonly DateOnly _day;

    private Explainer(IReadOnlyList<Entry> history, AsOf asOf, Participant person, Enrollment enrollment, ProgramDefinition program, DateOnly day) =>
        (_history, _asOf, _person, _enrollment, _program, _day, _entries) = (history, asOf, person, enrollment, program, day, History.Effective(history, asOf).ToDictionary(e => e.Entry.Id));

    /// <param name="today">The day that gates and due work are looked at, where <paramref name="asOf"/> names none.</param>
    /// <returns>Null for an enrollment that the history does not open.</returns>
    public static Explainer? Of(IReadOnlyList<Entry> history, AsOf asOf, EnrollmentId enrollment, ProgramDefinition program, DateOnly today) =>
        History.Fold(history, asOf) is var person && person.Enrollment(enrollment) is { IsOpened: true } of ? new(history, asOf, person, of, program, asOf.TrueOn ?? today) : null;

    /// <summary>Whether a stage's way out is open; null for a stage that the program has not.</summary>
    public Why? Gate(string stage) => _program.Stage(stage) is { } defined ? Gate("gate.exit", defined, defined.Exit?.When, _person, _enrollment, _day) : null;

    /// <summary>One requirement, from its recorded result: it names its facts and shows no sealed value.</summary>
    public Why? Criterion(string id)
    {
        if (_program.Criterion(id) is not { } criterion) return null;
        var check = _enrollment.Intake.Criteria.GetValueOrDefault(id);
        var facts = (check is { Facts.IsDefaultOrEmpty: false } ? check.Facts : criterion.Reads).Where(f => f != "asOf").Select(Answer).ToList();
        if (check?.Override is { } made) facts.Add(Leaf("criterion.override", [], Why.True, made.At));
        return new Why(check is null ? "criterion.unchecked" : "criterion", [Words(criterion.Title)], criterion.When.Source, Result(check), facts, check is null || IsInvented(check) ? [] : Events(check.At));
    }

    /// <summary>The interview: scores, weights, mean and the rule to pass; null for a program without a rubric.</summary>
    public Why? Rubric()
    {
        if (_program.Rubric is not { } rubric) return null;
        var scored = _enrollment.Intake.Rubric;
        var parts = new List<Why>();
        if (scored is { Scores.Count: > 0 })
        {
            parts.AddRange(rubric.Items.Select(i => Leaf("rubric.item", [Words(i.Title), new WhyArg.Number(i.Weight)], scored.Scores.TryGetValue(i.Id, out var score) ? Say(score) : Why.Unknown)));
            parts.Add(Leaf("rubric.mean", [new WhyArg.Number(rubric.Lowest), new WhyArg.Number(rubric.Highest)], Say(decimal.Round(rubric.Mean(scored.Scores), 4))));
        }
        if (_enrollment.Intake.RubricOverride is { } made) parts.Add(Leaf("rubric.override", [], Why.True, made.At));
        return new Why(scored is null ? "rubric.unscored" : "rubric", [], rubric.Pass.Source, scored is null ? Why.Unknown : Say(scored.Passed), parts, scored is null ? [] : Events(scored.At));
    }

    private Why Gate(string code, Stage stage, Guard? guard, Participant person, Enrollment enrollment, DateOnly day)
    {
        if (guard is null) return Leaf("gate.none", [Words(stage.Title)], Why.True);
        var facts = new GateFacts(person, enrollment, _program, stage.Id, day);
        CelValue Read(string name) => name == "asOf" ? CelValue.Of(day) : facts.Value(name);
        Why Fact(string name)
        {
            var (fact, of) = GateFacts.InWords(_program, stage, name);
            IReadOnlyList<Why> because = name switch
            {
                "criteria.allMet" => [.. _program.Criteria.Select(c => Fact("criteria." + c.Id))],
                "tasks.allDone" => [.. stage.Tasks.Where(t => !t.Optional).Select(t => Fact($"tasks.{t.Id}.done"))],
                _ => [],
            };
            return new Why("fact." + fact, of is null ? [] : [Words(of)], name, name == "asOf" ? Say(day) : Say(facts.Value(name)), because, because.Count > 0 ? [] : [.. facts.From(name).SelectMany(Events)]);
        }
        Why Part(GuardPart part) => part.Kind switch
        {
            GuardPartKind.Fact => Fact(part.Fact!),
            GuardPartKind.Other => new Why("holds", [], part.Text, Say(part.Expression.Evaluate(Read).Value), [.. part.Expression.Reads.Select(Fact)], []),
            var kind => new Why(kind switch { GuardPartKind.AllOf => "all-of", GuardPartKind.AnyOf => "any-of", _ => "not" }, [], part.Text, Say(part.Expression.Evaluate(Read).Value), [.. part.Parts.Select(Part)], []),
        };
        var whole = Part(guard.Parts);
        return new Why(code, [Words(stage.Title)], guard.Source, whole.Value, [whole], []);
    }

    private Why Answer(string field)
    {
        var intake = _enrollment.Intake;
        var title = _program.Field(field)?.Title ?? new Text(field, field);
        var value = intake.Facts.TryGetValue(field, out var plain) ? plain : intake.Answers.ContainsKey(field) ? "sealed" : Why.Unknown;
        return Leaf("criterion.fact", [Words(title)], value, intake.AnsweredAt.TryGetValue(field, out var at) ? at : null) with { Expression = field };
    }

    private static string Result(CriterionCheck? check) => check switch { null => Why.Unknown, { Passes: true } => Why.True, { Result: CriterionResult.NotMet } => Why.False, _ => Why.Unknown };

    // An allowance for what nobody ever checked has no check of its own.
    private static bool IsInvented(CriterionCheck check) => check.Override?.At.Event == check.At.Event;

    private Why Leaf(string code, IReadOnlyList<WhyArg> args, string value, params IEnumerable<Stamp?> from) => new(code, args, null, value, [], [.. from.OfType<Stamp>().SelectMany(Events)]);

    private IReadOnlyList<EffectiveEntry> Events(Stamp at) => Events(at.Event);

    private IReadOnlyList<EffectiveEntry> Events(Guid entry) => _entries.TryGetValue(entry, out var found) ? [found] : [];

    private static WhyArg Words(Text text) => new WhyArg.Words(text);

    private static WhyArg Words(Milestone milestone) => new WhyArg.Named("Milestone", milestone.Id);

    private static string Say(CelValue value) => value.IsError ? Why.Unknown : value.Kind == CelKind.Timestamp ? Say(DateOnly.FromDateTime(value.Timestamp.UtcDateTime)) : value.ToString();

    private static string Say(bool value) => value ? Why.True : Why.False;

    private static string Say(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Say(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}

using System.Text.Json.Nodes;
using Journey.Domain.Cel;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Domain.Tests.Due;

namespace Journey.Domain.Tests.Programs.Versions;

public sealed class DiffTests
{
    private static readonly ProgramDefinition V1 = Definition.Manufacturing with
    {
        Fields = [new("months", FieldType.Int, FieldClass.General, new("Months of experience", "Mois d’expérience"), []), new("status", FieldType.Choice, FieldClass.General, new("Status", "Statut"), [Choice("worker"), Choice("student")])],
        Supports = [new("gas", new("Gas card", "Carte d’essence"), null, Money.Cad(50), Money.Cad(400), "caseManager", null)],
        ExitReasons = [Choice("moved"), Choice("health")],
    };

    private static Choice Choice(string id) => new(id, new(id, id));

    private static ProgramDefinition Stage(string id, Func<Stage, Stage> change) => V1 with { Stages = [.. V1.Stages.Select(s => s.Id == id ? change(s) : s)] };

    private static Guard Criterion(string source) =>
        new(CelExpression.Compile(source, GuardNames.Criteria(V1.Fields), CelType.Bool, out _).ShouldNotBeNull());

    private static ProgramDefinition When(string source) => V1 with { Criteria = [V1.Criteria[0] with { When = Criterion(source) }, V1.Criteria[1]] };

    private static ProgramDefinition Field(int at, Func<Field, Field> change) => V1 with { Fields = [.. V1.Fields.Select((f, i) => i == at ? change(f) : f)] };

    private static readonly Dictionary<string, (ProgramDefinition From, ProgramDefinition To, string Expected)> Cases = new(StringComparer.Ordinal)
    {
        ["a stage more"] = (V1, V1 with { Stages = [.. V1.Stages, new() { Id = "plan", Kind = StageKind.Plan, Title = new("Plan", "Plan") }] }, "Added stages.plan"),
        ["a stage less"] = (V1, V1 with { Stages = [.. V1.Stages.Where(s => s.Id != "ost")] }, "Removed stages.ost"),
        ["a stage under another id, with one meaning"] = (V1, Stage("crt", s => s with { Id = "readiness", Meaning = "crt" }), "Changed stages.crt.id; Added stages.crt.meaning"),
        ["another order of stages"] = (V1, V1 with { Stages = [V1.Stages[0], V1.Stages[2], V1.Stages[1], V1.Stages[3], V1.Stages[4]] }, "Moved stages"),
        ["a gate with a condition less"] = (V1, Stage("intake", s => s with { Exit = new Exit(["crt", "ost"], Definition.Gate("criteria.allMet && consent.given")) }), "Widened stages.intake.exit.when"),
        ["a gate where staff decided"] = (V1, Stage("crt", s => s with { Exit = new Exit(["ost"], Definition.Gate("consent.given")) }), "Narrowed stages.crt.exit.when"),
        ["a criterion with an alternative more"] = (When("months < 24"), When("months < 24 || asOf > timestamp('2026-01-01T00:00:00Z')"), "Widened criteria.experience.when"),
        ["a criterion that others meet"] = (When("months < 24"), When("months > 3"), "Changed criteria.experience.when"),
        ["an alternative inside of a bracket"] = (When("(months < 24)"), When("(months < 24 || months > 90)"), "Widened criteria.experience.when"),
        ["a criterion with a higher bound"] = (When("months < 24"), When("months < 36"), "Widened criteria.experience.when"),
        ["a criterion said otherwise"] = (When("months < 24 && status == 'student'"), When("!(months >= 24) && status in ['student']"), "Changed criteria.experience.when"),
        ["a criterion that only looks narrower"] = (When("months < 24"), When("months < 24 && (months < 24 || status == 'student')"), "Changed criteria.experience.when"),
        ["a criterion whose field is of another type"] = (When("months < 24"), When("months < 12") with { Fields = [V1.Fields[0] with { Type = FieldType.Double }, V1.Fields[1]] }, "Widened fields.months.type; Changed criteria.experience.when"),
        ["a type that takes more"] = (V1, Field(0, f => f with { Type = FieldType.Double }), "Widened fields.months.type"),
        ["a type that takes less"] = (Field(0, f => f with { Type = FieldType.Double }), V1, "Narrowed fields.months.type"),
        ["an option more"] = (V1, Field(1, f => f with { Options = [.. f.Options, Choice("retired")] }), "Widened fields.status.options.retired"),
        ["an option less"] = (V1, Field(1, f => f with { Options = [f.Options[0]] }), "Narrowed fields.status.options.student"),
        ["a later follow-up"] = (V1, Stage("employment", s => s with { FollowUps = [s.FollowUps[0], s.FollowUps[1] with { In = Period.Days(14) }, s.FollowUps[2]] }), "Moved stages.employment.followUps.week-1.in"),
        ["a task more"] = (V1, Stage("crt", s => s with { Tasks = [new("goal", new("Goal", "But"))] }), "Added stages.crt.tasks.goal"),
        ["a higher standard"] = (V1, Stage("crt", s => s with { Attendance = new(0.95m, 2) }), "Narrowed stages.crt.attendance.standard"),
        ["a lower ceiling"] = (V1, V1 with { Supports = [V1.Supports[0] with { Ceiling = Money.Cad(300) }] }, "Narrowed supports.gas.ceiling"),
        ["no ceiling any more"] = (V1, V1 with { Supports = [V1.Supports[0] with { Ceiling = null }] }, "Widened supports.gas.ceiling"),
        ["other words"] = (V1, V1 with { Title = new("Making", "Fabriquer") }, "Changed title"),
        ["another calendar"] = (V1, V1 with { Calendar = new(Story.Halifax, [DayOfWeek.Monday], null) }, "Changed calendar.week; Removed calendar.holidays"),
        ["another order of reasons"] = (V1, V1 with { ExitReasons = [Choice("health"), Choice("moved")] }, "Moved exitReasons"),
        ["another version and nothing else"] = (V1, V1 with { Version = 2 }, ""),
    };

    public static TheoryData<string> Named => [.. Cases.Keys];

    [Theory, MemberData(nameof(Named))]
    public void A_difference_says_what_kind_it_is_and_where(string name)
    {
        var (from, to, expected) = Cases[name];
        var changes = Diff.Of(from, to);
        string.Join("; ", changes.Select(c => $"{c.Kind} {c.Path}")).ShouldBe(expected);
        changes.ShouldAllBe(c => c.Words.En.Length > 5 && c.Words.Fr.Length > 5 && c.Words.En != c.Words.Fr);
    }

    [Fact]
    public void A_difference_is_a_sentence_in_both_languages()
    {
        var (from, to, _) = Cases["a type that takes more"];
        Diff.Of(from, to).Single().Words.ShouldBe(new("field “Months of experience”, type: wider, Int → Double", "champ « Mois d’expérience », type : plus large, Int → Double"));
    }

    [Theory]
    [InlineData("a criterion with a higher bound", "wider, months < 24 → months < 36; passes now: months = ", "plus large, months < 24 → months < 36 ; passe désormais : months = ")]
    [InlineData("a criterion that others meet", "; no longer passes: months = ", " ; ne passe plus : months = ")]
    [InlineData("a criterion said otherwise", "; the same people pass", " ; les mêmes personnes passent")]
    public void A_condition_that_means_something_else_says_who_is_affected_by_an_example(string name, string en, string fr)
    {
        var (from, to, _) = Cases[name];
        var words = Diff.Of(from, to).Single().Words;
        words.En.ShouldContain(en);
        words.Fr.ShouldContain(fr);
    }

    [Fact]
    public void No_property_of_a_definition_can_change_unseen()
    {
        var whole = JsonNode.Parse(Canonical.Write(Whole.Definition))!.AsObject();
        var tried = 0;
        foreach (var path in Leaves(whole, []).Where(p => p is not (["form"] or ["version"])))
        {
            var other = whole.DeepClone().AsObject();
            Change(other, path);
            Diff.Of(whole, other).ShouldNotBeEmpty(string.Join('.', path));
            tried++;
        }
        tried.ShouldBeGreaterThan(250, "every property holds something");
    }

    [Fact]
    public void Every_property_of_a_definition_has_a_word_in_both_languages()
    {
        var whole = JsonNode.Parse(Canonical.Write(Whole.Definition))!.AsObject();
        // An end names its milestone, and an offering its rungs.
        var names = Leaves(whole, []).Where(p => !p.Contains("until") && !p.Contains("rungs")).SelectMany(p => p).Where(p => !int.TryParse(p, out _)).Except(["form", "en", "fr"]).Distinct();
        names.Where(n => !Nouns.Knows(n)).ShouldBeEmpty();
    }

    private static IEnumerable<string[]> Leaves(JsonNode node, string[] path) => node switch
    {
        JsonObject thing => thing.SelectMany(p => Leaves(p.Value!, [.. path, p.Key])),
        JsonArray list => list.SelectMany((item, i) => Leaves(item!, [.. path, $"{i}"])),
        _ => [path],
    };

    private static void Change(JsonNode root, string[] path)
    {
        var parent = path[..^1].Aggregate(root, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!);
        var changed = (parent is JsonArray items ? items[int.Parse(path[^1])]! : parent[path[^1]]!).AsValue();
        JsonNode other = changed.TryGetValue(out string? text) ? text + "x" : changed.TryGetValue(out bool flag) ? !flag : changed.GetValue<int>() + 1;
        if (parent is JsonArray list) list[int.Parse(path[^1])] = other;
        else parent[path[^1]] = other;
    }
}

using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

public sealed class ExplanationTests
{
    private static readonly CelEnvironment Facts = new(new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["annualIncome"] = CelType.Money, ["hourlyWage"] = CelType.Money, ["hardship"] = CelType.Bool, ["criteria.allMet"] = CelType.Bool, ["scores"] = CelType.ListOf(CelType.Int),
    });

    private static Explanation Explain(string source, params (string Name, CelValue Value)[] facts) =>
        CelExpression.Compile(source, Facts, null, out _)!.Explain(name => facts.FirstOrDefault(f => f.Name == name).Value);

    private static string Shown(Explanation why) =>
        why.Expression + (why.Evaluated ? " = " + why.Value : " not evaluated") + (why.Fact is null || why.Fact == why.Expression ? "" : $" ({why.Fact})")
        + (why.Parts.Count == 0 ? "" : " {" + string.Join("; ", why.Parts.Select(Shown)) + "}");

    [Fact]
    public void An_explanation_goes_down_to_the_facts_and_says_what_was_not_needed() =>
        Shown(Explain("annualIncome < cad('32000.00') || hourlyWage < cad('15.50') || hardship", ("annualIncome", CelValue.Of(Money.Cad(40_000))), ("hourlyWage", CelValue.Of(Money.Cad(15))))).ShouldBe(
            "annualIncome < cad('32000.00') || hourlyWage < cad('15.50') || hardship = true {"
            + "annualIncome < cad('32000.00') = false {annualIncome = 40000 CAD; cad('32000.00') = 32000.00 CAD}; "
            + "hourlyWage < cad('15.50') = true {hourlyWage = 15 CAD; cad('15.50') = 15.50 CAD}; "
            + "hardship not evaluated}");

    [Fact]
    public void A_chain_is_one_level_also_where_a_whole_side_was_not_needed() =>
        Shown(Explain("(hardship && criteria . allMet) || true", ("hardship", CelValue.False))).ShouldBe(
            "(hardship && criteria . allMet) || true = true {hardship && criteria . allMet = false {hardship = false; criteria . allMet not evaluated (criteria.allMet)}}");

    [Fact]
    public void Of_a_macro_the_items_that_decide_are_shown()
    {
        var scores = CelValue.Of([.. Enumerable.Range(0, 1_000).Select(i => CelValue.Of((long)i))]);
        var why = Explain("scores.exists(s, s > 900)", ("scores", scores));
        why.Parts.Count.ShouldBe(1 + Explanation.MostItems);
        Shown(why.Parts[^1]).ShouldBe("s > 900 = true {s = 901}");
        Shown(Explain("scores.all(s, s < 3)", ("scores", scores)).Parts[^1]).ShouldBe("s < 3 = false {s = 3}");
        Shown(Explain("scores.all(s, s < 999)", ("scores", scores)).Parts[^1]).ShouldBe("s < 999 = false {s = 999}");
        Explain("scores.exists_one(s, s == 500)", ("scores", scores)).Parts.ShouldContain(p => p.Value.IsTrue);
    }

    [Fact]
    public void An_explanation_of_macros_in_macros_stays_small()
    {
        var scores = CelValue.Of([.. Enumerable.Range(0, 25).Select(i => CelValue.Of((long)i))]);
        var why = Explain("scores.all(a, scores.all(b, scores.all(c, a + b + c >= 0)))", ("scores", scores));
        why.Value.IsTrue.ShouldBeTrue();
        Count(why).ShouldBeLessThan(300);
    }

    private static int Count(Explanation of) => 1 + of.Parts.Sum(Count);
}

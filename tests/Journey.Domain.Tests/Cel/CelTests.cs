using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

public sealed class CelTests
{
    private static readonly CelEnvironment Facts = new(new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["annualIncome"] = CelType.Money,
        ["hourlyWage"] = CelType.Money,
        ["hardship"] = CelType.Bool,
        ["months"] = CelType.Int,
        ["mean"] = CelType.Double,
        ["criteria.allMet"] = CelType.Bool,
        ["scores"] = CelType.ListOf(CelType.Int),
        ["asOf"] = CelType.Timestamp,
    });

    private static Evaluation Evaluate(string source, params (string Name, CelValue Value)[] facts)
    {
        var expression = CelExpression.Compile(source, Facts, null, out var findings);
        findings.ShouldBeEmpty();
        return expression!.Evaluate(name => facts.FirstOrDefault(f => f.Name == name).Value);
    }

    private static CelFinding Finding(string source, CelType? wanted = null)
    {
        CelExpression.Compile(source, Facts, wanted, out var findings).ShouldBeNull();
        return findings.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("hardship && false", "false")]
    [InlineData("false && hardship", "false")]
    [InlineData("hardship || true", "true")]
    [InlineData("true || hardship", "true")]
    [InlineData("hardship && true", "unknown")]
    [InlineData("hardship || false", "unknown")]
    [InlineData("!hardship", "unknown")]
    [InlineData("hardship ? 1 : 2", "unknown")]
    [InlineData("1 / 0 > 0 || hardship", "unknown")]
    [InlineData("hardship && 1 / 0 > 0", "unknown")]
    [InlineData("1 / 0 > months", "unknown")]
    [InlineData("1 / 0 > 0 || true", "true")]
    [InlineData("1 / 0 > 0 && true", "error: divide by zero")]
    [InlineData("[1, 2].exists(x, x == 2 || hardship)", "true")]
    [InlineData("[1, 2].all(x, x == 1 && hardship)", "false")]
    [InlineData("[1, 2].all(x, hardship)", "unknown")]
    [InlineData("[months, 1 / 0].size() == 2", "unknown")]
    [InlineData("has(hardship)", "false")]
    public void What_nobody_has_said_stays_unknown_unless_the_rest_decides(string source, string result) =>
        Evaluate(source).Value.ToString().ShouldBe(result);

    [Fact]
    public void A_result_names_the_facts_it_looked_at_and_those_it_missed()
    {
        var met = Evaluate("annualIncome < cad('32000.00') || hourlyWage < cad('15.50') || hardship", ("annualIncome", CelValue.Of(Money.Cad(40_000))), ("hardship", CelValue.True));
        met.Verdict.ShouldBe(true);
        met.Reads.ShouldBe(["annualIncome", "hourlyWage", "hardship"]);
        met.Missing.ShouldBe(["hourlyWage"]);
    }

    [Fact]
    public void A_fact_that_was_not_needed_is_not_read() =>
        Evaluate("annualIncome < cad('32000.00') || hardship", ("annualIncome", CelValue.Of(Money.Cad(100)))).Reads.ShouldBe(["annualIncome"]);

    [Fact]
    public void Money_compares_with_its_own_currency_only()
    {
        Evaluate("annualIncome < usd('1.00')", ("annualIncome", CelValue.Of(Money.Cad(0.5m)))).Value.ToString().ShouldBe("error: CAD and USD do not mix");
        Evaluate("annualIncome == usd('1.00')", ("annualIncome", CelValue.Of(Money.Cad(1)))).Value.IsError.ShouldBeTrue();
        Evaluate("annualIncome < cad('32000.00')", ("annualIncome", CelValue.Of(Money.Cad(31_999.99m)))).Value.IsTrue.ShouldBeTrue();
        Evaluate("annualIncome < cad('32000.00')", ("annualIncome", CelValue.Of(Money.Cad(32_000)))).Value.IsFalse.ShouldBeTrue();
        Evaluate("annualIncome + cad('0.10') == cad('0.30')", ("annualIncome", CelValue.Of(Money.Cad(0.2m)))).Value.IsTrue.ShouldBeTrue();
    }

    [Theory]
    [InlineData("mean >= 3.0", "true")]
    [InlineData("mean >= 3", "true")]
    [InlineData("scores.all(s, s >= 2) && size(scores) == 3", "true")]
    [InlineData("2 in scores", "true")]
    [InlineData("scores[0] + scores[2]", "7")]
    [InlineData("scores[9]", "error: no item 9 in a list of 3")]
    [InlineData("asOf < date('2025-01-01') ? 'before' : 'after'", "after")]
    [InlineData("asOf - date('2025-01-01') < duration('48h')", "true")]
    public void What_programs_write_reads_as_they_mean_it(string source, string result) => Evaluate(source,
        ("mean", CelValue.Of(3.0)), ("scores", CelValue.Of([CelValue.Of(2), CelValue.Of(3), CelValue.Of(5)])), ("asOf", CelValue.Of(new DateOnly(2025, 1, 2)))).Value.ToString().ShouldBe(result);

    [Theory]
    [InlineData("annualIncome < 32000", "guard.type", 13)]
    [InlineData("hardship + 1", "guard.type", 9)]
    [InlineData("months && hardship", "guard.type", 0)]
    [InlineData("cad('many') < annualIncome", "guard.type", 4)]
    [InlineData("months == 'two'", "guard.type", 7)]
    [InlineData("[1, 'a']", "guard.type", 4)]
    [InlineData("monts < 24", "guard.unknown-name", 0)]
    [InlineData("hardship && salary > 1", "guard.unknown-name", 12)]
    [InlineData("months <", "guard.syntax", 8)]
    [InlineData("months < 24)", "guard.syntax", 11)]
    [InlineData("'open", "guard.syntax", 0)]
    [InlineData("months = 24", "guard.syntax", 7)]
    [InlineData("9223372036854775808", "guard.syntax", 0)]
    [InlineData("now() > asOf", "guard.unsupported", 0)]
    [InlineData("Person{name: 'A'}", "guard.unsupported", 6)]
    [InlineData("1u < 2u", "guard.unsupported", 0)]
    public void A_wrong_guard_says_what_where(string source, string code, int offset)
    {
        var finding = Finding(source);
        finding.Code.ShouldBe(code);
        finding.Offset.ShouldBe(offset);
        finding.Expected.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_mistake_of_a_guard_is_reported_at_once()
    {
        CelExpression.Compile("monts < 24 && salary > 1 && months", Facts, CelType.Bool, out var findings).ShouldBeNull();
        findings.Select(f => f.Code).ShouldBe(["guard.unknown-name", "guard.unknown-name", "guard.type"]);
    }

    [Fact]
    public void A_guard_must_be_a_condition() => Finding("months + 1", CelType.Bool).Problem.ShouldBe("the expression is an int");

    [Fact]
    public void A_hostile_guard_is_refused_before_it_exhausts_the_stack()
    {
        Finding(new string('(', 3_000)).Code.ShouldBe("guard.syntax");
        Finding(new string('!', 3_000) + "hardship").Code.ShouldBe("guard.syntax");
        Finding("true" + string.Concat(Enumerable.Repeat(" || true", 1_000))).Code.ShouldBe("guard.syntax");
        Finding(string.Join("+", Enumerable.Repeat("1", 251))).Code.ShouldBe("guard.syntax");
        Evaluate(string.Join("+", Enumerable.Repeat("1", 250))).Value.Int.ShouldBe(250);
    }
}

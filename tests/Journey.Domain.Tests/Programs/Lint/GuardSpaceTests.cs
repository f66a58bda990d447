using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Cel;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Lint;

namespace Journey.Domain.Tests.Programs.Lint;

public sealed class GuardSpaceTests
{
    private static readonly CelEnvironment Names = new(new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["a"] = CelType.Bool, ["b"] = CelType.Bool, ["n"] = CelType.Int, ["d"] = CelType.Double, ["m"] = CelType.Money, ["s"] = CelType.String,
        ["t"] = CelType.Timestamp, ["l"] = CelType.ListOf(CelType.String), ["p.q"] = CelType.Bool,
    });

    private static readonly string[] Signs = ["<", "<=", ">", ">=", "==", "!="];

    private static CelExpression Guard(string source) => CelExpression.Compile(source, Names, CelType.Bool, out var findings) ?? throw new InvalidOperationException($"{source}: {findings[0]}");

    private static Answer Find(string source, Func<string, FactRange?>? ranges = null)
    {
        var space = new GuardSpace(ranges ?? (_ => null));
        return space.Find(space.Of(Guard(source)));
    }

    // Every other guard speaks of few facts only, so that its conditions meet.
    private static string Condition(Random random, int depth) => Condition(random, depth, random.Next(2) == 0);

    private static string Condition(Random random, int depth, bool few)
    {
        string Sign() => Signs[random.Next(6)];
        string Inner() => Condition(random, depth - 1, few);
        string Number() => random.Next(-1, 3).ToString(CultureInfo.InvariantCulture);
        return (depth > 0 && random.Next(20) is < 6 and var joined ? joined : few ? random.Next(6, 11) : random.Next(6, 20)) switch
        {
            0 or 1 or 2 => $"({Inner()} && {Inner()})",
            3 => $"({Inner()} || {Inner()})",
            4 => $"!({Inner()})",
            5 => random.Next(2) == 0 ? $"({Inner()} ? {Inner()} : {Inner()})" : $"(({Inner()}) {Signs[random.Next(4, 6)]} ({Inner()}))",
            6 => "a",
            7 => random.Next(2) == 0 ? "b" : "p.q",
            8 or 9 => $"n {Sign()} {Number()}",
            10 => $"{random.Next(0, 2)}.5 {Signs[random.Next(4)]} n",
            11 => random.Next(2) == 0 ? $"d {Signs[random.Next(4)]} {Number()}" : $"d {Sign()} {Number()}.25",
            12 => $"m {Sign()} {(random.Next(8) == 0 ? "usd" : "cad")}('{random.Next(1, 3)}.00')",
            13 => $"s {Sign()} '{"abc"[random.Next(3)]}'",
            14 => random.Next(2) == 0 ? "s in ['a', 'b']" : "n in [0, 1, 2]",
            15 => $"t {Sign()} date('2026-01-0{random.Next(1, 4)}')",
            16 => $"'{"ab"[random.Next(2)]}' in l",
            17 => $"has({"andmstl"[random.Next(7)]})",
            18 => $"n + 1 {Sign()} {Number()}",
            _ => random.Next(3) switch { 0 => "l.exists(x, x == 'a')", 1 => $"size(l) {Sign()} 1", _ => "s.startsWith('a')" },
        };
    }

    // Four conditions on few facts: joined by && they often contradict each other, by || they often leave nothing out.
    private static string Few(Random random, string sign) => string.Join(sign, Enumerable.Range(0, 4).Select(_ => Condition(random, 1, few: true)));

    private static readonly Dictionary<string, CelValue[]> Values = new(StringComparer.Ordinal)
    {
        ["a"] = [CelValue.True, CelValue.False], ["b"] = [CelValue.True, CelValue.False], ["p.q"] = [CelValue.True, CelValue.False],
        ["n"] = [.. new long[] { -5, -2, -1, 0, 1, 2, 3, 9, long.MaxValue, long.MinValue }.Select(x => CelValue.Of(x))],
        ["d"] = [.. new[] { -3, -1, -0.875, 0, 0.25, 0.1, 1, 1.25, 1.5, 2, 2.25, 7e300, double.PositiveInfinity, double.NegativeInfinity }.Select(x => CelValue.Of(x))],
        ["m"] = [.. new[] { 0m, 0.99m, 1m, 1.5m, 2m, 2.005m, 3m }.Select(x => CelValue.Of(Money.Cad(x))), CelValue.Of(new Money(1, "USD")), CelValue.Of(new Money(5, "USD"))],
        ["s"] = [.. new[] { "", "a", "ab", "b", "c", "z", "é" }.Select(x => CelValue.Of(x))],
        ["t"] = [.. new[] { "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-05-01" }.Select(x => CelValue.Of(Story.Day(x))), CelValue.Of(Story.Moment("2026-01-01T12:00Z"))],
        ["l"] = [CelValue.Of([]), CelValue.Of([CelValue.Of("a")]), CelValue.Of([CelValue.Of("b"), CelValue.Of("c")]), CelValue.Of([CelValue.Of("a"), CelValue.Of("b")])],
    };

    private static Func<string, CelValue> Any(Random random, bool stated)
    {
        var chosen = Values.ToDictionary(v => v.Key, v => !stated && random.Next(5) == 0 ? CelValue.Unknown : v.Value[random.Next(v.Value.Length)], StringComparer.Ordinal);
        return name => chosen[name];
    }

    /// <summary>The law says what breaks it, or nothing.</summary>
    private static void Holds(Func<Random, string?> law) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_500), Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => law(new Random(seed)).ShouldBeNull()));

    private static string Shown(Func<string, CelValue> facts) => string.Join(", ", Values.Keys.Select(k => $"{k} = {facts(k)}"));

    private static string? Broken(CelExpression guard, Random random, Predicate<CelValue> forbidden)
    {
        for (var i = 0; i < 200; i++)
        {
            var facts = Any(random, stated: false);
            if (forbidden(guard.Evaluate(facts).Value)) return Shown(facts);
        }
        return null;
    }

    [Fact]
    public void What_some_facts_make_true_is_never_called_unsatisfiable_and_a_sure_witness_makes_it_true()
    {
        int never = 0, sure = 0, opaque = 0;
        Holds(random =>
        {
            var guard = Guard(random.Next(3) == 0 ? Few(random, " && ") : Condition(random, 4));
            var space = new GuardSpace(_ => null);
            var answer = space.Find(space.Of(guard));
            if (answer.Can == Can.No) never++;
            else if (answer is { Can: Can.Yes, Sure: false }) opaque++;
            if (answer is { Can: Can.Yes, Sure: true })
            {
                sure++;
                var witness = answer.Facts.ToDictionary();
                if (!guard.Evaluate(name => witness.GetValueOrDefault(name)).Value.IsTrue) return $"{guard.Source} is not true for {answer}";
            }
            return answer.Can != Can.No || Broken(guard, random, value => value.IsTrue) is not { } facts ? null : $"{guard.Source} is true for {facts}";
        });
        never.ShouldBeGreaterThan(10, $"a law that is never tried says nothing ({never}, {sure}, {opaque})");
        sure.ShouldBeGreaterThan(300);
        opaque.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void What_is_called_a_tautology_is_false_for_no_facts()
    {
        var always = 0;
        Holds(random =>
        {
            var guard = Guard(Few(random, " || "));
            var space = new GuardSpace(_ => null);
            if (space.Find(new Formula.Not(space.Of(guard))).Can != Can.No) return null;
            always++;
            return Broken(guard, random, value => value.IsFalse) is { } facts ? $"{guard.Source} is false for {facts}" : null;
        });
        always.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void A_comparison_never_misses_somebody_who_would_fall_on_the_other_side()
    {
        var compared = new Dictionary<GuardChange, int>();
        Holds(random =>
        {
            var source = Condition(random, 3);
            var (old, other) = (new Guard(Guard(source)), new Guard(Guard(random.Next(3) switch { 0 => $"{source} && {Condition(random, 1)}", 1 => $"{source} || {Condition(random, 1)}", _ => Condition(random, 2) })));
            var comparison = GuardComparison.Of(old, other);
            compared[comparison.Change] = compared.GetValueOrDefault(comparison.Change) + 1;
            for (var i = 0; i < 100; i++)
            {
                var facts = Any(random, stated: true);
                var fits = (old.Evaluate(facts, default).Verdict, other.Evaluate(facts, default).Verdict) switch
                {
                    (true, false) => comparison.Change is GuardChange.Narrowed or GuardChange.Changed or GuardChange.NotDecided,
                    (false, true) => comparison.Change is GuardChange.Widened or GuardChange.Changed or GuardChange.NotDecided,
                    _ => true,
                };
                if (!fits) return $"{old.Source} to {other.Source} is called {comparison.Change}, and {Shown(facts)} changes sides";
            }
            return null;
        });
        foreach (var change in new[] { GuardChange.Same, GuardChange.Narrowed, GuardChange.Widened, GuardChange.Changed }) compared.GetValueOrDefault(change).ShouldBeGreaterThan(10, change.ToString());
    }

    [Theory]
    [InlineData("n < 2 && n > 1", false)]
    [InlineData("n < 2 && n >= 1", true)]
    [InlineData("d < 2.0 && d > 1.0", true)]
    [InlineData("n > 1 && n < 2.5", true)]
    [InlineData("n > 1.2 && n < 1.9", false)]
    [InlineData("a && !a", false)]
    [InlineData("s == 'x' && s in ['a', 'b']", false)]
    [InlineData("s > 'a' && s < 'b'", true)]
    [InlineData("m < cad('1.00') && m > usd('1.00')", false)]
    [InlineData("t >= date('2026-01-02') && t < date('2026-01-02')", false)]
    [InlineData("has(n) && !has(n)", false)]
    [InlineData("!has(n) && n > 1", false)]
    [InlineData("n + 1 > 3 && 2 > n + 1", false)]
    [InlineData("n + 1 > 3 && n + 1 < 5", true)]
    [InlineData("size(s) in [1, 2] && size(s) > 2", false)]
    [InlineData("n > 9223372036854775806", true)]
    [InlineData("d > 9007199254740993 && d < 9007199254740995", true)]
    [InlineData("'a' in l && 'b' in l && !('c' in l)", true)]
    public void Every_cell_is_looked_at(string guard, bool can) => (Find(guard).Can == Can.Yes).ShouldBe(can);

    [Fact]
    public void A_search_that_would_take_too_long_says_so()
    {
        // Whether an odd number of twenty conditions hold shows only when the last of them is known.
        var odd = Enumerable.Range(0, 20).Select(i => $"(n + {i} < 3)").Aggregate((a, b) => $"({a} != {b})");
        var many = $"{odd} && !{odd}";
        Find(many).Can.ShouldBe(Can.Undecided);
    }

    [Fact]
    public void A_long_search_in_a_long_guard_is_bounded_too()
    {
        var odd = Enumerable.Range(0, 40).Select(i => $"(n + {i} < 3)").Aggregate((a, b) => $"({a} != {b})");
        var wanted = new GuardSpace(_ => null);
        var formula = wanted.Of(Guard($"{odd} && !{odd}"));
        var left = GuardSpace.MostSteps;
        wanted.Find(formula, ref left).Can.ShouldBe(Can.Undecided);
        (GuardSpace.MostSteps - left).ShouldBeLessThanOrEqualTo(GuardSpace.MostParts / formula.Size + 1);
    }

    [Fact]
    public void A_comparison_says_who_is_affected()
    {
        var comparison = GuardComparison.Of(new(Guard("n < 24 || a")), new(Guard("n < 12 || a")));
        comparison.Change.ShouldBe(GuardChange.Narrowed);
        comparison.Lost!.En.ShouldBe("n = 12, a = false");
        comparison.Gained.ShouldBeNull();
        GuardComparison.Of(new(Guard("a && b")), new(Guard("b && a"))).Change.ShouldBe(GuardChange.Same);
    }
}

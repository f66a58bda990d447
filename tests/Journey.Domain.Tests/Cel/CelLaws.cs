using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

/// <summary>What holds of every expression and every state of knowledge.</summary>
public sealed class CelLaws
{
    private static void Holds(Func<CelExpression, Dictionary<string, CelValue>, Guesses, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
        {
            var random = new Random(seed);
            var guesses = new Guesses(random);
            var source = guesses.Bool(random.Next(1, 5));
            var expression = CelExpression.Compile(source, Guesses.Facts, CelType.Bool, out var findings) ?? throw new InvalidOperationException($"{source}: {string.Join("; ", findings)}");
            return law(expression, guesses.All(), guesses);
        }));

    [Fact]
    public void What_is_decided_stays_decided_whatever_else_becomes_known()
    {
        int decided = 0, open = 0;
        Holds((expression, all, guesses) =>
        {
            var some = guesses.Some(all);
            var before = expression.Evaluate(n => some[n]).Value;
            if (before.IsUnknown) open++;
            else decided++;
            return before.IsUnknown || before.ToString() == expression.Evaluate(n => all[n]).Value.ToString();
        });
        Math.Min(decided, open).ShouldBeGreaterThan(100, "a law that is never tried says nothing");
    }

    [Fact]
    public void Nothing_is_unknown_where_everything_is_known() => Holds((expression, all, _) => !expression.Evaluate(n => all[n]).Value.IsUnknown);

    [Fact]
    public void Facts_that_were_not_read_do_not_matter() => Holds((expression, all, guesses) =>
    {
        var some = guesses.Some(all);
        var evaluation = expression.Evaluate(n => some[n]);
        var reads = evaluation.Reads.ToHashSet();
        var other = some.ToDictionary(s => s.Key, s => reads.Contains(s.Key) ? s.Value : guesses.Value(Guesses.Facts.Names[s.Key]));
        return expression.Evaluate(n => other[n]).Value.ToString() == evaluation.Value.ToString() && evaluation.Missing.All(m => some[m].IsUnknown) && reads.IsSubsetOf(expression.Reads);
    });

    [Fact]
    public void Facts_by_place_and_by_name_come_to_the_same() => Holds((expression, all, guesses) =>
    {
        var some = guesses.Some(all);
        var (named, placed) = (expression.Evaluate(n => some[n]), expression.Evaluate(expression.Reads.Select(r => some[r]).ToArray()));
        return named.Value.ToString() == placed.Value.ToString() && named.Reads.SequenceEqual(placed.Reads) && named.Missing.SequenceEqual(placed.Missing);
    });

    [Fact]
    public void An_explanation_has_the_value_it_explains_and_its_facts()
    {
        var spared = 0;
        Holds((expression, all, guesses) =>
        {
            var some = guesses.Some(all);
            var (evaluation, why) = (expression.Evaluate(n => some[n]), expression.Explain(n => some[n]));
            if (why.Value.ToString() != evaluation.Value.ToString()) return false;
            spared += Parts(why).Count(p => !p.Evaluated);
            return Parts(why).All(p => p.Expression == expression.Source.Substring(p.Offset, p.Length)
                && p.Parts.All(i => i.Offset >= p.Offset && i.Offset + i.Length <= p.Offset + p.Length)
                && (p.Evaluated || (p.Parts.Count == 0 && p.Value.IsUnknown))
                && (p.Fact is null || !p.Evaluated || (p.Value.ToString() == some[p.Fact].ToString() && evaluation.Reads.Contains(p.Fact))));
        });
        spared.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void And_and_or_do_not_mind_the_order_of_their_sides() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
    {
        var guesses = new Guesses(new Random(seed));
        var (a, b, some) = (guesses.Bool(2), guesses.Bool(2), guesses.Some(guesses.All()));
        CelValue Of(string source) => CelExpression.Compile(source, Guesses.Facts, null, out _)!.Evaluate(n => some[n]).Value;
        return Of($"({a}) && ({b})").Kind == Of($"({b}) && ({a})").Kind && Of($"({a}) || ({b})") is var or && Of($"({b}) || ({a})") is var ro && (or.IsTrue, or.Kind) == (ro.IsTrue, ro.Kind);
    }));

    // Cut, doubled and swapped pieces of good expressions.
    [Fact]
    public void No_text_makes_the_compiler_throw() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
    {
        var random = new Random(seed);
        var guesses = new Guesses(random);
        var pieces = System.Text.RegularExpressions.Regex.Split(guesses.Bool(3), @"(\W)").Where(_ => random.Next(8) > 0).ToArray();
        if (random.Next(2) == 0) random.Shuffle(pieces);
        var expression = CelExpression.Compile(string.Concat(pieces) + (random.Next(4) == 0 ? ((char)random.Next(0x3000)).ToString() : ""), Guesses.Facts, null, out var findings);
        var all = guesses.All();
        return expression is null ? findings.Count > 0 : expression.Evaluate(n => all[n]).Value.ToString() == expression.Explain(n => all[n]).Value.ToString();
    }));

    private static IEnumerable<Explanation> Parts(Explanation of) => [of, .. of.Parts.SelectMany(Parts)];
}

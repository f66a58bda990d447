using System.Diagnostics;
using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

/// <summary>Sources and facts meant to break or to delay: refused, or an error within the bound.</summary>
public sealed class HostileTests
{
    private static readonly CelEnvironment Facts = new(new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["list"] = CelType.ListOf(CelType.Int), ["words"] = CelType.ListOf(CelType.String), ["word"] = CelType.String, ["yes"] = CelType.Bool, ["born"] = CelType.Timestamp,
    }, new("America/Halifax", [DayOfWeek.Monday], "ca-ns"));

    private static readonly CelValue Numbers = CelValue.Of([.. Enumerable.Range(0, 10_000).Select(i => CelValue.Of((long)i))]);
    private static readonly CelValue Words = CelValue.Of([.. Enumerable.Range(0, 10_000).Select(_ => CelValue.Of(new string('a', 100)))]);

    private static CelValue Evaluate(string source, bool explain = false)
    {
        var expression = CelExpression.Compile(source, Facts, null, out var findings);
        findings.ShouldBeEmpty();
        CelValue Fact(string name) => name switch { "list" => Numbers, "words" => Words, "word" => CelValue.Of(new string('a', 10_000)), "born" => CelValue.Of(new DateOnly(2000, 1, 1)), _ => CelValue.Unknown };
        return explain ? expression!.Explain(Fact).Value : expression!.Evaluate(Fact).Value;
    }

    [Theory]
    [InlineData("list.all(a, list.all(b, a + b >= 0))")]
    [InlineData("list.all(a, list.all(b, list.all(c, list.all(d, true))))")]
    [InlineData("list.exists(a, -1 in list)")]
    [InlineData("list.all(a, a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a >= 0)")]
    [InlineData("list.map(a, list + list).size() > 0")]
    [InlineData("list.map(a, word + word).size() > 0")]
    [InlineData("list.map(a, list.filter(b, b > a)).size() > 0")]
    [InlineData("words.all(a, words.all(b, a == b))")]
    [InlineData("list.all(a, words == words)")]
    [InlineData("list.all(a, word.matches('(a|a)*b') || true)")]
    [InlineData("list.map(a, word.replace('a', 'bbb')).size() > 0")]
    [InlineData("list.all(a, word.matches('(a|b)*b(a|b){99}') || true)")]
    [InlineData("list.all(a, word.contains('aaaaab') || true)")]
    [InlineData("list.all(a, businessDaysBetween(born, addDays(born, 30000)) > 0)")]
    [InlineData("list.map(a, [list, list]).map(b, b == [list, list]).size() > 0")]
    [InlineData("word.replace('', word) == word")]
    public void Work_that_grows_with_the_square_of_a_list_ends_in_an_error(string source)
    {
        var began = Stopwatch.GetTimestamp();
        Evaluate(source).IsError.ShouldBeTrue();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2)); // generous: the machine may be busy
        Evaluate(source, explain: true).IsError.ShouldBeTrue();
    }

    [Theory]
    [InlineData("list.all(a, a >= 0) && list.map(a, a * 2).filter(a, a % 3 == 0).size() == 3334")]
    [InlineData("words.exists(w, w.size() > 100) == false")]
    [InlineData("words.join(',').split(',') == words")]
    public void Long_lists_are_no_trouble(string source) => Evaluate(source).IsTrue.ShouldBeTrue();

    public static TheoryData<string> Deep { get; } =
    [
        new string('(', 3_000), new string('[', 3_000), new string('{', 3_000), new string('!', 3_000) + "yes", new string('-', 3_000) + "1",
        string.Concat(Enumerable.Repeat("{'a':", 700)) + "1", string.Concat(Enumerable.Repeat("true ? true : ", 280)) + "true",
        string.Concat(Enumerable.Repeat("list.all(a, ", 300)) + "yes" + new string(')', 300), new string('\'', 3_999), new string('9', 3_999), "1e" + new string('9', 100) + " > 0.0 && 1",
        string.Join(" && ", Enumerable.Repeat("yes", 600)), string.Join("+", Enumerable.Repeat("1", 1_999)), "word" + string.Concat(Enumerable.Repeat(".trim()", 570)), "[1]" + string.Concat(Enumerable.Repeat("[0]", 1_300)),
    ];

    [Theory, MemberData(nameof(Deep))]
    public void Deep_and_endless_sources_are_refused_or_checked_with_a_small_stack(string source)
    {
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (CelExpression.Compile(source, Facts, null, out _) is { } expression) expression.Explain(_ => CelValue.Unknown);
            }
            catch (Exception wrong)
            {
                thrown = wrong;
            }
        }, 512 * 1024);
        thread.Start();
        thread.Join();
        thrown.ShouldBeNull();
    }

    [Fact]
    public void The_longest_chains_run_with_a_small_stack()
    {
        foreach (var source in (string[])[string.Join("+", Enumerable.Repeat("1", 250)), "word" + string.Concat(Enumerable.Repeat(".trim()", 249)), string.Join("||", Enumerable.Repeat("yes", 250)), "[[1]]" + string.Concat(Enumerable.Repeat("+[[]]", 240))])
        {
            CelValue? value = null;
            var thread = new Thread(() => value = CelExpression.Compile(source, Facts, null, out _)?.Explain(_ => CelValue.Unknown).Value, 1024 * 1024);
            thread.Start();
            thread.Join();
            value.ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_guard_reads_at_most_sixty_four_facts()
    {
        var names = Enumerable.Range(0, 65).Select(i => "fact" + i).ToList();
        var many = new CelEnvironment(names.ToDictionary(n => n, _ => CelType.Bool));
        CelExpression.Compile(string.Join(" || ", names.Take(64)), many, null, out _)!.Evaluate(n => CelValue.Of(n == "fact63")).Reads.Count.ShouldBe(64);
        CelExpression.Compile(string.Join(" || ", names), many, null, out var findings).ShouldBeNull();
        findings.ShouldHaveSingleItem().Problem.ShouldBe("the expression reads 65 facts");
    }
}

namespace Journey.Domain.Cel;

/// <summary>
/// An expression of the CEL subset, parsed, checked and compiled once; safe to evaluate from many threads.
/// Inside the subset results equal the CEL specification's (github.com/google/cel-spec). Unknown: "false and unknown" is
/// false, "true or unknown" is true, and unknown dominates errors.
/// </summary>
public sealed class CelExpression
{
    /// <summary>Longer source is refused, so that no definition can exhaust the stack.</summary>
    public const int LongestSource = 4_000;

    /// <summary>An expression that names more facts is refused.</summary>
    public const int MostFacts = 64;

    /// <summary>
    /// What one evaluation may do before it ends in an error. Steps are: every part of a macro's condition for every item, every item
    /// that is compared or copied, 16 characters of a text (one, for a pattern), a day of the calendar. However macros are nested, an evaluation ends
    /// within some tens of milliseconds; one macro of 20 parts may go over 25,000 items.
    /// </summary>
    public const int MostSteps = 500_000;

    private readonly Eval _run;
    private readonly int _locals;
    private readonly Binder _checked;
    private readonly Lazy<Eval> _traced;
    private readonly CelEnvironment _environment;

    private CelExpression(string source, CelEnvironment environment, Node root, CelType type, Eval run, Binder binder)
    {
        (Source, Root, Type, Reads, _run, _locals, _checked) = (source, root, type, binder.Reads, run, binder.Locals, binder);
        _environment = environment;
        _traced = new(() => new Binder(environment, traced: true).Bind(root).Run);
    }

    public string Source { get; }

    public CelType Type { get; }

    /// <summary>Every fact the expression could read, in order of first mention.</summary>
    public IReadOnlyList<string> Reads { get; }

    /// <summary>The checked syntax, for analysis.</summary>
    internal Node Root { get; }

    /// <summary>The checked type of a node of this expression.</summary>
    internal CelType TypeOf(Node node) => _checked.Types[node];

    /// <summary>The fact that a node of this expression reads (a name, with its dots); null for anything else.</summary>
    internal string? FactOf(Node node) => _checked.Facts.GetValueOrDefault(node);

    /// <summary>A part of this expression as one of its own, with the same source; not one inside a macro, whose variable it would miss.</summary>
    internal CelExpression Part(Node node)
    {
        var binder = new Binder(_environment);
        var (type, run, _) = binder.Bind(node);
        return new(Source, _environment, node, type, run, binder);
    }

    /// <returns>The expression, or null and every finding.</returns>
    /// <param name="wanted">The type it must have; null for any.</param>
    public static CelExpression? Compile(string source, CelEnvironment environment, CelType? wanted, out IReadOnlyList<CelFinding> findings)
    {
        if (source.Length > LongestSource)
        {
            findings = [new(0, "guard.syntax", "the expression is too long", $"at most {LongestSource} characters")];
            return null;
        }
        var binder = new Binder(environment);
        findings = binder.Findings;
        Node node;
        try
        {
            node = Parser.Parse(source);
        }
        catch (CelException wrong)
        {
            findings = [wrong.Finding];
            return null;
        }
        var (type, run, _) = binder.Bind(node);
        if (findings.Count == 0 && wanted is not null && !wanted.Takes(type))
            binder.Findings.Add(new(0, "guard.type", $"the expression is {type.One}", $"{wanted.One}"));
        if (findings.Count == 0 && binder.Reads.Count > MostFacts)
            binder.Findings.Add(new(0, "guard.syntax", $"the expression reads {binder.Reads.Count} facts", $"at most {MostFacts}"));
        return findings.Count > 0 ? null : new(source, environment, node, type, run, binder);
    }

    /// <param name="facts">A fact by name; <see cref="CelValue.Unknown"/> where nobody has stated it.</param>
    public Evaluation Evaluate(Func<string, CelValue> facts) => Run(_run, new Frame(Reads, facts) { Locals = Locals() });

    /// <param name="facts">The facts in the order of <see cref="Reads"/>: the quickest way.</param>
    /// <exception cref="ArgumentException">Not as many as <see cref="Reads"/>.</exception>
    public Evaluation Evaluate(ReadOnlySpan<CelValue> facts)
    {
        if (facts.Length != Reads.Count) throw new ArgumentException($"{facts.Length} facts for {Reads.Count} names.", nameof(facts));
        return Run(_run, new Frame(Reads, facts) { Locals = Locals() });
    }

    /// <param name="givenSlot">The place in <see cref="Reads"/> of a fact that <paramref name="given"/> answers; -1 for none.</param>
    internal Evaluation Evaluate(Func<string, CelValue> facts, int givenSlot, CelValue given) =>
        Run(_run, new Frame(Reads, facts) { Locals = Locals(), GivenSlot = givenSlot, GivenValue = given });

    /// <summary>The same value as <see cref="Evaluate(Func{string, CelValue})"/>, with the way to it. Costs some hundred times as much.</summary>
    public Explanation Explain(Func<string, CelValue> facts)
    {
        var trace = new Trace(this);
        Run(_traced.Value, new Frame(Reads, facts) { Locals = Locals(), Trace = trace });
        return trace.Tree();
    }

    private CelValue[] Locals() => _locals == 0 ? [] : new CelValue[_locals];

    private Evaluation Run(Eval run, Frame frame)
    {
        var value = run(ref frame);
        return new(value, Reads, frame.Reads, frame.Missing);
    }
}

namespace Journey.Domain.Cel;

/// <summary>What an expression came to, and from what.</summary>
/// <param name="Reads">The facts that were looked at, in order, each once: what the result rests on.</param>
/// <param name="Missing">Those among them that nobody has stated.</param>
public sealed record Evaluation(CelValue Value, IReadOnlyList<string> Reads, IReadOnlyList<string> Missing)
{
    /// <summary>True or false when decided; null when unknown or an error.</summary>
    public bool? Verdict => Value.IsTrue ? true : Value.IsFalse ? false : null;
}

/// <summary>
/// An expression of the CEL subset, parsed, checked and compiled once; safe to evaluate from many threads.
/// Inside the subset results equal the CEL specification's (github.com/google/cel-spec). Unknown: "false and unknown" is
/// false, "true or unknown" is true, and unknown dominates errors.
/// </summary>
public sealed class CelExpression
{
    /// <summary>Longer source is refused, so that no definition can exhaust the stack.</summary>
    public const int LongestSource = 4_000;

    private readonly Eval _run;
    private readonly int _locals;

    private CelExpression(string source, CelType type, IReadOnlyList<string> reads, Eval run, int locals) =>
        (Source, Type, Reads, _run, _locals) = (source, type, reads, run, locals);

    public string Source { get; }

    public CelType Type { get; }

    /// <summary>Every fact the expression could read, in order of first mention.</summary>
    public IReadOnlyList<string> Reads { get; }

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
        var (type, run) = binder.Bind(node);
        if (findings.Count == 0 && wanted is not null && !wanted.Takes(type))
            binder.Findings.Add(new(0, "guard.type", $"the expression is {type.One}", $"{wanted.One}"));
        return findings.Count > 0 ? null : new(source, type, binder.Reads, run, binder.Locals);
    }

    /// <param name="facts">A fact by name; <see cref="CelValue.Unknown"/> where nobody has stated it.</param>
    public Evaluation Evaluate(Func<string, CelValue> facts)
    {
        var frame = new Frame(facts, _locals);
        var value = _run(frame);
        return new(value, frame.Reads, frame.Missing is { } missing ? missing : []);
    }
}

internal delegate CelValue Eval(Frame frame);

internal sealed class Frame(Func<string, CelValue> facts, int locals)
{
    public CelValue[] Locals { get; } = locals == 0 ? [] : new CelValue[locals];

    public List<string> Reads { get; } = new(4);

    public List<string>? Missing { get; private set; }

    public CelValue Read(string fact)
    {
        var value = facts(fact);
        if (Reads.Contains(fact)) return value;
        Reads.Add(fact);
        if (value.IsUnknown) (Missing ??= []).Add(fact);
        return value;
    }
}

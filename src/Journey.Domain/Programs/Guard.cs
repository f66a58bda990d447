using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

/// <summary>A condition in a definition: a bool expression of the CEL subset, checked and compiled when the definition is read.</summary>
public sealed class Guard(CelExpression expression)
{
    private readonly int _asOf = expression.Reads.ToList().IndexOf("asOf");

    public string Source => expression.Source;

    /// <summary>Every name it could read.</summary>
    public IReadOnlyList<string> Reads => expression.Reads;

    internal CelExpression Expression => expression;

    /// <param name="facts">A fact by name; unknown where nobody has stated it. <c>asOf</c> is answered from <paramref name="asOf"/>.</param>
    public Evaluation Evaluate(Func<string, CelValue> facts, DateOnly asOf) =>
        expression.Evaluate(facts, _asOf, CelValue.Of(asOf));

    /// <summary>The same verdict as <see cref="Evaluate"/>, with the way to it.</summary>
    public Explanation Explain(Func<string, CelValue> facts, DateOnly asOf) =>
        expression.Explain(name => string.Equals(name, "asOf", StringComparison.Ordinal) ? CelValue.Of(asOf) : facts(name));

    /// <summary>Taken apart along its "and", "or" and "not".</summary>
    public GuardPart Parts => field ??= GuardPart.Of(expression, expression.Root);

    public override string ToString() => Source;
}

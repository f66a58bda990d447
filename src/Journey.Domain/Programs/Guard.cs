using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

/// <summary>A condition in a definition: a bool expression of the CEL subset, checked and compiled when the definition is read.</summary>
public sealed class Guard(CelExpression expression)
{
    public string Source => expression.Source;

    /// <summary>Every name it could read.</summary>
    public IReadOnlyList<string> Reads => expression.Reads;

    /// <param name="facts">A fact by name; unknown where nobody has stated it. <c>asOf</c> is answered from <paramref name="asOf"/>.</param>
    public Evaluation Evaluate(Func<string, CelValue> facts, DateOnly asOf) =>
        expression.Evaluate(name => string.Equals(name, "asOf", StringComparison.Ordinal) ? CelValue.Of(asOf) : facts(name));

    public override string ToString() => Source;
}

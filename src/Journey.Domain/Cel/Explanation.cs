namespace Journey.Domain.Cel;

/// <summary>Why an expression came to its value: every part with its own value, down to the facts.</summary>
/// <param name="Expression">Its text in the source, from <paramref name="Offset"/> for <paramref name="Length"/> characters.</param>
/// <param name="Value">Unknown where it was not evaluated.</param>
/// <param name="Fact">The fact it reads, where it is one.</param>
/// <param name="Parts">
/// What it was made of, left to right; literals are left out, and a chain of <c>&amp;&amp;</c> or <c>||</c> is one level. A macro has its list
/// first, then its condition once for each of the items that say most (at most <see cref="MostItems"/>): those that decide, then unknown ones.
/// </param>
/// <param name="Evaluated">False where what stands before it had already decided.</param>
public sealed record Explanation(string Expression, int Offset, int Length, CelValue Value, string? Fact, IReadOnlyList<Explanation> Parts, bool Evaluated)
{
    public const int MostItems = 8;
}

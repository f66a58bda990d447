namespace Journey.Domain.Cel;

/// <summary>A parsed expression; two that look alike at different places are different keys of <see cref="CelExpression.TypeOf"/>.</summary>
/// <param name="At">The offset a finding points to: an operator's is its sign.</param>
internal abstract record Node(int At)
{
    /// <summary>Where its own text begins, and the first offset after it; brackets around it are not its own.</summary>
    public int Start { get; init; }

    public int End { get; init; }

    /// <summary>How many nodes lie below each other, with this one.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>The parts, left to right; a macro's variable is a part.</summary>
    public IReadOnlyList<Node> Children => this switch
    {
        Select select => [select.Of],
        Call call => call.Target is null ? call.Args : [call.Target, .. call.Args],
        ListLiteral list => list.Items,
        MapLiteral map => [.. map.Items.SelectMany(i => new[] { i.Key, i.Value })],
        Conditional conditional => [conditional.When, conditional.Then, conditional.Else],
        _ => [],
    };

    /// <summary>How many nodes there are, with this one.</summary>
    public int Count => 1 + Children.Sum(c => c.Count);
}

internal sealed record Literal(int At, CelValue Value, CelType Type) : Node(At);

/// <summary>One word: a fact, a macro's variable, or the first word of a fact with dots.</summary>
internal sealed record Name(int At, string Id) : Node(At);

/// <summary><c>of.field</c>: the later words of a fact with dots (<c>criteria.allMet</c>), or a map's item.</summary>
internal sealed record Select(int At, Node Of, string Field) : Node(At);

/// <param name="Function">Operators are named by their sign: <c>&amp;&amp;</c>, <c>&lt;</c>, <c>-</c> (of one or two), <c>[]</c>, <c>in</c>.</param>
/// <param name="Target">The receiver of <c>a.f(b)</c>; null for operators and <c>f(a)</c>.</param>
internal sealed record Call(int At, string Function, Node? Target, IReadOnlyList<Node> Args) : Node(At)
{
    public bool IsMacro => Target is not null && Args.Count == 2 && Function is "all" or "exists" or "exists_one" or "filter" or "map";
}

internal sealed record ListLiteral(int At, IReadOnlyList<Node> Items) : Node(At);

internal sealed record MapLiteral(int At, IReadOnlyList<(Node Key, Node Value)> Items) : Node(At);

internal sealed record Conditional(int At, Node When, Node Then, Node Else) : Node(At);

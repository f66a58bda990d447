namespace Journey.Domain.Cel;

/// <summary>A parsed expression. <paramref name="At"/> is the offset a finding points to.</summary>
internal abstract record Node(int At);

internal sealed record Literal(int At, CelValue Value, CelType Type) : Node(At);

/// <summary>A name, qualified by dots or not: <c>annualIncome</c>, <c>criteria.allMet</c>.</summary>
internal sealed record Name(int At, string Id) : Node(At);

/// <param name="Target">The receiver of <c>a.f(b)</c>; operators have none and are named by their sign.</param>
internal sealed record Call(int At, string Function, Node? Target, IReadOnlyList<Node> Args) : Node(At);

internal sealed record ListLiteral(int At, IReadOnlyList<Node> Items) : Node(At);

internal sealed record Conditional(int At, Node When, Node Then, Node Else) : Node(At);

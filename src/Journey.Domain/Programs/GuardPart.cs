using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

public enum GuardPartKind { AllOf, AnyOf, Not, Fact, Other }

/// <summary>
/// A guard, or a part of one, taken apart along its "and", "or" and "not": each part can say its own value, although the whole may
/// have been decided without it.
/// </summary>
/// <param name="Parts">Of a fact and of anything else (a comparison, say): none.</param>
public sealed record GuardPart(GuardPartKind Kind, CelExpression Expression, IReadOnlyList<GuardPart> Parts)
{
    /// <summary>As the definition writes it.</summary>
    public string Text => Expression.Source[Expression.Root.Start..Expression.Root.End];

    /// <summary>The fact's name, where it is one.</summary>
    public string? Fact => Kind == GuardPartKind.Fact ? Expression.Reads[0] : null;

    internal static GuardPart Of(CelExpression whole, Node node) => node switch
    {
        Call { Function: "&&" } => Chain(whole, node, "&&", GuardPartKind.AllOf),
        Call { Function: "||" } => Chain(whole, node, "||", GuardPartKind.AnyOf),
        Call { Function: "!", Args: [var of] } => new(GuardPartKind.Not, whole.Part(node), [Of(whole, of)]),
        _ => new(whole.FactOf(node) is null ? GuardPartKind.Other : GuardPartKind.Fact, whole.Part(node), []),
    };

    private static GuardPart Chain(CelExpression whole, Node node, string sign, GuardPartKind kind) =>
        new(kind, whole.Part(node), [.. Links(node, sign).Select(part => Of(whole, part))]);

    // a && b && c is one level of three.
    private static IEnumerable<Node> Links(Node node, string sign) =>
        node is Call call && string.Equals(call.Function, sign, StringComparison.Ordinal) ? call.Args.SelectMany(a => Links(a, sign)) : [node];
}

using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

/// <summary>An answer that a guard compares a choice with, and that nobody can give.</summary>
/// <param name="Offset">Of the word in the guard's source, from 0.</param>
public sealed record UnknownOption(int Offset, string Option, Field Field);

/// <summary>Comparisons of a choice with what is not one of its options can only be misspelt: they are never true.</summary>
public static class GuardOptions
{
    /// <param name="field">The field that a fact's name stands for; null when it is none.</param>
    public static IEnumerable<UnknownOption> Unknown(Guard guard, Func<string, Field?> field) => Within(guard.Expression.Root, name => guard.Expression.FactOf(name) is { } fact && field(fact) is { Options.Count: > 0 } known ? known : null);

    private static IEnumerable<UnknownOption> Within(Node node, Func<Node, Field?> field)
    {
        // A macro's variable is one answer of its list, and hides a fact of that name.
        if (node is Call { IsMacro: true, Target: { } list, Args: [Name variable, var body] })
        {
            var asked = field(list);
            return Within(list, field).Concat(Within(body, n => n is Name { Id: var id } && string.Equals(id, variable.Id, StringComparison.Ordinal) ? asked : field(n)));
        }
        var here = node is Call { Function: "==" or "!=" or "in", Target: null, Args: [var left, var right] }
            ? Compared(field(left), right).Concat(Compared(field(right), left)) : [];
        return here.Concat(Inside(node).SelectMany(n => Within(n, field)));
    }

    private static IEnumerable<UnknownOption> Compared(Field? field, Node with) => field is null ? [] : with switch
    {
        Literal { Value.Kind: CelKind.String } word => field.Options.Any(o => string.Equals(o.Id, word.Value.Text, StringComparison.Ordinal)) ? [] : [new UnknownOption(word.At, word.Value.Text, field)],
        ListLiteral list => list.Items.SelectMany(i => Compared(field, i)),
        _ => [],
    };

    private static IEnumerable<Node> Inside(Node node) => node switch
    {
        Call { Target: { } target } call => [target, .. call.Args],
        Call call => call.Args,
        ListLiteral list => list.Items,
        MapLiteral map => map.Items.SelectMany(i => new[] { i.Key, i.Value }),
        Conditional either => [either.When, either.Then, either.Else],
        Select select => [select.Of],
        _ => [],
    };
}

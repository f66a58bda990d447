using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Explain;

/// <summary>
/// Why something is as it is: what it says, from what it was reckoned, and the entries at the bottom of it. The words belong to
/// <paramref name="Code"/>, in both languages, filled in with <paramref name="Args"/>; no sealed value is part of it.
/// </summary>
/// <param name="Expression">As the definition writes it, where it is one.</param>
/// <param name="Value"><c>true</c>, <c>false</c>, <c>unknown</c>, a number, a day, or a word of the code's own such as <c>sealed</c>.</param>
/// <param name="Because">What it follows from.</param>
/// <param name="Events">The entries that say it, in the order in which they count.</param>
public sealed record Why(string Code, IReadOnlyList<WhyArg> Args, string? Expression, string Value, IReadOnlyList<Why> Because, IReadOnlyList<EffectiveEntry> Events)
{
    public const string True = "true", False = "false", Unknown = "unknown";

    /// <summary>Every code that an explanation may have, those of facts included: each has words.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "gate.exit", "gate.entry", "gate.none", "all-of", "any-of", "not", "holds",
        "criterion", "criterion.unchecked", "criterion.fact", "criterion.override", "rubric", "rubric.unscored", "rubric.item", "rubric.mean", "rubric.override",
        "due", "due.anchor", "due.period", "due.window", "due.cancelled", "due.re-anchored", "due.record", "due.late-known", "due.mark",
        "stage", "stage.never", "stage.stay", "stage.entered", "stage.left", "stage.after", "stage.seat",
        "fact.asOf", .. GateFacts.Codes.Select(c => "fact." + c),
    ];

    /// <summary>The tree, depth first: this one first.</summary>
    public IEnumerable<Why> All => Because.SelectMany(b => b.All).Prepend(this);
}

/// <summary>What the words of a code are filled in with.</summary>
public abstract record WhyArg
{
    /// <summary>Words of the definition.</summary>
    public sealed record Words(Text Text) : WhyArg;

    public sealed record Day(DateOnly On) : WhyArg;

    public sealed record Number(decimal N) : WhyArg;

    public sealed record Span(Period Period) : WhyArg;

    /// <summary>A value of a closed family of the product, such as <c>Milestone</c>, <c>jobLost</c>.</summary>
    public sealed record Named(string Family, string Value) : WhyArg;

    /// <summary>As it is written, such as <c>America/Halifax</c>.</summary>
    public sealed record Written(string Text) : WhyArg;
}

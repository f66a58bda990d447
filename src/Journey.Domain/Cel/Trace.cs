namespace Journey.Domain.Cel;

/// <summary>What was evaluated, in order, kept while an expression runs; afterwards made into an <see cref="Explanation"/>.</summary>
internal sealed class Trace(CelExpression expression)
{
    private readonly Stack<Step> _open = new([new Step(null!)]);
    private int _macros;

    private sealed record Step(Node Node)
    {
        public CelValue Value { get; set; }
        public List<Step> Parts { get; } = [];
    }

    public static Eval Around(Node node, Eval run) => (ref frame) =>
    {
        if (frame.Trace is not { } trace) return run(ref frame);
        var step = new Step(node);
        trace._open.Push(step);
        if (node is Call { IsMacro: true }) trace._macros++;
        step.Value = run(ref frame);
        if (node is Call { IsMacro: true }) trace._macros--;
        trace._open.Pop();
        trace.Keep(trace._open.Peek(), step);
        return step.Value;
    };

    public Explanation Tree() => Explain(_open.Peek().Parts[0]);

    // A macro keeps few items, and fewer inside another one, so that the tree stays small however long the lists are.
    private void Keep(Step parent, Step part)
    {
        if (parent.Node is Call { IsMacro: true } macro && ReferenceEquals(part.Node, macro.Args[1]))
        {
            var most = _macros switch { 1 => Explanation.MostItems, 2 => 3, _ => 1 };
            if (parent.Parts.Count > most) // its list is the first part
            {
                var last = parent.Parts.FindLastIndex(p => ReferenceEquals(p.Node, part.Node) && Weight(macro, p) < Weight(macro, part));
                if (last < 0) return;
                parent.Parts.RemoveAt(last);
            }
        }
        parent.Parts.Add(part);
    }

    private static int Weight(Call macro, Step item) => item.Value switch
    {
        { IsUnknown: true } => 2,
        { IsError: true } => 1,
        { IsTrue: true } => macro.Function is "all" ? 0 : 3,
        { IsFalse: true } => macro.Function is "all" ? 3 : 0,
        _ => 0,
    };

    private Explanation Explain(Step step)
    {
        var parts = new List<Explanation>();
        Parts(step, parts);
        return Of(step.Node, step.Value, parts, evaluated: true);
    }

    private void Parts(Step step, List<Explanation> into)
    {
        if (expression.FactOf(step.Node) is not null) return;
        foreach (var child in Children(step.Node))
        {
            if (child is Literal) continue;
            var runs = step.Parts.Where(p => ReferenceEquals(p.Node, child)).ToList();
            if (runs.Count == 0) into.Add(Of(child, CelValue.Unknown, [], evaluated: false));
            foreach (var run in runs)
            {
                if (step.Node is Call { Function: "&&" or "||" } chain && child is Call inner && string.Equals(inner.Function, chain.Function, StringComparison.Ordinal)) Parts(run, into);
                else into.Add(Explain(run));
            }
        }
    }

    private static IReadOnlyList<Node> Children(Node node) => node switch
    {
        Call { Function: "has", Target: null, Args: [Select { Of: var map }] } => [map],
        Call { IsMacro: true } macro => [macro.Target!, macro.Args[1]],
        _ => node.Children,
    };

    private Explanation Of(Node node, CelValue value, IReadOnlyList<Explanation> parts, bool evaluated) =>
        new(expression.Source[node.Start..node.End], node.Start, node.End - node.Start, value, expression.FactOf(node), parts, evaluated);
}

namespace Journey.Domain.Cel;

/// <summary>A checked and compiled part.</summary>
/// <param name="Constant">Its value, where it reads nothing.</param>
internal readonly record struct Bound(CelType Type, Eval Run, CelValue? Constant = null)
{
    public static Bound Of(CelType type, CelValue constant) => new(type, (ref _) => constant, constant);
}

/// <summary>Checks types and turns a syntax tree into closures, in one pass; goes on after a finding to report them all.</summary>
/// <param name="traced">Whether each part notes its value (see <see cref="Trace"/>); constants are then computed like the rest.</param>
internal sealed partial class Binder(CelEnvironment environment, bool traced = false)
{
    private static readonly Bound Wrong = new(CelType.Any, (ref _) => CelValue.Unknown);

    private readonly List<(string Name, CelType Type)> _scope = [];

    public List<CelFinding> Findings { get; } = [];

    public List<string> Reads { get; } = [];

    public int Locals { get; private set; }

    public Dictionary<Node, CelType> Types { get; } = new(ReferenceEqualityComparer.Instance);

    public Dictionary<Node, string> Facts { get; } = new(ReferenceEqualityComparer.Instance);

    public Bound Bind(Node node)
    {
        try
        {
            var bound = node switch
            {
                Literal literal => Bound.Of(literal.Type, literal.Value),
                Name or Select => Read(node),
                Conditional conditional => Bind(conditional),
                ListLiteral list => Bind(list),
                MapLiteral map => Bind(map),
                Call { Function: "&&" or "||" } logic => Logic(logic, decisive: string.Equals(logic.Function, "||", StringComparison.Ordinal)),
                Call { Function: "has", Target: null } has => Has(has),
                Call { IsMacro: true } macro => Macro(macro),
                Call call => Bind(call),
                _ => throw new InvalidOperationException($"No rule for {node.GetType().Name}."),
            };
            Types[node] = bound.Type;
            return traced ? new(bound.Type, Trace.Around(node, bound.Run)) : bound;
        }
        catch (CelException wrong)
        {
            Findings.Add(wrong.Finding);
            return Wrong;
        }
    }

    // An operand that decides wins over whatever the other is; after that unknown wins over an error (CEL, "Logical operators", "Partial state").
    private Bound Logic(Call logic, bool decisive)
    {
        var left = Condition(logic.Args[0]);
        var right = Condition(logic.Args[1]);
        return new(CelType.Bool, (ref frame) =>
        {
            var a = left(ref frame);
            if (Decides(a, decisive)) return a;
            var b = right(ref frame);
            if (a.Kind == CelKind.Bool || Decides(b, decisive)) return b;
            return a.IsUnknown || !b.IsUnknown ? a : b;
        });
    }

    private static bool Decides(CelValue value, bool decisive) => decisive ? value.IsTrue : value.IsFalse;

    private Bound Bind(Conditional node)
    {
        var when = Condition(node.When);
        var (thenType, then, _) = Bind(node.Then);
        var (elseType, otherwise, _) = Bind(node.Else);
        if (!thenType.Takes(elseType) && !elseType.Takes(thenType)) throw CelException.Type(node.At, $"the two sides are {thenType.One} and {elseType.One}", "two of the same type");
        return new(thenType.With(elseType), (ref frame) =>
        {
            var value = when(ref frame);
            return value.IsTrue ? then(ref frame) : value.IsFalse ? otherwise(ref frame) : value;
        });
    }

    private Bound Bind(Call call)
    {
        IReadOnlyList<Node> operands = call.Target is null ? call.Args : [call.Target, .. call.Args];
        var before = Findings.Count;
        var bound = operands.Select(Bind).ToArray();
        if (Findings.Count > before) return Wrong;

        var name = call.Target is null ? call.Function : "." + call.Function;
        var types = Array.ConvertAll(bound, b => b.Type);
        var found = Operators.Find(name, types) ?? throw Refuse(call, name, types);
        if (found.NeedsCalendar && environment.Calendar is null)
            throw new CelException(new(call.At, "guard.no-calendar", $"{call.Function}() counts business days, and no calendar is known here", "a calendar in the program, or a function of plain days"));
        if (found.Prepare is { } prepare)
        {
            if (operands[1] is not Literal { Value: var pattern }) throw CelException.Unsupported(operands[1].At, "a pattern that is not written out");
            found = found with { Run = prepare(pattern) ?? throw CelException.Type(operands[1].At, "this pattern is wrong, or beyond what can be matched in linear time", "letters, . [a-z] ( | ) * + ? {2,5} ^ $ \\d \\w \\s") };
        }
        foreach (var operand in found.Literal ? operands : [])
            if (operand is Literal literal && found.Apply(environment.Calendar, literal.Value) is { IsError: true } wrong) throw CelException.Type(literal.At, wrong.Text, found.Name);

        return Constant(found.ResultOf(types), Compiled(found, bound), bound);
    }

    // An unknown argument wins over an error (CEL, "Partial state"); the function is then not asked.
    private Eval Compiled(Overload found, Bound[] bound)
    {
        var first = bound.Length > 0 ? bound[0].Run : Nothing;
        var second = bound.Length > 1 ? bound[1].Run : Nothing;
        if (found is { Run: { } run, Cost: null })
        {
            if (bound.Length == 1) return (ref frame) => first(ref frame) is var a && a.Kind <= CelKind.Error ? a : run(a, default);
            return (ref frame) =>
            {
                var a = first(ref frame);
                var b = second(ref frame);
                return a.Kind <= CelKind.Error || b.Kind <= CelKind.Error ? Worse(a, b) : run(a, b);
            };
        }
        var third = bound.Length > 2 ? bound[2].Run : Nothing;
        var (calendar, cost) = (environment.Calendar, found.Cost ?? ((_, _) => 0));
        return (ref frame) =>
        {
            var a = first(ref frame);
            var b = second(ref frame);
            var c = third(ref frame);
            if (a.Kind <= CelKind.Error || b.Kind <= CelKind.Error || c.Kind <= CelKind.Error) return Worse(Worse(a, b), c);
            return frame.Spend(cost(a, b)) ? found.Apply(calendar, a, b, c) : TooMuch;
        };
    }

    private static readonly Eval Nothing = (ref _) => CelValue.Null;

    private static CelValue TooMuch { get; } = CelValue.Error($"more than {CelExpression.MostSteps} steps");

    /// <summary>Unknown before an error, an error before what is good so far.</summary>
    private static CelValue Worse(CelValue sofar, CelValue next) =>
        sofar.IsUnknown || next.Kind > CelKind.Error || (sofar.IsError && next.IsError) ? sofar : next;

    private static CelException Refuse(Call call, string name, CelType[] types)
    {
        var shown = string.Join(" and ", types.Select(t => t.ToString()));
        var known = Operators.Signatures(name, types);
        return known.Count == 0
            ? CelException.Unsupported(call.At, $"{call.Function}()")
            : CelException.Type(call.At, $"'{call.Function}' does not take {(types.Length == 0 ? "nothing" : shown)}", string.Join(" or ", known));
    }

    private Eval Condition(Node node)
    {
        var (type, run, _) = Bind(node);
        if (!CelType.Bool.Takes(type)) Findings.Add(new(node.At, "guard.type", $"{type.One} where a condition is wanted", "a bool"));
        return run;
    }
}

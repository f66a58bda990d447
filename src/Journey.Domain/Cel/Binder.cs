namespace Journey.Domain.Cel;

/// <summary>Checks types and turns a syntax tree into closures, in one pass; goes on after a finding to report them all.</summary>
internal sealed partial class Binder(CelEnvironment environment)
{
    private static readonly (CelType, Eval) Wrong = (CelType.Any, _ => CelValue.Unknown);

    private readonly List<(string Name, CelType Type, int Slot)> _scope = [];

    public List<CelFinding> Findings { get; } = [];

    public List<string> Reads { get; } = [];

    public int Locals { get; private set; }

    public (CelType Type, Eval Run) Bind(Node node)
    {
        try
        {
            return node switch
            {
                Literal literal => (literal.Type, _ => literal.Value),
                Name name => Bind(name),
                Conditional conditional => Bind(conditional),
                ListLiteral list => Bind(list),
                Call { Function: "&&" or "||" } logic => Logic(logic, decisive: string.Equals(logic.Function, "||", StringComparison.Ordinal)),
                Call { Function: "has", Target: null } has => Has(has),
                Call { Function: "all" or "exists" or "exists_one" or "filter" or "map", Target: not null } macro => Macro(macro),
                Call call => Bind(call),
                _ => throw CelException.Unsupported(node.At, "this form"),
            };
        }
        catch (CelException wrong)
        {
            Findings.Add(wrong.Finding);
            return Wrong;
        }
    }

    private (CelType, Eval) Bind(Name name)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            var (local, localType, slot) = _scope[i];
            if (string.Equals(local, name.Id, StringComparison.Ordinal)) return (localType, frame => frame.Locals[slot]);
            if (name.Id.StartsWith(local + ".", StringComparison.Ordinal)) throw CelException.Unsupported(name.At, "a field of a value");
        }
        var type = Declared(name);
        return (type, frame => frame.Read(name.Id));
    }

    private CelType Declared(Name name)
    {
        if (!environment.Names.TryGetValue(name.Id, out var type))
            throw new CelException(new(name.At, "guard.unknown-name", $"nothing is called '{name.Id}'",
                environment.Names.Count == 0 ? "no names here" : "one of " + string.Join(", ", environment.Names.Keys.Order(StringComparer.Ordinal))));
        if (!Reads.Contains(name.Id)) Reads.Add(name.Id);
        return type;
    }

    // has(fact): whether somebody has stated it. CEL knows the form for a field of a message; here a fact is one.
    private (CelType, Eval) Has(Call has)
    {
        if (has.Args is not [Name name]) throw CelException.Type(has.At, "has() asks about something that is not a fact", "has(nameOfAFact)");
        Declared(name);
        return (CelType.Bool, frame => CelValue.Of(!frame.Read(name.Id).IsUnknown));
    }

    // An operand that decides wins over whatever the other is; after that unknown wins over an error (CEL, "Logical operators", "Partial state").
    private (CelType, Eval) Logic(Call logic, bool decisive)
    {
        var left = Bool(logic.Args[0]);
        var right = Bool(logic.Args[1]);
        return (CelType.Bool, frame =>
        {
            var a = left(frame);
            if (Decides(a, decisive)) return a;
            var b = right(frame);
            if (Decides(b, decisive) || a.Kind == CelKind.Bool) return b;
            return a.IsUnknown || !b.IsUnknown ? a : b;
        });
    }

    private static bool Decides(CelValue value, bool decisive) => decisive ? value.IsTrue : value.IsFalse;

    private (CelType, Eval) Bind(Conditional node)
    {
        var when = Bool(node.When);
        var (type, then) = Bind(node.Then);
        var (elseType, otherwise) = Bind(node.Else);
        if (!type.Takes(elseType) && !elseType.Takes(type)) throw CelException.Type(node.At, $"the two sides are {type.One} and {elseType.One}", "two of the same type");
        return (type == CelType.Any ? elseType : type, frame =>
        {
            var value = when(frame);
            return value.IsTrue ? then(frame) : value.IsFalse ? otherwise(frame) : value;
        });
    }

    private (CelType, Eval) Bind(ListLiteral list)
    {
        var items = new List<Eval>();
        var type = CelType.Any;
        foreach (var node in list.Items)
        {
            var (itemType, item) = Bind(node);
            if (!type.Takes(itemType)) throw CelException.Type(node.At, $"{itemType.One} in a list of {type}", $"{type.One}");
            if (type == CelType.Any) type = itemType;
            items.Add(item);
        }
        return (CelType.ListOf(type), frame =>
        {
            var values = new CelValue[items.Count];
            var bad = CelValue.Null;
            for (var i = 0; i < values.Length; i++) bad = Worse(bad, values[i] = items[i](frame));
            return bad.Kind <= CelKind.Error ? bad : CelValue.Of(values);
        });
    }

    private (CelType, Eval) Bind(Call call)
    {
        var operands = call.Target is null ? call.Args : [call.Target, .. call.Args];
        var bound = new (CelType Type, Eval Run)[operands.Count];
        var before = Findings.Count;
        for (var i = 0; i < bound.Length; i++) bound[i] = Bind(operands[i]);
        if (Findings.Count > before) return Wrong;

        var name = call.Target is null ? call.Function : "." + call.Function;
        var types = Array.ConvertAll(bound, b => b.Type);
        var found = Operators.Find(name, types) ?? throw Refuse(call, name, types);
        if (found.Constant && operands is [Literal literal] && found.Run(literal.Value, default) is { IsError: true } wrong)
            throw CelException.Type(literal.At, wrong.Text, found.Name);

        var result = found.Result.Element == CelType.Any ? types.FirstOrDefault(t => t.Element is { } e && e != CelType.Any) ?? types[0] : found.Result;
        if (found.Result == CelType.Any) result = types[0].Element ?? CelType.Any;
        var run = found.Run;
        var left = bound[0].Run;
        if (bound.Length == 1) return (result, frame => left(frame) is var a && a.Kind <= CelKind.Error ? a : run(a, default));
        var right = bound[1].Run;
        return (result, frame =>
        {
            var a = left(frame);
            var b = right(frame);
            if (a.Kind <= CelKind.Error || b.Kind <= CelKind.Error) return a.IsUnknown || (a.IsError && !b.IsUnknown) ? a : b;
            return run(a, b);
        });
    }

    private static CelException Refuse(Call call, string name, CelType[] types)
    {
        var shown = string.Join(" and ", types.Select(t => t.ToString()));
        var known = Operators.Signatures(name, types);
        return known.Count == 0
            ? CelException.Unsupported(call.At, $"{call.Function}()")
            : CelException.Type(call.At, $"'{call.Function}' does not take {shown}", string.Join(" or ", known));
    }

    private Eval Bool(Node node)
    {
        var (type, run) = Bind(node);
        if (!CelType.Bool.Takes(type)) Findings.Add(new(node.At, "guard.type", $"{type.One} where a condition is wanted", "a bool"));
        return run;
    }
}

namespace Journey.Domain.Cel;

/// <summary>The macros over lists and over the keys of maps (language definition, "Macros"), and the literals of both.</summary>
internal sealed partial class Binder
{
    private Bound Macro(Call macro)
    {
        if (macro.Args is not [Name { Id: var variable }, var body]) throw CelException.Type(macro.At, $"{macro.Function}() without a variable", $"list.{macro.Function}(x, expression)");
        var (type, items, _) = Bind(macro.Target!);
        if (type != CelType.Any && type.Element is null) throw CelException.Type(macro.At, $"{macro.Function}() over {type.One}", "a list or a map");
        var slot = _scope.Count;
        var element = type.Key ?? type.Element ?? CelType.Any;
        _scope.Add((variable, element));
        Locals = Math.Max(Locals, _scope.Count);
        var (bodyType, run) = (CelType.Bool, Wrong.Run);
        if (string.Equals(macro.Function, "map", StringComparison.Ordinal)) (bodyType, run, _) = Bind(body);
        else run = Condition(body);
        _scope.RemoveAt(_scope.Count - 1);
        var cost = body.Count;
        return macro.Function switch
        {
            "all" => new(CelType.Bool, Search(items, slot, run, cost, decisive: false)),
            "exists" => new(CelType.Bool, Search(items, slot, run, cost, decisive: true)),
            "exists_one" => new(CelType.Bool, Collect(items, slot, run, cost, kept => CelValue.Of(kept.Count == 1), filter: true)),
            "filter" => new(CelType.ListOf(element), Collect(items, slot, run, cost, CelValue.Of, filter: true)),
            _ => new(CelType.ListOf(bodyType), Collect(items, slot, run, cost, CelValue.Of, filter: false)),
        };
    }

    // `all` and `exists` are `&&` and `||` over the items: one that decides wins over unknowns and errors.
    private static Eval Search(Eval list, int slot, Eval test, int cost, bool decisive) => (ref frame) =>
    {
        var from = list(ref frame);
        if (from.Items is not { } items) return from;
        var rest = CelValue.Of(!decisive);
        for (var i = 0; i < items.Count; i++)
        {
            if (!frame.Spend(cost)) return TooMuch;
            frame.Locals[slot] = items[i];
            var value = test(ref frame);
            if (Decides(value, decisive)) return value;
            rest = Worse(rest, value);
        }
        return rest;
    };

    private static Eval Collect(Eval list, int slot, Eval run, int cost, Func<List<CelValue>, CelValue> result, bool filter) => (ref frame) =>
    {
        var from = list(ref frame);
        if (from.Items is not { } items) return from;
        var kept = new List<CelValue>();
        var bad = CelValue.Null;
        for (var i = 0; i < items.Count; i++)
        {
            if (!frame.Spend(cost)) return TooMuch;
            frame.Locals[slot] = items[i];
            var value = run(ref frame);
            bad = Worse(bad, value);
            if (!filter) kept.Add(value);
            else if (value.IsTrue) kept.Add(items[i]);
        }
        return bad.Kind <= CelKind.Error ? bad : result(kept);
    };

    private Bound Bind(ListLiteral list)
    {
        var before = Findings.Count;
        var items = list.Items.Select(Bind).ToArray();
        if (Findings.Count > before) return Wrong;
        var type = Common(list.Items, items, "list");
        Eval run = (ref frame) =>
        {
            if (!frame.Spend(items.Length)) return TooMuch;
            var values = new CelValue[items.Length];
            var bad = CelValue.Null;
            for (var i = 0; i < values.Length; i++) bad = Worse(bad, values[i] = items[i].Run(ref frame));
            return bad.Kind <= CelKind.Error ? bad : CelValue.Of(values);
        };
        return Constant(CelType.ListOf(type), run, items);
    }

    private Bound Bind(MapLiteral map)
    {
        var before = Findings.Count;
        var keys = map.Items.Select(i => Bind(i.Key)).ToArray();
        var values = map.Items.Select(i => Bind(i.Value)).ToArray();
        if (Findings.Count > before) return Wrong;
        var key = Common([.. map.Items.Select(i => i.Key)], keys, "map");
        if (key != CelType.Any && key != CelType.Bool && key != CelType.Int && key != CelType.String) throw CelException.Type(map.Items[0].Key.At, $"{key.One} as a key", "a bool, an int or a string");
        var type = Common([.. map.Items.Select(i => i.Value)], values, "map");
        Eval run = (ref frame) =>
        {
            if (!frame.Spend(keys.Length)) return TooMuch;
            var made = new Dictionary<CelValue, CelValue>(keys.Length);
            var bad = CelValue.Null;
            for (var i = 0; i < keys.Length; i++)
            {
                var (k, v) = (keys[i].Run(ref frame), values[i].Run(ref frame));
                bad = Worse(Worse(bad, k), v);
                if (k.Kind > CelKind.Error && !made.TryAdd(k, v)) bad = Worse(bad, CelValue.Error($"the key {k} twice in a map"));
            }
            return bad.Kind <= CelKind.Error ? bad : CelValue.Of(made);
        };
        return Constant(CelType.MapOf(key, type), run, [.. keys, .. values]);
    }

    private Bound Constant(CelType type, Eval run, Bound[] parts)
    {
        if (traced || !Array.TrueForAll(parts, p => p.Constant is not null)) return new(type, run);
        var frame = new Frame([], []);
        return Bound.Of(type, run(ref frame));
    }

    private static CelType Common(IReadOnlyList<Node> nodes, Bound[] bound, string what)
    {
        var type = CelType.Any;
        for (var i = 0; i < bound.Length; i++)
        {
            if (!type.Takes(bound[i].Type)) throw CelException.Type(nodes[i].At, $"{bound[i].Type.One} in a {what} of {type}", $"{type.One}");
            type = type.With(bound[i].Type);
        }
        return type;
    }
}

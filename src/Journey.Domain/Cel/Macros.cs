namespace Journey.Domain.Cel;

/// <summary>The macros over lists (language definition, "Macros").</summary>
internal sealed partial class Binder
{
    private (CelType, Eval) Macro(Call macro)
    {
        if (macro.Args is not [Name { Id: var variable }, var body] || variable.Contains('.')) throw CelException.Type(macro.At, $"{macro.Function}() without a variable", $"list.{macro.Function}(x, expression)");
        var (type, list) = Bind(macro.Target!);
        if (type != CelType.Any && type.Element is null) throw CelException.Type(macro.At, $"{macro.Function}() over {type.One}", "a list");
        var slot = Locals++;
        _scope.Add((variable, type.Element ?? CelType.Any, slot));
        var (bodyType, run) = string.Equals(macro.Function, "map", StringComparison.Ordinal) ? Bind(body) : (CelType.Bool, Bool(body));
        _scope.RemoveAt(_scope.Count - 1);
        return macro.Function switch
        {
            "all" => (CelType.Bool, Search(list, slot, run, decisive: false)),
            "exists" => (CelType.Bool, Search(list, slot, run, decisive: true)),
            "exists_one" => (CelType.Bool, Collect(list, slot, run, (found, _) => CelValue.Of(found.Count == 1), filter: true)),
            "filter" => (type, Collect(list, slot, run, (found, _) => CelValue.Of(found), filter: true)),
            _ => (CelType.ListOf(bodyType), Collect(list, slot, run, (_, mapped) => CelValue.Of(mapped), filter: false)),
        };
    }

    // `all` and `exists` are `&&` and `||` over the items: one that decides wins over unknowns and errors.
    private static Eval Search(Eval list, int slot, Eval test, bool decisive) => frame =>
    {
        var items = list(frame);
        if (items.Kind != CelKind.List) return items;
        var rest = CelValue.Of(!decisive);
        foreach (var item in items.List)
        {
            frame.Locals[slot] = item;
            var value = test(frame);
            if (Decides(value, decisive)) return value;
            rest = Worse(rest, value);
        }
        return rest;
    };

    private static Eval Collect(Eval list, int slot, Eval run, Func<List<CelValue>, List<CelValue>, CelValue> result, bool filter) => frame =>
    {
        var items = list(frame);
        if (items.Kind != CelKind.List) return items;
        List<CelValue> kept = [], mapped = [];
        var bad = CelValue.Null;
        foreach (var item in items.List)
        {
            frame.Locals[slot] = item;
            var value = run(frame);
            bad = Worse(bad, value);
            if (!filter) mapped.Add(value);
            else if (value.IsTrue) kept.Add(item);
        }
        return bad.Kind <= CelKind.Error ? bad : result(kept, mapped);
    };

    /// <summary>Unknown before an error, an error before what is good so far.</summary>
    private static CelValue Worse(CelValue sofar, CelValue next) =>
        sofar.IsUnknown || next.Kind > CelKind.Error || (sofar.IsError && next.IsError) ? sofar : next;
}

namespace Journey.Domain.Cel;

/// <summary>The operators and which types they take. Two numbers of different types compare, but are not added (CEL, "Overloads").</summary>
internal static class Operators
{
    private static readonly ILookup<string, Overload> All = Build().Concat(Arithmetic.Build()).Concat(Functions.Build()).Concat(Texts.Build()).Concat(Days.Build())
        .ToLookup(o => o.Name, StringComparer.Ordinal);

    public static Overload? Find(string name, CelType[] types)
    {
        if (name is "==" or "!=" && !types[0].Takes(types[1]) && !types[1].Takes(types[0])) return null;
        if (name is "in" && (types[1].Key ?? types[1].Element) is { } held && !held.Takes(types[0])) return null;
        if (name is "[]" && types[0].Key is { } key && !key.Takes(types[1])) return null;
        return All[name].FirstOrDefault(o => o.Args.Length == types.Length && o.Args.Zip(types).All(p => p.First.Takes(p.Second)));
    }

    /// <summary>What an operator would take; beside a fitting left side, only what may stand with it.</summary>
    public static IReadOnlyList<string> Signatures(string name, CelType[] types)
    {
        if (name is "==" or "!=") return ["two of the same type"];
        var beside = All[name].Where(o => types.Length > 0 && o.Args.Length > 0 && o.Args[0].Takes(types[0])).ToList();
        return [.. (beside.Count > 0 ? beside : All[name]).Select(o => string.Join(" and ", o.Args.Select(a => a.ToString()))).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<Overload> Build()
    {
        foreach (var held in (CelType[])[CelType.AnyList, CelType.AnyMap, CelType.String]) // these take longer, the longer they are
        {
            yield return new("==", [held, held], CelType.Bool, (a, b) => Equal(a, b, same: true), Sizes.Both);
            yield return new("!=", [held, held], CelType.Bool, (a, b) => Equal(a, b, same: false), Sizes.Both);
        }
        yield return new("==", [CelType.Any, CelType.Any], CelType.Bool, (a, b) => Equal(a, b, same: true));
        yield return new("!=", [CelType.Any, CelType.Any], CelType.Bool, (a, b) => Equal(a, b, same: false));
        yield return new("in", [CelType.Any, CelType.AnyList], CelType.Bool, (a, b) => CelValue.Of(b.List.Contains(a)), Sizes.Second);
        yield return new("in", [CelType.Any, CelType.AnyMap], CelType.Bool, (a, b) => CelValue.Of(b.Map.ContainsKey(a)));
        yield return new("[]", [CelType.AnyMap, CelType.Any], CelType.Any, Item);
        yield return new("!", [CelType.Bool], CelType.Bool, (a, _) => CelValue.Of(a.IsFalse));
        yield return new("[]", [CelType.AnyList, CelType.Int], CelType.Any,
            (a, b) => b.Int >= 0 && b.Int < a.List.Count ? a.List[(int)b.Int] : CelValue.Error($"no item {b.Int} in a list of {a.List.Count}"));

        CelType[] ordered = [CelType.Bool, CelType.Int, CelType.Double, CelType.String, CelType.Money, CelType.Timestamp, CelType.Duration];
        (CelType, CelType)[] pairs = [.. ordered.Select(t => (t, t)), (CelType.Int, CelType.Double), (CelType.Double, CelType.Int)];
        foreach (var (left, right) in pairs)
        {
            yield return new("<", [left, right], CelType.Bool, (a, b) => Compare(a, b, c => c < 0));
            yield return new("<=", [left, right], CelType.Bool, (a, b) => Compare(a, b, c => c <= 0));
            yield return new(">", [left, right], CelType.Bool, (a, b) => Compare(a, b, c => c > 0));
            yield return new(">=", [left, right], CelType.Bool, (a, b) => Compare(a, b, c => c >= 0));
        }
    }

    public static CelValue Item(CelValue map, CelValue key) => map.Map.TryGetValue(key, out var value) ? value : CelValue.Error($"no such key: {key}");

    private static CelValue Equal(CelValue a, CelValue b, bool same)
    {
        if (a.Kind == CelKind.Money && b.Kind == CelKind.Money && !string.Equals(a.Money.Currency, b.Money.Currency, StringComparison.Ordinal)) return Mixed(a, b);
        return CelValue.Of(a.Equals(b) == same);
    }

    private static CelValue Compare(CelValue a, CelValue b, Func<int, bool> holds)
    {
        if (a.Kind == CelKind.Money && !string.Equals(a.Money.Currency, b.Money.Currency, StringComparison.Ordinal)) return Mixed(a, b);
        int? order = a.Kind switch
        {
            CelKind.Int or CelKind.Double => CompareNumbers(a, b),
            CelKind.String => CompareText(a.Text, b.Text),
            CelKind.Money => a.Money.Amount.CompareTo(b.Money.Amount),
            _ => a.Int.CompareTo(b.Int),
        };
        return CelValue.Of(order is { } known && holds(known)); // NaN has no order: false
    }

    public static CelValue Mixed(CelValue a, CelValue b) => CelValue.Error($"{a.Money.Currency} and {b.Money.Currency} do not mix");

    /// <summary>Exact also where a long has no double of its own; null when one is NaN.</summary>
    public static int? CompareNumbers(CelValue a, CelValue b)
    {
        if (a.Kind == CelKind.Int && b.Kind == CelKind.Int) return a.Int.CompareTo(b.Int);
        if (a.Kind == CelKind.Int) return -CompareNumbers(b, a);
        var left = a.Double;
        if (double.IsNaN(left) || double.IsNaN(b.Double)) return null;
        if (b.Kind == CelKind.Double) return left < b.Double ? -1 : left > b.Double ? 1 : 0;
        if (left >= 9223372036854775808d) return 1;
        if (left < -9223372036854775808d) return -1;
        var whole = (long)left;
        return whole != b.Int ? whole.CompareTo(b.Int) : (left - whole).CompareTo(0d);
    }

    // By code point, as CEL says; .NET's ordinal order is by UTF-16 unit.
    private static int CompareText(string a, string b)
    {
        using var left = a.EnumerateRunes();
        using var right = b.EnumerateRunes();
        while (true)
        {
            var (more, others) = (left.MoveNext(), right.MoveNext());
            if (!more || !others) return more.CompareTo(others);
            if (left.Current != right.Current) return left.Current.CompareTo(right.Current);
        }
    }
}

using Journey.Domain.Programs;

namespace Journey.Domain.Cel;

/// <summary>One meaning of an operator or function, for operands of these types. A name with a dot in front is called on a value.</summary>
/// <param name="Run">Of one or two operands, none of them unknown or an error.</param>
/// <param name="Cost">How many steps it takes; null for one that costs next to nothing.</param>
/// <param name="Literal">Arguments written as literals are tried out at once: one that gives an error can only be a slip.</param>
internal sealed record Overload(string Name, CelType[] Args, CelType Result, Func<CelValue, CelValue, CelValue>? Run, Func<CelValue, CelValue, long>? Cost = null, bool Literal = false)
{
    /// <summary>In the place of <see cref="Run"/>: of three operands, or with the calendar.</summary>
    public Func<Calendar?, CelValue, CelValue, CelValue, CelValue>? Wide { get; init; }

    /// <summary>In the place of <see cref="Run"/>: made once from the second operand, which has to be a literal; null where that one is wrong.</summary>
    public Func<CelValue, Func<CelValue, CelValue, CelValue>?>? Prepare { get; init; }

    public bool NeedsCalendar { get; init; }

    public CelValue Apply(Calendar? calendar, CelValue a, CelValue b = default, CelValue c = default) => Wide is null ? Run!(a, b) : Wide(calendar, a, b, c);

    /// <summary>Any is the operand's element; a list of any is a list of what the operands hold.</summary>
    public CelType ResultOf(CelType[] operands) =>
        Result == CelType.Any ? operands[0].Element ?? CelType.Any
        : Result == CelType.AnyList ? operands.Aggregate((a, b) => a.With(b))
        : Result;
}

/// <summary>What operands cost by their size.</summary>
internal static class Sizes
{
    public static Func<CelValue, CelValue, long> First { get; } = (a, _) => Of(a);

    public static Func<CelValue, CelValue, long> Second { get; } = (_, b) => Of(b);

    public static Func<CelValue, CelValue, long> Both { get; } = (a, b) => Of(a) + Of(b);

    // Lists of lists count fully: comparing goes all the way down.
    private static long Of(CelValue value) => value.Kind switch
    {
        CelKind.String => value.Text.Length / 16,
        CelKind.List => value.List.Count + Inside(value.List),
        CelKind.Map => value.Map.Count + Inside(value.Map.Values),
        _ => 0,
    };

    private static long Inside(IEnumerable<CelValue> items)
    {
        var sum = 0L;
        foreach (var item in items)
        {
            if (item.Kind is not (CelKind.String or CelKind.List or CelKind.Map)) return sum; // of one type: the others have no size either
            sum += Of(item);
        }
        return sum;
    }
}

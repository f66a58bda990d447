namespace Journey.Domain.Cel;

/// <summary>One compiled part of an expression.</summary>
internal delegate CelValue Eval(ref Frame frame);

/// <summary>One evaluation: the facts' source, the macros' variables, and notes of what was read. On the stack.</summary>
internal ref struct Frame
{
    private readonly IReadOnlyList<string> _names;
    private readonly Func<string, CelValue>? _byName;
    private readonly ReadOnlySpan<CelValue> _bySlot;
    private int _left = CelExpression.MostSteps;

    public Frame(IReadOnlyList<string> names, Func<string, CelValue> facts) => (_names, _byName) = (names, facts);

    public Frame(IReadOnlyList<string> names, ReadOnlySpan<CelValue> facts)
    {
        _names = names;
        _bySlot = facts;
    }

    public CelValue[] Locals { get; init; } = [];

    /// <summary>A fact that is answered from <see cref="GivenValue"/>, whatever the source says; -1 for none.</summary>
    public int GivenSlot { get; init; } = -1;

    public CelValue GivenValue { get; init; }

    /// <summary>Null unless the result is to be explained.</summary>
    public Trace? Trace { get; init; }

    /// <summary>One bit for each fact that was looked at, and for each of them that nobody has stated.</summary>
    public ulong Reads { get; private set; }

    public ulong Missing { get; private set; }

    public CelValue Read(int slot)
    {
        var value = slot == GivenSlot ? GivenValue : _byName is null ? _bySlot[slot] : _byName(_names[slot]);
        Reads |= 1UL << slot;
        if (value.IsUnknown) Missing |= 1UL << slot;
        return value;
    }

    /// <returns>False when the evaluation has used up what it may.</returns>
    public bool Spend(long steps)
    {
        _left = (int)Math.Max(-1, _left - steps);
        return _left >= 0;
    }
}

namespace Journey.Domain.Cel;

/// <summary>What an expression came to, and from what.</summary>
public readonly struct Evaluation
{
    private readonly IReadOnlyList<string> _names;
    private readonly ulong _reads, _missing;

    internal Evaluation(CelValue value, IReadOnlyList<string> names, ulong reads, ulong missing) => (Value, _names, _reads, _missing) = (value, names, reads, missing);

    public CelValue Value { get; }

    /// <summary>The facts that were looked at, in the order of the expression, each once: what the result rests on.</summary>
    public IReadOnlyList<string> Reads => Named(_reads);

    /// <summary>Those among them that nobody has stated.</summary>
    public IReadOnlyList<string> Missing => Named(_missing);

    /// <summary>True or false when decided; null when unknown or an error.</summary>
    public bool? Verdict => Value.IsTrue ? true : Value.IsFalse ? false : null;

    private IReadOnlyList<string> Named(ulong bits)
    {
        if (bits == 0) return [];
        var names = new List<string>();
        for (var slot = 0; slot < _names.Count; slot++)
            if ((bits >> slot & 1) == 1) names.Add(_names[slot]);
        return names;
    }
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace Journey.Domain.Cel;

public enum CelKind : byte { Unknown, Error, Null, Bool, Int, Double, String, Money, Timestamp, Duration, List, Map }

/// <summary>
/// A value of the subset, or what stands in its place: <em>unknown</em> (nobody has said) or an <em>error</em>. The default value is unknown.
/// Times and durations are counted in 100 ns; a date is its midnight UTC.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct CelValue : IEquatable<CelValue>
{
    private readonly object? _object;
    private readonly long _bits;

    private CelValue(CelKind kind, long bits, object? value = null) => (Kind, _bits, _object) = (kind, bits, value);

    public CelKind Kind { get; }

    public static CelValue Unknown => default;
    public static CelValue Null { get; } = new(CelKind.Null, 0);
    public static CelValue True { get; } = new(CelKind.Bool, 1);
    public static CelValue False { get; } = new(CelKind.Bool, 0);

    public static CelValue Error(string message) => new(CelKind.Error, 0, message);
    public static CelValue Of(bool value) => value ? True : False;
    public static CelValue Of(long value) => new(CelKind.Int, value);
    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value));
    public static CelValue Of(string value) => new(CelKind.String, 0, value);
    public static CelValue Of(Money value) => new(CelKind.Money, 0, value);
    public static CelValue Of(DateTimeOffset value) => new(CelKind.Timestamp, value.UtcTicks);
    public static CelValue Of(DateOnly value) => new(CelKind.Timestamp, value.ToDateTime(TimeOnly.MinValue).Ticks);
    public static CelValue Of(TimeSpan value) => new(CelKind.Duration, value.Ticks);
    public static CelValue Of(IReadOnlyList<CelValue> value) => new(CelKind.List, 0, value);

    /// <param name="value">Keys of one kind: bool, int or string.</param>
    public static CelValue Of(IReadOnlyDictionary<CelValue, CelValue> value) => new(CelKind.Map, 0, value);

    public bool IsTrue => Kind == CelKind.Bool && _bits == 1;
    public bool IsFalse => Kind == CelKind.Bool && _bits == 0;
    public bool IsUnknown => Kind == CelKind.Unknown;
    public bool IsError => Kind == CelKind.Error;

    public long Int => _bits;
    public double Double => Kind == CelKind.Double ? BitConverter.Int64BitsToDouble(_bits) : _bits;
    public string Text => (string)_object!;
    public Money Money => (Money)_object!;
    public DateTimeOffset Timestamp => new(_bits, TimeSpan.Zero);
    public TimeSpan Duration => new(_bits);
    public IReadOnlyList<CelValue> List => (IReadOnlyList<CelValue>)_object!;
    public IReadOnlyDictionary<CelValue, CelValue> Map => (IReadOnlyDictionary<CelValue, CelValue>)_object!;

    /// <summary>What a macro goes over: a list's items or a map's keys; null for anything else.</summary>
    internal IReadOnlyList<CelValue>? Items => Kind == CelKind.List ? List : Kind == CelKind.Map ? [.. Map.Keys] : null;

    /// <summary>CEL's equality: numbers by value, NaN unequal to itself, lists by element, maps by key and value.</summary>
    public bool Equals(CelValue other) => (Kind, other.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => _bits == other._bits,
        (CelKind.Int or CelKind.Double, CelKind.Int or CelKind.Double) => Operators.CompareNumbers(this, other) == 0,
        var (a, b) when a != b => false,
        (CelKind.List, _) => List.SequenceEqual(other.List),
        (CelKind.Map, _) => Map.Count == other.Map.Count && SameItems(Map, other.Map),
        (CelKind.String or CelKind.Money or CelKind.Error, _) => Equals(_object, other._object),
        _ => _bits == other._bits,
    };

    private static bool SameItems(IReadOnlyDictionary<CelValue, CelValue> left, IReadOnlyDictionary<CelValue, CelValue> right)
    {
        foreach (var (key, value) in left)
            if (!right.TryGetValue(key, out var other) || value != other) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is CelValue other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        CelKind.Int or CelKind.Double => Double.GetHashCode(),
        CelKind.List => List.Count,
        CelKind.Map => Map.Count,
        _ => HashCode.Combine(Kind, _bits, _object),
    };

    public static bool operator ==(CelValue left, CelValue right) => left.Equals(right);

    public static bool operator !=(CelValue left, CelValue right) => !left.Equals(right);

    public override string ToString() => Kind switch
    {
        CelKind.Unknown => "unknown",
        CelKind.Error => "error: " + Text,
        CelKind.Null => "null",
        CelKind.Bool => _bits == 1 ? "true" : "false",
        CelKind.Int => _bits.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        CelKind.String => Text,
        CelKind.Money => Money.Amount.ToString(CultureInfo.InvariantCulture) + " " + Money.Currency,
        CelKind.Timestamp => Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        CelKind.Duration => (_bits / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s",
        CelKind.Map => "{" + string.Join(", ", Map.Select(i => $"{i.Key}: {i.Value}")) + "}",
        _ => "[" + string.Join(", ", List) + "]",
    };
}

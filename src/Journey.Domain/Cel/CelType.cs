namespace Journey.Domain.Cel;

/// <summary>A static type of the subset. <see cref="Any"/> is only what an empty list or map holds.</summary>
public sealed record CelType(string Name, CelType? Element = null, CelType? Key = null)
{
    public static CelType Any { get; } = new("any");
    public static CelType Null { get; } = new("null");
    public static CelType Bool { get; } = new("bool");
    public static CelType Int { get; } = new("int");
    public static CelType Double { get; } = new("double");
    public static CelType String { get; } = new("string");
    public static CelType Money { get; } = new("money");
    public static CelType Timestamp { get; } = new("timestamp");
    public static CelType Duration { get; } = new("duration");

    internal static CelType AnyList { get; } = ListOf(Any);
    internal static CelType AnyMap { get; } = MapOf(Any, Any);

    public static CelType ListOf(CelType element) => new("list", element);

    /// <param name="key">bool, int or string.</param>
    public static CelType MapOf(CelType key, CelType value) => new("map", value, key);

    public bool IsNumber => this == Int || this == Double;

    public bool IsList => Element is not null && Key is null;

    public bool IsMap => Key is not null;

    /// <summary>Whether a value of <paramref name="actual"/> may stand where this type is wanted.</summary>
    public bool Takes(CelType actual)
    {
        if (this == Any || actual == Any || this == actual) return true;
        if (Element is null || actual.Element is null || IsMap != actual.IsMap) return false;
        return Element.Takes(actual.Element) && (Key is null || Key.Takes(actual.Key!));
    }

    /// <summary>The more definite of two types that fit: of <c>[]</c> and <c>[1]</c> a list of int.</summary>
    internal CelType With(CelType other) =>
        this == Any ? other : other == Any || Element is null || other.Element is null ? this
        : new(Name, Element.With(other.Element), Key?.With(other.Key!));

    /// <summary>With its article, for a message.</summary>
    public string One => (this == Int ? "an " : "a ") + this;

    public override string ToString() => Element is null ? Name : Key is null ? $"list({Element})" : $"map({Key}, {Element})";
}

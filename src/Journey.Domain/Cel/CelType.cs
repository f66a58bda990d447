namespace Journey.Domain.Cel;

/// <summary>A static type of the subset. <see cref="Any"/> is only the element type of an empty list.</summary>
public sealed record CelType(string Name, CelType? Element = null)
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

    public static CelType ListOf(CelType element) => new("list", element);

    public bool IsNumber => this == Int || this == Double;

    /// <summary>Whether a value of <paramref name="actual"/> may stand where this type is wanted.</summary>
    public bool Takes(CelType actual) => this == Any || actual == Any || this == actual
        || (Element is { } element && actual.Element is { } other && element.Takes(other));

    /// <summary>With its article, for a message.</summary>
    public string One => (this == Int ? "an " : "a ") + this;

    public override string ToString() => Element is null ? Name : $"list({Element})";
}

namespace Journey.Domain.Confidential;

/// <summary>How confidential a field is. Everything but <see cref="None"/> is sealed from the request on.</summary>
public enum FieldClass
{
    /// <summary>A fact that identifies nobody. Never sealed; free text is never of this class.</summary>
    None,

    /// <summary>Names, birth date.</summary>
    Identity,
    Contact,
    General,
    Employment,
    Income,
    Justice,
    Health,
    Equity,
    Immigration,
}

public static class FieldClasses
{
    private static readonly Dictionary<string, FieldClass> ByName = Enum.GetValues<FieldClass>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>The name in program definitions, ciphertexts, keys and access records: lower case, a contract.</summary>
    public static string Name(this FieldClass @class) => @class switch
    {
        FieldClass.None => "none",
        FieldClass.Identity => "identity",
        FieldClass.Contact => "contact",
        FieldClass.General => "general",
        FieldClass.Employment => "employment",
        FieldClass.Income => "income",
        FieldClass.Justice => "justice",
        FieldClass.Health => "health",
        FieldClass.Equity => "equity",
        FieldClass.Immigration => "immigration",
        _ => throw new ArgumentOutOfRangeException(nameof(@class), @class, "Not a class of field."),
    };

    public static bool TryParse(string name, out FieldClass @class) => ByName.TryGetValue(name, out @class);
}

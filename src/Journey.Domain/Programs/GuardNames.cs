using Journey.Domain.Cel;

namespace Journey.Domain.Programs;

/// <summary>What each kind of guard may read. Only criteria read fields, so only they ever need a sealed value opened.</summary>
public static class GuardNames
{
    public const string CriteriaAllMet = "criteria.allMet", RubricPassed = "rubric.passed", RubricOverridden = "rubric.overridden", ConsentGiven = "consent.given";

    private static readonly KeyValuePair<string, CelType> AsOf = new("asOf", CelType.Timestamp);

    /// <summary>Gates read recorded results. <c>criteria.allMet</c>: each criterion is met or overridden.</summary>
    public static CelEnvironment Gate { get; } = Of([new(CriteriaAllMet, CelType.Bool), new(RubricPassed, CelType.Bool), new(RubricOverridden, CelType.Bool), new(ConsentGiven, CelType.Bool), AsOf]);

    public static CelEnvironment Rubric { get; } = Of([new("mean", CelType.Double), new("total", CelType.Int), new("lowest", CelType.Int), new("scores", CelType.ListOf(CelType.Int))]);

    public static CelEnvironment Criteria(IEnumerable<Field> fields) => Of([.. fields.Select(f => KeyValuePair.Create(f.Id, TypeOf(f.Type))), AsOf]);

    public static CelType TypeOf(FieldType type) => type switch
    {
        FieldType.Bool => CelType.Bool,
        FieldType.Int => CelType.Int,
        FieldType.Double => CelType.Double,
        FieldType.Money => CelType.Money,
        FieldType.Text or FieldType.Choice => CelType.String,
        FieldType.Choices => CelType.ListOf(CelType.String),
        _ => CelType.Timestamp,
    };

    private static CelEnvironment Of(IReadOnlyList<KeyValuePair<string, CelType>> names) => new(new Dictionary<string, CelType>(names, StringComparer.Ordinal));
}

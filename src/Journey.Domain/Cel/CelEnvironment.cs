namespace Journey.Domain.Cel;

/// <summary>The names an expression may read, each with its type. Nothing else is in reach of a guard: no clock, no I/O.</summary>
public sealed class CelEnvironment(IReadOnlyDictionary<string, CelType> names)
{
    public static CelEnvironment Empty { get; } = new(new Dictionary<string, CelType>(StringComparer.Ordinal));

    public IReadOnlyDictionary<string, CelType> Names { get; } = names;
}

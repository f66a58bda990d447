using Journey.Domain.Programs;

namespace Journey.Domain.Cel;

/// <summary>The names an expression may read, each with its type. Nothing else is in reach of a guard: no clock, no I/O.</summary>
/// <param name="names">A name may have dots; what follows them may then not be a key of a map called like its first words.</param>
/// <param name="calendar">Whose business days count; without one an expression that asks for them is refused.</param>
public sealed class CelEnvironment(IReadOnlyDictionary<string, CelType> names, Calendar? calendar = null)
{
    public static CelEnvironment Empty { get; } = new(new Dictionary<string, CelType>(StringComparer.Ordinal));

    public IReadOnlyDictionary<string, CelType> Names { get; } = names;

    public Calendar? Calendar { get; } = calendar is { Week.Count: > 0 } ? calendar : null;

    /// <summary>The same names where business days are counted by this calendar.</summary>
    public CelEnvironment On(Calendar? calendar) => new(Names, calendar);
}

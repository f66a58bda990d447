using System.Reflection;
using Journey.Domain.Cel;
using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Programs.Versions;

/// <summary>A definition in which every property holds something, by the types themselves: what the model learns is in it from that day.</summary>
internal static class Whole
{
    public static ProgramDefinition Definition { get; } = (ProgramDefinition)Filled(typeof(ProgramDefinition), "p");

    private static object Filled(Type type, string seed)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Filled(inner, seed);
        if (type == typeof(string)) return seed;
        if (type == typeof(int)) return 3;
        if (type == typeof(decimal)) return 0.5m;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 3, 1);
        if (type == typeof(Guard)) return new Guard(CelExpression.Compile("criteria.allMet", GuardNames.Gate, CelType.Bool, out _)!);
        if (type == typeof(Milestone)) return Milestone.Graduated;
        if (type == typeof(Money)) return Money.Cad(12);
        if (type == typeof(Calendar)) return new Calendar("America/Halifax", [DayOfWeek.Monday, DayOfWeek.Friday], "ca-ns");
        if (type == typeof(Period)) return Period.Days(4);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return List(type.GetGenericArguments()[0], seed);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return new Dictionary<string, Relation>(StringComparer.Ordinal) { [seed + "1"] = Relation.Poor };
        var longest = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var made = longest.Invoke([.. longest.GetParameters().Select(p => Filled(p.ParameterType, seed + p.Name![0]))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && !longest.GetParameters().Any(x => string.Equals(x.Name, p.Name, StringComparison.OrdinalIgnoreCase))))
            property.SetValue(made, Filled(property.PropertyType, seed + property.Name[0]));
        return made;
    }

    private static Array List(Type of, string seed)
    {
        var list = Array.CreateInstance(of, of.IsEnum ? 1 : 2);
        for (var i = 0; i < list.Length; i++) list.SetValue(Filled(of, seed + i), i);
        return list;
    }
}

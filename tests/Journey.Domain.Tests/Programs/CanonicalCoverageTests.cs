using System.Collections;
using System.Reflection;
using Journey.Domain.Cel;
using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Programs;

/// <summary>Whatever a definition says is in its canonical form: a property that nobody wrote there would let two versions pass for one.</summary>
public sealed class CanonicalCoverageTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void Changing_any_property_of_any_part_changes_the_hash()
    {
        var whole = (ProgramDefinition)Make(typeof(ProgramDefinition), "Program");
        var hash = whole.Hash();
        var changes = Changes(whole, typeof(ProgramDefinition), "").ToList();
        changes.Where(c => string.Equals(((ProgramDefinition)c.Changed!).Hash(), hash, StringComparison.Ordinal)).Select(c => c.Path).ShouldBeEmpty();
        changes.Count.ShouldBeGreaterThan(300);
        foreach (var deep in new[] { ".Stages[0].FollowUps[0].Escalate.After.Count", ".Variants[0].Stages[0].With[0]", ".Offerings[0].Rungs", ".Calendar.Holidays", ".Stages[0].Exit.When" })
            changes.ShouldContain(c => c.Path == deep);
    }

    /// <summary>A value in which everything is there.</summary>
    private static object Make(Type type, string name) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Make(inner, name),
        _ when type == typeof(string) => name is "Zone" ? "America/Halifax" : name.ToLowerInvariant(),
        _ when type == typeof(int) => 2,
        _ when type == typeof(decimal) => 2m,
        _ when type == typeof(bool) => true,
        _ when type == typeof(DateOnly) => new DateOnly(2024, 2, 29),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(1)!,
        _ when type == typeof(Guard) => Condition("true"),
        _ when Item(type) is { } item => Many(item, Make(item, name + "A"), item.IsValueType || item == typeof(string) ? Other(Make(item, name + "A")) : Changes(Make(item, name + "A"), item, "").First().Changed),
        _ when type.IsGenericType => Map(type, ("a", Make(type.GetGenericArguments()[1], name))),
        _ => Record(type),
    };

    private static object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First(c => c.GetParameters() is not [var only] || only.ParameterType != type);
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType, p.Name!.ToUpperInvariant()[0] + p.Name[1..]))]);
        foreach (var property in Properties(type)) property.SetValue(made, Make(property.PropertyType, property.Name));
        return made;
    }

    /// <summary>The value again and again, each time with one thing in it changed.</summary>
    private static IEnumerable<(string Path, object? Changed)> Changes(object value, Type type, string path)
    {
        if (Item(type) is { } item)
        {
            var all = ((IEnumerable)value).Cast<object>().ToArray();
            yield return (path + "[]", Many(item));
            yield return (path + "[1,0]", Many(item, [.. all.Reverse()]));
            foreach (var (inside, changed) in Changes(all[0], item, path + "[0]")) yield return (inside, Many(item, [changed, .. all[1..]]));
        }
        else if (value is IDictionary map)
        {
            var (key, there) = (map.Keys.Cast<string>().First(), map.Values.Cast<object>().First());
            yield return (path, Map(type, (key + "x", there)));
            yield return (path, Map(type, (key, Other(there))));
        }
        else if (type.IsEnum || type.Namespace is "System" || type == typeof(Guard)) yield return (path, Other(value));
        else
        {
            foreach (var property in Properties(type))
            {
                var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                var there = property.GetValue(value)!;
                var under = $"{path}.{property.Name}";
                if (inner != property.PropertyType || Nullability.Create(property).ReadState == NullabilityState.Nullable) yield return (under + "?", With(value, property, null));
                foreach (var (inside, changed) in Changes(there, inner, under)) yield return (inside, With(value, property, changed));
            }
        }
    }

    private static object Other(object value) => value switch
    {
        string text => text is "America/Halifax" ? "America/Toronto" : text + "x",
        int number => number + 1,
        decimal number => number + 0.5m,
        bool flag => !flag,
        DateOnly day => day.AddDays(1),
        Guard => Condition("false"),
        Enum one => Enum.GetValues(one.GetType()).Cast<object>().First(o => !o.Equals(value)),
        _ => Changes(value, value.GetType(), "").First().Changed!,
    };

    private static object With(object value, PropertyInfo property, object? changed)
    {
        // Boxing copies a struct; a record copies itself.
        var copy = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(value, null)!;
        property.SetValue(copy, changed);
        return copy;
    }

    private static PropertyInfo[] Properties(Type type) => [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is not null)];

    private static Type? Item(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static Array Many(Type item, params object?[] items)
    {
        var list = Array.CreateInstance(item, items.Length);
        for (var i = 0; i < items.Length; i++) list.SetValue(items[i], i);
        return list;
    }

    private static object Map(Type type, (string Key, object Value) entry)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GetGenericArguments()))!;
        map[entry.Key] = entry.Value;
        return map;
    }

    private static Guard Condition(string source) => new(CelExpression.Compile(source, CelEnvironment.Empty, CelType.Bool, out _)!);
}

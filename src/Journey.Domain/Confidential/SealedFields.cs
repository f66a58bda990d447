using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Journey.Domain.Confidential;

/// <summary>
/// Finds the sealed values of an event, in nested records, lists and dictionaries too, and puts others in their place.
/// The event itself stays as it is: a copy is answered, or the same object where nothing in it is sealed.
/// </summary>
public static class SealedFields
{
    private static readonly ConcurrentDictionary<Type, Shape> Shapes = new();
    private static readonly ConcurrentDictionary<Type, bool> Holding = new();

    /// <summary>Tells every sealed value of an event that was read where it was read. Do this right after deserialization.</summary>
    public static T Locate<T>(T @event, Guid stream, Guid id) where T : class =>
        Replace(@event, (field, value) => value.At(new Place(stream, id, field)));

    /// <summary>Every sealed value with its JSON path.</summary>
    public static IReadOnlyList<(string Field, Sealed Value)> Of(object @event)
    {
        var found = new List<(string, Sealed)>();
        Rewrite(@event, "", (field, value) =>
        {
            found.Add((field, value));
            return value;
        });
        return found;
    }

    /// <summary>A copy of <paramref name="event"/> with each sealed value replaced by what <paramref name="by"/> answers for its JSON path.</summary>
    /// <exception cref="NotSupportedException">A sealed value sits in a type that can't be copied: neither record nor known collection.</exception>
    public static T Replace<T>(T @event, Func<string, Sealed, Sealed> by) where T : class => (T)Rewrite(@event, "", by);

    /// <summary>Whether a value of the declared type can hold a sealed value.</summary>
    internal static bool MayHold(Type type) => Holding.GetOrAdd(type, t => MayHold(t, []));

    internal static object Rewrite(object value, string path, Func<string, Sealed, Sealed> by) =>
        value is Sealed one ? by(path, one) : Shapes.GetOrAdd(value.GetType(), ShapeOf).Rewrite(value, path, by);

    private static Shape ShapeOf(Type type)
    {
        if (!MayHold(type)) return Shape.Plain;
        if (Generic(type, typeof(IReadOnlyDictionary<,>)) is { } map) return (Shape)Activator.CreateInstance(typeof(MapShape<,>).MakeGenericType(map.GetGenericArguments()))!;
        if (Generic(type, typeof(IEnumerable<>)) is { } list) return (Shape)Activator.CreateInstance(typeof(ListShape<>).MakeGenericType(list.GetGenericArguments()))!;
        return new RecordShape(type);
    }

    private static bool MayHold(Type type, HashSet<Type> seen)
    {
        if (typeof(Sealed).IsAssignableFrom(type)) return true;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string)) return false;
        if (Nullable.GetUnderlyingType(type) is { } inner) return MayHold(inner, seen);
        if (Generic(type, typeof(IEnumerable<>)) is { } list) return list.GetGenericArguments().SelectMany(Elements).Any(t => MayHold(t, seen));
        if (type == typeof(object) || type.IsInterface || type.IsAbstract) return true;
        if (string.Equals(type.Namespace?.Split('.')[0], nameof(System), StringComparison.Ordinal) || !seen.Add(type)) return false;
        return Properties(type).Any(p => MayHold(p.PropertyType, seen)) || (!type.IsSealed && !type.IsValueType);
    }

    // A dictionary enumerates pairs; its values are what may be sealed.
    private static Type[] Elements(Type element) =>
        element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? element.GetGenericArguments() : [element];

    internal static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p is { CanRead: true, CanWrite: true } && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private static Type? Generic(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition
            ? type
            : Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);

    /// <summary>How values of one type are looked through.</summary>
    internal abstract class Shape
    {
        public static Shape Plain { get; } = new PlainShape();

        /// <summary>A copy with other sealed values, or <paramref name="value"/> itself where nothing changed.</summary>
        public abstract object Rewrite(object value, string path, Func<string, Sealed, Sealed> by);
    }

    private sealed class PlainShape : Shape
    {
        public override object Rewrite(object value, string path, Func<string, Sealed, Sealed> by) => value;
    }

    private sealed class RecordShape : Shape
    {
        private readonly (PropertyInfo Property, string Name)[] parts;
        private readonly MethodInfo? clone;

        public RecordShape(Type type)
        {
            parts = [.. Properties(type).Where(p => MayHold(p.PropertyType)).Select(p => (p, Name(p)))];
            clone = type.GetMethod("<Clone>$");
            if (parts.Length > 0 && clone is null && !type.IsValueType)
                throw new NotSupportedException($"{type.Name} may hold a sealed value, but is no record.");
        }

        public override object Rewrite(object value, string path, Func<string, Sealed, Sealed> by)
        {
            var copy = value;
            foreach (var (property, name) in parts)
            {
                if (property.GetValue(value) is not { } before) continue;
                var after = SealedFields.Rewrite(before, path.Length == 0 ? name : $"{path}.{name}", by);
                if (ReferenceEquals(before, after)) continue;
                if (ReferenceEquals(copy, value) && clone is not null) copy = clone.Invoke(value, null)!;
                property.SetValue(copy, after);
            }
            return copy;
        }

        private static string Name(PropertyInfo property) =>
            property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
    }

    private sealed class ListShape<T> : Shape
    {
        public override object Rewrite(object value, string path, Func<string, Sealed, Sealed> by)
        {
            var items = ((IEnumerable<T>)value).ToArray();
            var changed = false;
            for (var i = 0; i < items.Length; i++)
            {
                if (items[i] is not { } before) continue;
                var after = (T)SealedFields.Rewrite(before, $"{path}[{i}]", by);
                if (ReferenceEquals(before, after)) continue;
                (items[i], changed) = (after, true);
            }
            if (!changed) return value;
            return value switch
            {
                ImmutableList<T> => ImmutableList.Create(items),
                ImmutableArray<T> => ImmutableArray.Create(items),
                List<T> => new List<T>(items),
                _ => items,   // an array, or what a collection expression makes for a read-only interface
            };
        }
    }

    private sealed class MapShape<TKey, T> : Shape where TKey : notnull
    {
        public override object Rewrite(object value, string path, Func<string, Sealed, Sealed> by)
        {
            var changed = new List<KeyValuePair<TKey, T>>();
            foreach (var (key, item) in (IReadOnlyDictionary<TKey, T>)value)
            {
                if (item is null) continue;
                var after = (T)SealedFields.Rewrite(item, $"{path}[{key}]", by);
                if (!ReferenceEquals(item, after)) changed.Add(new(key, after));
            }
            if (changed.Count == 0) return value;
            switch (value)
            {
                // Setting an equal value keeps the old one, and a value is equal wherever it stands: so remove first.
                case ImmutableDictionary<TKey, T> map: return map.RemoveRange(changed.Select(c => c.Key)).AddRange(changed);
                case ImmutableSortedDictionary<TKey, T> map: return map.RemoveRange(changed.Select(c => c.Key)).AddRange(changed);
                default:
                    var copy = ((IReadOnlyDictionary<TKey, T>)value).ToDictionary();
                    foreach (var (key, item) in changed) copy[key] = item;
                    return copy;
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Journey.Host.Confidential;

/// <summary>Unwrapped keys: answered for 45 seconds, gone from memory within 60, and never more than <paramref name="most"/> at once.</summary>
internal sealed class KeyCache<TName, TKey>(TimeProvider clock, int most) where TName : notnull
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(45);
    private readonly ConcurrentDictionary<TName, (TKey Key, long Since)> keys = new();

    public int Count => keys.Count;

    public bool TryGet(TName name, [MaybeNullWhen(false)] out TKey key)
    {
        var found = keys.TryGetValue(name, out var held) && clock.GetElapsedTime(held.Since) < Lifetime;
        key = found ? held.Key : default;
        return found;
    }

    /// <param name="since">When the key was read from its database: a timestamp of the clock, taken before the reading.</param>
    public void Keep(TName name, TKey key, long since)
    {
        if (keys.Count >= most) Sweep();
        if (keys.Count >= most) keys.Clear();
        keys[name] = (key, since);
    }

    public void Sweep()
    {
        foreach (var (name, held) in keys)
        {
            if (clock.GetElapsedTime(held.Since) >= Lifetime) keys.TryRemove(new(name, held));
        }
    }

    public void Clear() => keys.Clear();
}

using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Journey.Domain;

/// <summary>Lifts an event's stored body from an old wire name to the next one. What is stored stays as it is.</summary>
/// <param name="To">The wire name that the lifted body is of; it may have an upcaster itself.</param>
public sealed record Upcaster(string To, Func<JsonObject, JsonObject> Body)
{
    /// <summary>By old wire name. Every event that ever shipped still has its first form.</summary>
    public static IReadOnlyDictionary<string, Upcaster> Shipped { get; } = FrozenDictionary<string, Upcaster>.Empty;

    internal static (string WireName, string Json) Lift(string wireName, string json, IReadOnlyDictionary<string, Upcaster> upcasters)
    {
        while (upcasters.TryGetValue(wireName, out var upcaster))
            (wireName, json) = (upcaster.To, upcaster.Body(JsonNode.Parse(json)!.AsObject()).ToJsonString(Domain.Body.Options));
        return (wireName, json);
    }
}

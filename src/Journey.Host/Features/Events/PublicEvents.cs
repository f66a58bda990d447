using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Host.Features.Events.Published;

namespace Journey.Host.Features.Events;

/// <summary>
/// The published language: which events leave, under which name, and with which fields. A contract with its own schemas: a name is never
/// renamed, a field never taken back. What is not here leaves as <see cref="Withheld"/>, so that counting works.
/// </summary>
public static class PublicEvents
{
    /// <summary>The language's release: the first number never changes, the second one when something is added.</summary>
    public const string Release = "1.0";

    public const string Withheld = "journey.withheld";

    public static readonly IReadOnlyList<PublicEvent> All = [.. PeopleEvents.All, .. TrainingEvents.All, .. WorkEvents.All, .. CorrectionEvents.All, .. SurroundingsEvents.All];

    /// <summary>Types after which a subscriber has something to delete, and says when it has. A retraction asks for another thing: not to count what was wrong.</summary>
    public static IReadOnlyCollection<string> DemandsDeletion { get; } = ["journey.consent.withdrawn", "journey.participant.erased"];

    /// <summary>They reach whoever got what they correct.</summary>
    public static IReadOnlyCollection<string> Corrections { get; } = ["journey.entry.retracted", "journey.entry.amended"];

    private static readonly Dictionary<Type, PublicEvent> ByInside = All.ToDictionary(e => e.Inside);
    private static readonly Dictionary<string, PublicEvent> ByType = All.ToDictionary(e => e.Type, StringComparer.Ordinal);
    private static readonly ILookup<string, string> Wires = Wire.Names.Concat(Upcaster.Shipped.Keys).Select(w => (Wire: w, Form: OfWire(w))).Where(w => w.Form is not null).ToLookup(w => w.Form!.Type, w => w.Wire, StringComparer.Ordinal);

    /// <summary>By a stored event's name, old ones included.</summary>
    public static PublicEvent? OfWire(string wire) => OfWire(wire, Upcaster.Shipped);

    internal static PublicEvent? OfWire(string wire, IReadOnlyDictionary<string, Upcaster> upcasters)
    {
        while (upcasters.TryGetValue(wire, out var upcaster)) wire = upcaster.To;
        return Wire.TryTypeOf(wire, out var type) ? ByInside.GetValueOrDefault(type) : null;
    }

    public static PublicEvent? OfType(string type) => ByType.GetValueOrDefault(type);

    /// <summary>The names under which events of a public type are stored.</summary>
    public static IEnumerable<string> WiresOf(string type) => Wires[type];

    /// <summary>The public type of an event inside.</summary>
    public static string TypeOf(JourneyEvent? happened) => happened is not null && ByInside.TryGetValue(happened.GetType(), out var form) ? form.Type : Withheld;

    /// <summary>The public facts of an event; null where it has no public form. Of an amendment also what is said now, as far as that has one.</summary>
    public static System.Text.Json.Nodes.JsonObject? Facts(JourneyEvent happened, EntryFacts facts) => ByInside.GetValueOrDefault(happened.GetType())?.Data(happened, facts);
}

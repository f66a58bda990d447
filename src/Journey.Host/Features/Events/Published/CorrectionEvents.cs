using System.Globalization;
using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Host.Api;

namespace Journey.Host.Features.Events.Published;

/// <summary>What was said before and is not so. History keeps both.</summary>
internal static class CorrectionEvents
{
    public static readonly PublicEvent[] All =
    [
        Named(new PublicEvent<EntryRetracted>("journey.entry.retracted", "Entry retracted", "An entry was wrong as a whole: it does not count. A retraction that is itself retracted brings the entry back.", "When staff take it back, or an import's source does."))
            .Word("reason", e => e.Reason, Said.Correction),
        Named(new PublicEvent<EntryAmended>("journey.entry.amended", "Entry amended", "An entry should have said something else. The latest amendment that is not retracted stands.", "When staff correct it, or an import's source does."))
            .Word("reason", e => e.Reason, Said.Correction)
            .Field("occurred?", Form.When(), (e, _) => e.Occurred is { } at ? new When(at).ToString() : null, "When it happened instead; missing: the time stays.")
            .Field("now?", Form.Object(("type", Form.Type()), ("data", new JsonObject { ["type"] = "object" })), Now, "What is said instead: the type of the corrected entry, and data by that type's schema; missing where that has no public form."),
    ];

    private static PublicEvent<T> Named<T>(PublicEvent<T> said) where T : JourneyEvent, ICorrection => said.Ref("target", e => e.Target)
        .Field("targetType?", Form.Type(), (_, f) => f.Target?.Type).Field("targetPosition?", Form.Position(), (_, f) => f.Target?.Position.ToString(CultureInfo.InvariantCulture));

    private static JsonObject? Now(EntryAmended e, EntryFacts facts) =>
        PublicEvents.Facts(e.Replacement, facts with { Target = null }) is { } data ? new JsonObject { ["type"] = PublicEvents.TypeOf(e.Replacement), ["data"] = data } : null;
}

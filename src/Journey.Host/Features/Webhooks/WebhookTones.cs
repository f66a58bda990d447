using Journey.Host.Components;

namespace Journey.Host.Features.Webhooks;

internal static class WebhookTones
{
    public static Tone Of(LoggedDelivery delivery) => delivery.State switch
    {
        "delivered" => Tone.Good,
        "dead" => Tone.Bad,
        "pending" => delivery.Attempts > 0 ? Tone.Warn : Tone.Info,
        _ => delivery.Outcome == Outcomes.Delivered ? Tone.Good : Tone.Bad,
    };
}

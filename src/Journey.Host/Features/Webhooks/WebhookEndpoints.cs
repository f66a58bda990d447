using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Http;

namespace Journey.Host.Features.Webhooks;

using Asking = Subscriptions.SubscriptionEndpoints.Asking;
using Journey.Host.Permits;
using Subscriptions = Subscriptions.Subscriptions;

/// <summary>A webhook's delivery log, and sending again, over HTTP. Replaying everything is <c>replaySubscription</c>.</summary>
public static class WebhookEndpoints
{
    /// <param name="From">The first position.</param>
    /// <param name="To">The last one, included; at most 10,000 positions in all.</param>
    public sealed record RangeBody(long From, long To);

    /// <param name="Entries">That go out again.</param>
    public sealed record ReplayAnswer(int Entries);

    /// <summary>One delivery with every attempt.</summary>
    public sealed record DeliveryAnswer(LoggedDelivery Delivery, IReadOnlyList<LoggedAttempt> Attempts);

    /// <param name="Delivery">Where it stands in the log of deliveries.</param>
    public sealed record TestAnswer(Guid Delivery, bool Delivered, string Outcome, int? Status, string? Error, Timings Timings);

    public static void MapWebhooks(this RouteGroupBuilder v1)
    {
        var see = v1.MapGroup("/subscriptions/{id:guid}/deliveries").RequireAuthorization(Policies.SeeSubscriptions).Touches(Touch.Feed).WithTags("Webhooks");
        see.MapGet("/", async (Guid id, string? state, int? limit, string? cursor, HttpContext http, SignedInPerson person, Operators operators, Subscriptions subscriptions, CancellationToken ct) =>
        {
            var (op, size) = (operators.Find(new OperatorId(person.Operator))!, Keyset.Limit(limit));
            if (state is not null && !DeliveryLog.States.Contains(state)) return Problems.Of(400, "delivery.state", $"A state is one of {string.Join(", ", DeliveryLog.States)}.");
            Guid? before = Keyset.Place(cursor, 1) is [var place] ? Keyset.Id(place) : null;
            var subscription = await Webhook(id, person, op, subscriptions, ct);
            return (IResult)TypedResults.Ok(Keyset.Of(http, await DeliveryLog.Read(op, subscription.Id!.Value, state, before, size + 1, ct), size, d => d, d => d.Id.ToString()));
        }).WithName("listDeliveries").WithSummary("What was posted to this webhook, is to be, or was given up; the newest first, a page at a time.").Produces<ListPage<LoggedDelivery>>();
        see.MapGet("/{delivery:guid}", async (Guid id, Guid delivery, SignedInPerson person, Operators operators, Subscriptions subscriptions, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            var found = await One(op, await Webhook(id, person, op, subscriptions, ct), delivery, ct);
            return TypedResults.Ok(new DeliveryAnswer(found, await DeliveryLog.Attempts(op, delivery, ct)));
        }).WithName("getDelivery").WithSummary("One delivery: what was sent, and how every attempt was answered.");

        var steer = v1.MapGroup("/subscriptions/{id:guid}").RequireAuthorization(Policies.ManageSubscriptions).Touches(Touch.Feed).WithTags("Webhooks");
        steer.MapPost("/deliveries/{delivery:guid}/replay", async (Guid id, Guid delivery, Asking? _, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            var subscription = await Running(id, person, op, subscriptions, ct);
            if ((await One(op, subscription, delivery, ct)).Position is null) return Problems.Of(409, "delivery.test", "A test is posted once. Send another one.");
            return (IResult)TypedResults.Ok(new ReplayAnswer(await replaying.One(op, subscription, delivery, person.User, ct)));
        }).WithName("replayDelivery").WithSummary("Sends one entry again; one that is pending stays so.").Produces<ReplayAnswer>();
        steer.MapPost("/replay-dead", async (Guid id, Asking? _, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            return TypedResults.Ok(new ReplayAnswer(await replaying.Dead(op, await Running(id, person, op, subscriptions, ct), person.User, ct)));
        }).WithName("replayDeadLetters").WithSummary("Sends every dead letter again.");
        steer.MapPost("/replay-range", async (Guid id, RangeBody body, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            return TypedResults.Ok(new ReplayAnswer(await replaying.Range(op, await Running(id, person, op, subscriptions, ct), body.From, body.To, person.User, ct)));
        }).WithName("replayRange").WithSummary("Sends the entries in scope between two positions again.");
        steer.MapPost("/test", async (Guid id, Asking? _, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            var (delivery, attempt) = await replaying.Test(op, await Running(id, person, op, subscriptions, ct), ct);
            return TypedResults.Ok(new TestAnswer(delivery, attempt.Succeeded, attempt.Outcome, attempt.Status, attempt.Error, attempt.Timings));
        }).WithName("testWebhook").WithSummary("Posts an entry of type journey.test, which is not in the log, and says how it was answered.");
    }

    /// <exception cref="ProblemException">None of that id that this person may see, or none that is posted to.</exception>
    internal static async Task<Subscription> Webhook(Guid id, SignedInPerson person, Operator op, Subscriptions subscriptions, CancellationToken ct)
    {
        var found = await ReadSubscriptions.Find(id, person, op, subscriptions, ct) ?? throw new ProblemException(404, "subscription.unknown", "There is no such subscription.");
        return found.Delivery == Delivery.Webhook ? found : throw new ProblemException(409, "subscription.not-webhook", "Nothing is posted to this subscription: it is no webhook.");
    }

    internal static async Task<Subscription> Running(Guid id, SignedInPerson person, Operator op, Subscriptions subscriptions, CancellationToken ct)
    {
        var found = await Webhook(id, person, op, subscriptions, ct);
        return found.Status != SubscriptionStatus.Ended ? found : throw new ProblemException(409, "subscription.ended", "The subscription has ended. Open a new one.");
    }

    internal static async Task<LoggedDelivery> One(Operator op, Subscription subscription, Guid delivery, CancellationToken ct) =>
        await DeliveryLog.Find(op, subscription.Id!.Value, delivery, ct) ?? throw new ProblemException(404, "delivery.unknown", "There is no such delivery of this subscription, or it is not kept any more.");
}

using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Subscriptions;

/// <param name="PausedBecause"><c>by-hand</c>, or a code of what kept failing.</param>
/// <param name="From">It began after this position.</param>
/// <param name="Outstanding">Deletions that the subscriber has not acknowledged.</param>
/// <param name="Secrets">A webhook's: ids, and until when each signs; without an end the current one.</param>
public sealed record SubscriptionAnswer(Guid Id, string Name, Guid Owner, string Purpose, SubscriptionScope Scope, string Delivery, string? Address, string Status, string? PausedBecause,
    long From, Standing Standing, int Outstanding, DateTimeOffset? OutstandingSince, IReadOnlyList<SecretShown>? Secrets);

public sealed record SecretShown(Guid Id, DateTimeOffset? Until);

/// <param name="Days">Whole days since it was asked for.</param>
public sealed record OutstandingDeletion(Guid Subscription, string Name, Guid Owner, Guid Event, string Type, string? Subject, long Position, DateTimeOffset Since, int Days);

public static class ReadSubscriptions
{
    public static void MapSubscriptionReads(this RouteGroupBuilder v1)
    {
        var see = v1.MapGroup("/subscriptions").RequireAuthorization(Policies.SeeSubscriptions).Touches(Touch.Feed).WithTags("Subscriptions");
        see.MapGet("/", async (SignedInPerson person, HttpContext http, Callers callers, Subscriptions subscriptions, Deletions deletions, CancellationToken ct) =>
        {
            var op = callers.Of(http).Operator;
            return TypedResults.Ok(await Shown(op, [.. (await subscriptions.All(op, ct)).Where(s => SubscriptionEndpoints.MayTouch(person, s))], deletions, ct));
        }).WithName("listSubscriptions").WithSummary("Subscriptions with how far each is behind and what it has not acknowledged; a service gets its own organization's.");
        see.MapGet("/{id:guid}", One).WithName("getSubscription").WithSummary("One subscription with its state.").Produces<SubscriptionAnswer>();
        see.MapGet("/{id:guid}/deletions", async (Guid id, SignedInPerson person, HttpContext http, Callers callers, Subscriptions subscriptions, Deletions deletions, CancellationToken ct) =>
            await Find(id, person, callers.Of(http).Operator, subscriptions, ct) is { } s ? (IResult)TypedResults.Ok(await deletions.Of(callers.Of(http).Operator, s, ct)) : Unknown)
            .WithName("listDeletions").WithSummary("What this subscriber was asked to delete since it began, oldest first, and what of it is acknowledged.").Produces<IReadOnlyList<Demanded>>();
        v1.MapGet("/deletions/outstanding", async (HttpContext http, Callers callers, Subscriptions subscriptions, Deletions deletions, TimeProvider clock, CancellationToken ct) =>
        {
            var op = callers.Of(http).Operator;
            return TypedResults.Ok((IReadOnlyList<OutstandingDeletion>)[.. (await deletions.Outstanding(op, await subscriptions.All(op, ct), ct)).Select(o => Outstanding(o.Subscription, o.Deletion, clock.GetUtcNow()))]);
        }).RequireAuthorization(Policies.SeeOutstandingDeletions).Touches(Touch.Feed).WithTags("Subscriptions").WithName("listOutstandingDeletions").WithSummary("Over all subscriptions, who has not acknowledged what they had to delete, oldest first.");
    }

    private static async Task<IResult> One(Guid id, SignedInPerson person, HttpContext http, Callers callers, Subscriptions subscriptions, Deletions deletions, SigningSecrets secrets, TimeProvider clock, CancellationToken ct)
    {
        var op = callers.Of(http).Operator;
        if (await Find(id, person, op, subscriptions, ct) is not { } s) return Unknown;
        var shown = (await Shown(op, [s], deletions, ct))[0];
        return TypedResults.Ok(s.Delivery != Delivery.Webhook ? shown
            : shown with { Secrets = [.. (await secrets.Of(op, new(id), clock.GetUtcNow(), ct)).Select(x => new SecretShown(x.Id, x.Until))] });
    }

    internal static async Task<Subscription?> Find(Guid id, SignedInPerson person, Operator op, Subscriptions subscriptions, CancellationToken ct) =>
        await subscriptions.Find(op, new(id), ct) is { } found && SubscriptionEndpoints.MayTouch(person, found) ? found : null;

    private static async Task<IReadOnlyList<SubscriptionAnswer>> Shown(Operator op, IReadOnlyList<Subscription> subscriptions, Deletions deletions, CancellationToken ct)
    {
        var outstanding = (await deletions.Outstanding(op, subscriptions, ct)).ToLookup(o => o.Subscription.Id, o => o.Deletion.Since);
        return [.. subscriptions.Zip(await Standing.Of(op, subscriptions, ct)).Select(x => Shown(x.First, x.Second, [.. outstanding[x.First.Id]]))];
    }

    private static SubscriptionAnswer Shown(Subscription s, Standing standing, IReadOnlyList<DateTimeOffset> outstanding) =>
        new(s.Id!.Value.Value, s.Name, s.Owner!.Value.Value, s.Purpose, s.Scope, s.Delivery.ToString(), s.Address, s.Status.ToString(), s.PausedBecause, s.From, standing, outstanding.Count, outstanding.Count > 0 ? outstanding[0] : null, null);

    private static OutstandingDeletion Outstanding(Subscription s, Demanded d, DateTimeOffset now) =>
        new(s.Id!.Value.Value, s.Name, s.Owner!.Value.Value, d.Event, d.Type, d.Subject, d.Position, d.Since, Math.Max(0, (int)(now - d.Since).TotalDays));

    private static IResult Unknown => Problems.Of(404, "subscription.unknown", "There is no such subscription.");
}

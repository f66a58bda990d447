using System.Text.Json.Serialization;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Subscriptions;

using Rule = Func<Situation, CancellationToken, ValueTask<Decision>>;

/// <summary>Subscriptions over HTTP: opened and steered by administrators; deletions are acknowledged by the subscriber.</summary>
public static class SubscriptionEndpoints
{
    /// <param name="Types">Public event types; left out or empty: all. What demands a deletion always belongs to it.</param>
    /// <param name="Programs">Left out or empty: all.</param>
    /// <param name="Cohorts">Left out or empty: all.</param>
    public sealed record ScopeBody(string[]? Types, string[]? Programs, Guid[]? Cohorts)
    {
        internal SubscriptionScope Scope => new([.. (Types ?? []).Distinct()], [.. (Programs ?? []).Distinct()], [.. (Cohorts ?? []).Distinct().Select(c => new CohortId(c))]);
    }

    /// <param name="Owner">The organization that answers for what becomes of the data.</param>
    /// <param name="Purpose">A code: what the data is for.</param>
    /// <param name="Address">A webhook's https address; a broker's exchange; left out where the subscriber asks.</param>
    /// <param name="From">After this position; left out: what comes from now on.</param>
    public sealed record OpeningBody(Guid? Id, string Name, Guid Owner, string Purpose, ScopeBody? Scope, Delivery Delivery, string? Address, long? From);

    public sealed record AddressBody(string Address);

    /// <param name="From">After this position.</param>
    /// <param name="Day">Instead: what came into the log since this day began (UTC).</param>
    public sealed record ReplayBody(long? From, DateOnly? Day);

    /// <param name="OverlapHours">For so long the secret before signs as well, and none older: 1 to 168; left out: 24.</param>
    public sealed record RotationBody(int? OverlapHours);

    /// <summary>Says nothing: the address does.</summary>
    public sealed record Asking;

    /// <param name="Secret">Told here once and never again: what the webhook's messages are signed with.</param>
    public sealed record SecretAnswer(long Version, bool Changed, IReadOnlyList<Guid> Events, object? Created, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret);

    public static void AddSubscriptions(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<Subscriptions>().AddSingleton<SigningSecrets>().AddSingleton<Deletions>().AddSingleton<Managing>();

    public static void MapSubscriptions(this RouteGroupBuilder v1)
    {
        var manage = v1.MapGroup("/subscriptions").RequireAuthorization(Policies.ManageSubscriptions).Touches(Touch.Feed).WithTags("Subscriptions");
        manage.MapPost("/", Open).WithName("openSubscription").WithSummary("Opens a subscription; of a webhook the answer holds its secret, once.").Produces<SecretAnswer>();
        manage.MapPut("/{id:guid}/address", (Guid id, AddressBody body, Managing managing, Desk desk, CancellationToken ct) => Run(desk, managing.ChangeAddress(new(id), body.Address), ct))
            .WithName("changeSubscriptionAddress").WithSummary("Sends to another address from now on.");
        manage.MapPut("/{id:guid}/scope", (Guid id, ScopeBody body, Managing managing, Desk desk, CancellationToken ct) => Run(desk, managing.ChangeScope(new(id), body.Scope), ct))
            .WithName("changeSubscriptionScope").WithSummary("Sends other types, programs or cohorts from now on.");
        manage.MapPost("/{id:guid}/pause", (Guid id, Asking? _, Desk desk, CancellationToken ct) => Run(desk, Managing.On(new(id), s => Subscribing.Pause(s, Subscribing.ByHand)), ct))
            .WithName("pauseSubscription").WithSummary("Sends nothing until it is resumed; nothing is left out then.");
        manage.MapPost("/{id:guid}/resume", (Guid id, Asking? _, Desk desk, CancellationToken ct) => Run(desk, Managing.On(new(id), Subscribing.Resume), ct))
            .WithName("resumeSubscription").WithSummary("Goes on where it was paused.");
        manage.MapPost("/{id:guid}/replay", (Guid id, ReplayBody body, Desk desk, CancellationToken ct) => Run(desk, Managing.Replay(new(id), body.From, body.Day), ct))
            .WithName("replaySubscription").WithSummary("Sends everything after a position, or since a day, once more.");
        manage.MapPost("/{id:guid}/secret", (Guid id, RotationBody? body, Managing managing, Desk desk, CancellationToken ct) =>
        {
            var (secret, overlap) = (Guid.CreateVersion7(), body?.OverlapHours is { } hours ? Overlap(hours) : (TimeSpan?)null);
            return Run(desk, managing.Rotate(new(id), secret, overlap), ct, async () => await managing.NewSecret(desk.Caller.Operator, new(id), secret, overlap, ct));
        }).WithName("rotateSubscriptionSecret").WithSummary("Makes a new secret and tells it once; the one before signs on for a while.").Produces<SecretAnswer>();
        manage.MapPost("/{id:guid}/end", (Guid id, Asking? _, Managing managing, Desk desk, CancellationToken ct) => Run(desk, Managing.On(new(id), Subscribing.End), ct, async () =>
        {
            await managing.Forget(desk.Caller.Operator, new(id), ct);
            return null;
        })).WithName("endSubscription").WithSummary("Ends it for good. Deletions can still be acknowledged.");
        v1.MapPost("/subscriptions/{id:guid}/deletions/{entry:guid}", Acknowledge).RequireAuthorization(Policies.AcknowledgeDeletions).Touches(Touch.Feed).WithTags("Subscriptions")
            .WithName("acknowledgeDeletion").WithSummary("The subscriber says that what this entry takes back is deleted on its side.");
    }

    /// <summary>A number of hours that no rule allows stays one that no rule allows.</summary>
    internal static TimeSpan Overlap(int hours) => TimeSpan.FromHours(Math.Clamp(hours, 0, 10_000));

    private static Task<IResult> Open(OpeningBody body, Managing managing, Desk desk, CancellationToken ct)
    {
        var id = new SubscriptionId(body.Id ?? Guid.CreateVersion7());
        var opening = new Opening(id, body.Name, new(body.Owner), body.Purpose, body.Scope?.Scope ?? SubscriptionScope.All, body.Delivery, body.Address, body.From);
        return Run(desk, managing.Open(opening), ct, async () => body.Delivery == Delivery.Webhook ? await managing.NewSecret(desk.Caller.Operator, id, Guid.CreateVersion7(), null, ct) : null, new { id = id.Value });
    }

    private static async Task<IResult> Acknowledge(Guid id, Guid entry, Asking? _, Subscriptions subscriptions, Deletions deletions, Desk desk, CancellationToken ct)
    {
        var op = desk.Caller.Operator;
        var found = await subscriptions.Find(op, new(id), ct);
        var theirs = found is not null && MayTouch(desk.Viewer, found);
        var demanded = theirs && (await deletions.Of(op, found!, ct)).Any(d => d.Event == entry);
        return await Run(desk, Managing.On(new(id), s => Subscribing.AcknowledgeDeletion(theirs ? s : Subscription.None, entry, demanded)), ct);
    }

    /// <summary>A service stands for its organization and sees no other's.</summary>
    internal static bool MayTouch(SignedInPerson person, Subscription subscription) =>
        person.Roles.Any(r => r != Roles.Service && Policies.Allows(Policies.SeeSubscriptions, [r])) || subscription.Owner?.Value == person.Organization;

    private static Task<IResult> Run(Desk desk, Rule rule, CancellationToken ct, Func<Task<string?>>? then = null, object? answer = null) => desk.Run(null, new Happened(), rule, ct, answer, then: then);
}

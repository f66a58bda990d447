using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Microsoft.AspNetCore.Mvc;

namespace Journey.Host.Features.Webhooks;

using Subscriptions = Subscriptions.Subscriptions;

/// <summary>The pages' forms: what the API does, answered with the page again.</summary>
public static class WebhookForms
{
    public static void MapWebhookForms(this WebApplication app)
    {
        var forms = app.MapGroup("/subscriptions/{id:guid}/deliveries").RequireAuthorization(Policies.ManageSubscriptions).Touches(Touch.Feed).ExcludeFromDescription();

        // The form is asked for although it says nothing: its antiforgery token is checked then.
        forms.MapPost("/test", async (Guid id, [FromForm] IFormCollection _, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            var (delivery, _) = await replaying.Test(op, await WebhookEndpoints.Running(id, person, op, subscriptions, ct), ct);
            return TypedResults.Redirect($"/subscriptions/{id}/deliveries/{delivery}");
        });
        forms.MapPost("/{delivery:guid}/replay", async (Guid id, Guid delivery, [FromForm] IFormCollection _, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            await replaying.One(op, await WebhookEndpoints.Running(id, person, op, subscriptions, ct), delivery, person.User, ct);
            return TypedResults.Redirect($"/subscriptions/{id}/deliveries/{delivery}");
        });
        forms.MapPost("/replay-dead", async (Guid id, [FromForm] IFormCollection _, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            await replaying.Dead(op, await WebhookEndpoints.Running(id, person, op, subscriptions, ct), person.User, ct);
            return TypedResults.Redirect($"/subscriptions/{id}?state=pending");
        });
        forms.MapPost("/replay-range", async (Guid id, [FromForm] long from, [FromForm] long to, SignedInPerson person, Operators operators, Subscriptions subscriptions, Replaying replaying, CancellationToken ct) =>
        {
            var op = operators.Find(new OperatorId(person.Operator))!;
            await replaying.Range(op, await WebhookEndpoints.Running(id, person, op, subscriptions, ct), from, to, person.User, ct);
            return TypedResults.Redirect($"/subscriptions/{id}?state=pending");
        });
    }
}

using System.Globalization;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Journey.Host.Features.Subscriptions;

/// <summary>What was typed into the form that opens a subscription.</summary>
public sealed record OpeningForm(string Name, Guid Owner, string Purpose, Delivery Delivery, string Address, bool FromStart, IReadOnlyList<string> Types, IReadOnlyList<string> Programs, IReadOnlyList<Guid> Cohorts)
{
    public static OpeningForm Empty { get; } = new("", Guid.Empty, "", Delivery.Pull, "", false, [], [], []);

    /// <exception cref="ProblemException">Something that the form does not offer.</exception>
    public static OpeningForm Read(IFormCollection form) => new(
        form["name"].ToString(), Guid.TryParse(form["owner"], out var owner) ? owner : throw new ProblemException(400), form["purpose"].ToString(),
        Enum.TryParse<Delivery>(form["delivery"], out var delivery) && Enum.IsDefined(delivery) ? delivery : throw new ProblemException(400),
        form["address"].ToString().Trim(), form["begins"] == "start", [.. form["types"].OfType<string>()], [.. form["programs"].OfType<string>()],
        [.. form["cohorts"].Select(c => Guid.TryParse(c, out var id) ? id : throw new ProblemException(400))]);

    public Opening Asked(SubscriptionId id) =>
        new(id, Name, new(Owner), Purpose, new([.. Types], [.. Programs], [.. Cohorts.Select(c => new CohortId(c))]), Delivery, Address.Length == 0 ? null : Address, FromStart ? 0 : null);
}

/// <summary>The pages' forms: what the commands of the API do, answered with a page.</summary>
public static class SubscriptionForms
{
    public static void MapSubscriptionForms(this WebApplication app)
    {
        var forms = app.MapGroup("/subscriptions").RequireAuthorization(Policies.ManageSubscriptions).Touches(Touch.Feed).ExcludeFromDescription();

        forms.MapPost("/open", async ([FromForm] IFormCollection form, HttpContext http, Callers callers, Managing managing, Journal journal, CancellationToken ct) =>
        {
            var (caller, asked, id) = (callers.Of(http), OpeningForm.Read(form), new SubscriptionId(Guid.CreateVersion7()));
            if (await journal.Execute(caller, new Command { Decide = managing.Open(asked.Asked(id)) }, ct) is CommandResult.Refused refused)
                return new RazorComponentResult<OpenSubscriptionDocument>(new { Form = asked, Problem = refused.Code }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
            return asked.Delivery == Delivery.Webhook ? Told(id, await managing.NewSecret(caller.Operator, id, Guid.CreateVersion7(), null, ct)) : (IResult)TypedResults.Redirect($"/subscriptions/{id}");
        });

        forms.MapPost("/{id:guid}/secret", async (Guid id, [FromForm] int hours, HttpContext http, Callers callers, Managing managing, Journal journal, CancellationToken ct) =>
        {
            var (caller, secret, overlap) = (callers.Of(http), Guid.CreateVersion7(), SubscriptionEndpoints.Overlap(hours));
            var result = await journal.Execute(caller, new Command { Decide = managing.Rotate(new(id), secret, overlap) }, ct);
            return result is CommandResult.Done ? Told(new(id), await managing.NewSecret(caller.Operator, new(id), secret, overlap, ct)) : Back(id, result);
        });

        Map("pause", (id, _, _) => Managing.On(id, s => Subscribing.Pause(s, Subscribing.ByHand)));
        Map("resume", (id, _, _) => Managing.On(id, Subscribing.Resume));
        Map("replay", (id, form, _) => Managing.Replay(id, long.TryParse(form["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : null,
            DateOnly.TryParseExact(form["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null));
        Map("address", (id, form, managing) => managing.ChangeAddress(id, form["address"].ToString().Trim()));
        Map("end", (id, _, _) => Managing.On(id, Subscribing.End), (managing, caller, id, ct) => managing.Forget(caller.Operator, id, ct));

        void Map(string action, Func<SubscriptionId, IFormCollection, Managing, Func<Situation, CancellationToken, ValueTask<Decision>>> rule, Func<Managing, Caller, SubscriptionId, CancellationToken, Task>? then = null) =>
            forms.MapPost($"/{{id:guid}}/{action}", async (Guid id, [FromForm] IFormCollection form, HttpContext http, Callers callers, Managing managing, Journal journal, CancellationToken ct) =>
            {
                var caller = callers.Of(http);
                var result = await journal.Execute(caller, new Command { Decide = rule(new(id), form, managing) }, ct);
                if (result is CommandResult.Done && then is not null) await then(managing, caller, new(id), ct);
                return Back(id, result);
            });
    }

    // A page with a form in it, as every page has for the language, is kept in no cache: antiforgery sees to it.
    private static RazorComponentResult<SecretDocument> Told(SubscriptionId id, string secret) => new(new { Id = id.Value, Secret = secret });

    private static IResult Back(Guid id, CommandResult result) => result switch
    {
        CommandResult.Refused { Code: "subscription.unknown" } => throw new ProblemException(404),
        CommandResult.Refused refused => TypedResults.Redirect($"/subscriptions/{id}?problem={Uri.EscapeDataString(refused.Code)}"),
        CommandResult.Conflict => throw new ProblemException(409),
        _ => TypedResults.Redirect($"/subscriptions/{id}"),
    };
}

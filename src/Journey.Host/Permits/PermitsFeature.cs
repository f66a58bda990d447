using Journey.Domain.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Recording;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Journey.Host.Permits;

/// <summary>The policy stands in front of every endpoint and page: what none of them declares to touch is refused.</summary>
public static class PermitsFeature
{
    public static void AddPermits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ActorStandings>();
        builder.Services.AddSingleton<Warden>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RecordedRefusals>();
    }

    /// <summary>After sign-in and operators, before anything of the endpoint runs.</summary>
    public static void UsePermits(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && SignedInPerson.Of(http.User) is not null)
        {
            if (endpoint.Metadata.GetMetadata<TouchesAttribute>() is not { } touches) throw new ProblemException(403);
            await Decide(http, touches);
        }
        await next(http);
    });

    private static async Task Decide(HttpContext http, TouchesAttribute touches)
    {
        var (warden, ct) = (http.RequestServices.GetRequiredService<Warden>(), http.RequestAborted);
        switch (touches.What)
        {
            case Touch.Person:
                http.Features.Set(await warden.Person(http, new(Guid.Parse((string)http.GetRouteValue("id")!)), touches, ct));
                break;
            case Touch.People or Touch.NewPerson or Touch.Contact:
                if (!(await warden.Actor(http, ct)).IsMember) throw await Refused(Reasons.Relationship);
                break;
            case Touch.Counts:
                if ((await warden.Actor(http, ct)).CountsRefusal(warden.Today(Domain.Participants.Participant.Nobody)) is { } reason) throw await Refused(reason);
                break;
        }

        Task<ProblemException> Refused(string reason) => warden.Refuse(http, touches.Action, reason, new Resource(touches.What.ToString().ToLowerInvariant()), [], [], ct);
    }

    // Who is turned away for their role has asked too.
    private sealed class RecordedRefusals(Warden warden) : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler answer = new();

        public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Forbidden && context.GetEndpoint()?.Metadata.GetMetadata<TouchesAttribute>() is { What: Touch.Person or Touch.People or Touch.NewPerson or Touch.Counts or Touch.Contact or Touch.Record } touches && SignedInPerson.Of(context.User) is { } person)
            {
                var own = touches.What == Touch.Person && person.Participant is not null;
                var id = touches.What == Touch.Person ? context.GetRouteValue("id")?.ToString() : null;
                throw await warden.Refuse(context, touches.Action, own ? Reasons.Relationship : Reasons.Role, new Resource(touches.What.ToString().ToLowerInvariant(), id), [], [], context.RequestAborted);
            }
            await answer.HandleAsync(next, context, policy, authorizeResult);
        }
    }
}

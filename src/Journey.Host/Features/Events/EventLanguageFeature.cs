using Journey.Host.Features.Events.Published;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Journey.Host.Features.Events;

/// <summary>The published language where machines look for it: a schema for each type, and one AsyncAPI document.</summary>
public static class EventLanguageFeature
{
    private static readonly Lazy<string> Document = new(() => EventSchemas.Text(AsyncApi.Document()));

    public static void AddEventLanguage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Feed>();
        builder.Services.TryAddSingleton(StreamPace.Ordinary);
    }

    public static void MapEventLanguage(this WebApplication app)
    {
        app.MapGet(EventSchemas.Address("{type}"), IResult (string type, HttpContext http) =>
        {
            var schema = type == "envelope" ? EventSchemas.Envelope() : PublicEvents.OfType(type) is { } found ? EventSchemas.Of(found) : null;
            if (schema is null) return Problems.Of(404, "events.type", "There is no such type.");
            http.Response.Headers.CacheControl = "public, max-age=3600";
            return TypedResults.Text(EventSchemas.Text(schema), "application/schema+json");
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(AsyncApi.Address, () => TypedResults.Text(Document.Value, "application/json")).RequireAuthorization(Policies.SignedIn).Touches(Touch.Nobody).ExcludeFromDescription();
    }
}

using Journey.Host.Databases;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Pages;

public static class PagesFeature
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Viewer>();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddAntiforgery(o => { o.Cookie.Name = "journey-form"; o.Cookie.SameSite = SameSiteMode.Strict; });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
        app.MapGet("/", (SignedInPerson person) => TypedResults.Redirect(StartOf(person))).RequireAuthorization(Policies.SignedIn).Touches(Touch.Nobody).WithMetadata(new ReadsFromAttribute(Source.Nowhere)).ExcludeFromDescription();
        // Without an endpoint of its own a wrong address would meet the deny-all policy and read as "forbidden".
        app.MapFallback("{*path}", () => TypedResults.StatusCode(StatusCodes.Status404NotFound)).AllowAnonymous();
    }

    /// <summary>Where a role's work begins.</summary>
    public static string StartOf(SignedInPerson person)
    {
        if (person.Participant is { } own) return $"/participants/{own}";
        return person switch
        {
            _ when person.May(Policies.RecordJourney) => "/participants",
            _ when person.May(Policies.SeeCounts) => "/cohorts",
            _ when person.May(Policies.Audit) => "/access",
            _ when person.May(Policies.Operate) => "/operations",
            _ when person.May(Policies.SeePrograms) => "/programs",
            _ => "/welcome",
        };
    }
}

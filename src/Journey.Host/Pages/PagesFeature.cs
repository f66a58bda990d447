using Journey.Host.Features.SignIn;

namespace Journey.Host.Pages;

public static class PagesFeature
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddAntiforgery(o => { o.Cookie.Name = "journey-form"; o.Cookie.SameSite = SameSiteMode.Strict; });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
        app.MapGet("/", () => TypedResults.Redirect("/cohorts")).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
        // Without an endpoint of its own a wrong address would meet the deny-all policy and read as "forbidden".
        app.MapFallback("{*path}", () => TypedResults.StatusCode(StatusCodes.Status404NotFound)).AllowAnonymous();
    }
}

using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Host.Http;
using Journey.Host.Language;
using Journey.Host.Permits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Journey.Host.Features.SignIn;

/// <summary>
/// Signing in, so far only for development: choose an operator and a role, no secret asked. So it is the default on loopback and
/// refuses to start anywhere else. <c>Journey:SignIn</c> is "Development" or absent.
/// </summary>
public static class SignInFeature
{
    const string Chosen = "cookie-or-token";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var mode = builder.Configuration["Journey:SignIn"] ?? "Development";
        if (mode != "Development")
            throw new SetupException($"Journey:SignIn is '{mode}'; this version has 'Development' only.");
        if (Loopback.FirstReachableByOthers(builder.Configuration) is { } open)
            throw new SetupException($"Development sign-in asks for no password, so the host may listen on loopback only, not on {open}. Set --urls to http://localhost:5080 or the like.");

        builder.Services.AddAuthentication(Chosen)
            .AddPolicyScheme(Chosen, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal) ? DevelopmentToken.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, DevelopmentToken>(DevelopmentToken.SchemeName, null)
            .AddCookie(o =>
            {
                o.Cookie.Name = "journey";
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.HttpOnly = true;
                o.ExpireTimeSpan = TimeSpan.FromHours(12);
                o.Events.OnRedirectToLogin = context =>
                {
                    if (context.Request.WantsPage())
                        context.Response.Redirect("/sign-in?returnUrl=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
                    else
                        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                };
                o.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            });
        builder.Services.AddAuthorization(Policies.Add);
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.StopUnlessBoundLocally();
        app.Use((context, next) =>
        {
            if (Loopback.IsLocal(context)) return next(context);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-in/development", SignIn).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/sign-out", (Delegate)SignOut).RequireAuthorization(Policies.SignedIn).Touches(Touch.Nobody).WithMetadata(new ReadsFromAttribute(Source.Nowhere)).ExcludeFromDescription();
    }

    static async Task<IResult> SignIn(HttpContext context, Operators operators, [FromForm(Name = "operator")] string operatorId, [FromForm] string role, [FromForm] string? returnUrl)
    {
        if (DevelopmentPeople.Find(operators, operatorId, role, Guid.CreateVersion7().ToString("N")) is not { } person)
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, person.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
        return TypedResults.Redirect(LocalUrl.Or(returnUrl, "/"));
    }

    static async Task<RedirectHttpResult> SignOut(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.Redirect("/sign-in");
    }
}

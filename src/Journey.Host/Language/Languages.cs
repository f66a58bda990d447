using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Journey.Host.Language;

/// <summary>English and French as Canada writes them: the person's cookie first, then what the browser accepts, then English.</summary>
public static class Languages
{
    public const string Cookie = "journey-language";
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-CA");
    public static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-CA");

    public static CultureInfo? Find(string? tag) => tag switch
    {
        null => null,
        _ when tag.StartsWith("fr", StringComparison.OrdinalIgnoreCase) => French,
        _ when tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) => English,
        _ => null,
    };

    public static void UseLanguages(this WebApplication app) => app.UseRequestLocalization(new RequestLocalizationOptions
    {
        DefaultRequestCulture = new RequestCulture(English),
        SupportedCultures = [English, French],
        SupportedUICultures = [English, French],
        RequestCultureProviders = [new CustomRequestCultureProvider(context => Task.FromResult(Chosen(context.Request)))],
    });

    public static void MapLanguages(this WebApplication app) =>
        app.MapPost("/language", Switch).AllowAnonymous().ExcludeFromDescription();

    static ProviderCultureResult? Chosen(HttpRequest request)
    {
        var culture = Find(request.Cookies[Cookie])
            ?? request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => Find(l.Value.Value)).FirstOrDefault(c => c is not null);
        return culture is null ? null : new ProviderCultureResult(culture.Name);
    }

    static RedirectHttpResult Switch(HttpContext context, [FromForm] string language, [FromForm] string? returnUrl)
    {
        if (Find(language) is { } culture)
            context.Response.Cookies.Append(Cookie, culture.TwoLetterISOLanguageName, new CookieOptions
            { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        return TypedResults.Redirect(LocalUrl.Or(returnUrl, "/"));
    }
}

namespace Journey.Host.Http;

/// <summary>The same strict headers on every answer. No page needs inline script, inline style or another host.</summary>
public static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // What a signed-in person was shown stays out of every cache, the browser's "back" included.
            if (context.User.Identity?.IsAuthenticated == true && string.IsNullOrEmpty(headers.CacheControl))
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>
    /// A cookie is sent by whoever makes the browser ask, so a change that another site started is refused
    /// (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/). Forms carry an antiforgery token besides; clients with a bearer token send no cookie.
    /// </summary>
    public static void UseSameOriginChanges(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (changes && site is ("cross-site" or "same-site") && request.Headers.Authorization.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        return next(context);
    });
}

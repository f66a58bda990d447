using System.Text.RegularExpressions;

namespace Journey.Host.Http;

/// <summary>One id per request, the caller's if it sent a sound one; echoed, logged, and stored with what the request appended.</summary>
public static partial class Correlation
{
    public const string Header = "X-Correlation-Id";

    public static void UseCorrelation(this WebApplication app) => app.Use(async (context, next) =>
    {
        var given = context.Request.Headers[Header].ToString();
        var id = Sound().IsMatch(given) ? given : Guid.CreateVersion7().ToString("N");
        context.TraceIdentifier = id;
        // Late, because the error handler clears the headers set before it.
        context.Response.OnStarting(() => { context.Response.Headers[Header] = id; return Task.CompletedTask; });
        using (app.Logger.BeginScope("{CorrelationId}", id))
            await next(context);
    });

    /// <summary>What an append records as its correlation id.</summary>
    public static string CorrelationId(this HttpContext context) => context.TraceIdentifier;

    [GeneratedRegex(@"^[A-Za-z0-9._\-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Sound();
}

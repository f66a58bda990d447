using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Journey.Host.Features.Telemetry;

public static class TelemetryFeature
{
    /// <summary>OpenTelemetry's own setting: without it nothing leaves the host.</summary>
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Logs always; traces and metrics when a collector is named. Comes first of all features, so that it ends last.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddLogs();
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint])) return;
        builder.Services.AddHostedService<Exporting>();
        builder.Services.AddHostedService<Lags>();
    }

    /// <summary>Names a request's span by its route: ASP.NET's own leaves that to others, and what stands in the address is nobody's business.</summary>
    public static void UseTelemetry(this WebApplication app) => app.Use(async (context, next) =>
    {
        try { await next(context); }
        finally
        {
            if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            {
                var method = HttpMethods.GetCanonicalizedValue(context.Request.Method);
                if (!Methods.Contains(method)) method = "_OTHER";
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/');
                span.DisplayName = route is null ? method : $"{method} {route}";
                span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
                if (context.Response.StatusCode >= 500) span.SetStatus(ActivityStatusCode.Error);
            }
        }
    });

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };
}

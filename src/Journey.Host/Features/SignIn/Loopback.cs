using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Journey.Host.Features.SignIn;

/// <summary>What keeps a sign-in without secrets on this computer: the configured addresses, the bound ones, and every single request.</summary>
static class Loopback
{
    /// <summary>The first configured address that others could reach, or null. No address at all is Kestrel's own default, localhost.</summary>
    public static string? FirstReachableByOthers(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>());
        // "http_ports" means every interface, and is what container images set.
        var ports = new[] { "http_ports", "https_ports" }.Where(_ => string.IsNullOrEmpty(configuration["urls"]))
            .SelectMany(k => (configuration[k] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"{k[..^6]}://*:{p}"));
        return urls.Concat(ports).FirstOrDefault(u => !IsLoopback(u));
    }

    public static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    /// <summary>From this computer, under a local name (no DNS rebinding), and not through a proxy that would hide where it came from.</summary>
    public static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from))
        && IsLoopback($"http://{context.Request.Host}")
        && !context.Request.Headers.Keys.Any(h => h.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || h.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));

    /// <summary>After binding: code, too, can add an address that no configuration names.</summary>
    public static void StopUnlessBoundLocally(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (bound.FirstOrDefault(a => !IsLoopback(a)) is not { } open) return;
        app.Logger.LogCritical("Development sign-in is on, but the host listens on {Address}, which is not loopback. Stopping.", open);
        app.Lifetime.StopApplication();
    });
}

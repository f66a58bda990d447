using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Journey.Torture;

/// <summary>A subscriber that is posted to, and that fails itself now and then, once for an entry: it says no, or takes the entry and says nothing.</summary>
internal sealed class Receiving : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiving(WebApplication app) => this.app = app;

    public string Address => $"{app.Urls.First()}/hook";

    public static async Task<Receiving> Start(Sink sink, int seed)
    {
        var random = new Random(seed);
        var failed = new HashSet<Guid>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var entry = await JsonDocument.ParseAsync(request.Body);
            int luck;
            // Twice would be half a minute's pause for that participant, which a run would only wait for.
            lock (random) luck = random.Next(50) is var drawn and < 2 && failed.Add(entry.RootElement.GetProperty("id").GetGuid()) ? drawn : 2;
            if (luck == 0) return Results.StatusCode(503);
            sink.Take(entry.RootElement);
            if (luck == 1) request.HttpContext.Abort();
            return Results.NoContent();
        });
        await app.StartAsync();
        return new Receiving(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Journey.Tests.Telemetry;

/// <summary>Takes OTLP over HTTP, as a collector does, and keeps the bytes: names and tags stand in them as plain text.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = new();

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public static async Task<Collector> Start()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    public string Address => _app.Urls.First();

    /// <summary>Everything that came for a signal (`traces`, `metrics`), one byte a character.</summary>
    public string Text(string signal) => string.Concat(_received.Where(x => x.Signal == signal).Select(x => Encoding.Latin1.GetString(x.Body)));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

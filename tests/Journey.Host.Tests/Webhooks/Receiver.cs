using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Journey.Host.Tests.Webhooks;

/// <summary>One post as it arrived.</summary>
internal sealed record Post(Guid Id, string Body, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>A subscriber's web server on loopback, which answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private int atOnce;

    private Receiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<Post> Posts { get; } = new();

    /// <summary>Those answered 2xx, in that order.</summary>
    public ConcurrentQueue<Guid> Taken { get; } = new();

    public int MostAtOnce { get; private set; }

    /// <summary>Answers by setting the response.</summary>
    public Func<Post, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Origin => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string Address => $"{Origin}/hooks";

    public static async Task<Receiver> Start(string url = "http://127.0.0.1:0", Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        adjust?.Invoke(builder);
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var post = new Post(Guid.TryParse(http.Request.Headers["webhook-id"], out var id) ? id : default, await reader.ReadToEndAsync(), http.Request.Path,
            http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()));
        Posts.Enqueue(post);
        var here = 1;
        lock (app) MostAtOnce = Math.Max(MostAtOnce, ++atOnce);
        // A post that its sender gave up is none of those at once, however long it is still answered.
        await using var aborted = http.RequestAborted.Register(Gone);
        try
        {
            await Answer(post, http);
            if (http.Response.StatusCode is >= 200 and < 300 && !http.RequestAborted.IsCancellationRequested) Taken.Enqueue(id);
        }
        finally { Gone(); }

        void Gone()
        {
            if (Interlocked.Exchange(ref here, 0) == 1) lock (app) atOnce--;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

using Journey.Host.Features.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Journey.Host.Tests;

/// <summary>The real host in this process, on a free loopback port.</summary>
public sealed class HostUnderTest : IAsyncDisposable
{
    public const string OperatorId = "test-operator";
    readonly WebApplication _app;

    HostUnderTest(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="map">Endpoints that only this test wants.</param>
    public static async Task<HostUnderTest> Start(Action<WebApplicationBuilder>? adjust = null, Action<WebApplication>? map = null)
    {
        var app = Program.Build(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddSingleton(new OperatorCards(() => [new(OperatorId, "AspireAtlantic", "Invented data")]));
            adjust?.Invoke(builder);
        });
        map?.Invoke(app);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A client as this role of the test operator; null for one who has not signed in.</summary>
    public HttpClient Client(string? role = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (role is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", $"dev:{OperatorId}:{role}");
        return client;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

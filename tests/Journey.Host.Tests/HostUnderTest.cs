using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Tests.Confidential;
using Journey.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Journey.Host.Tests;

/// <summary>The real host in this process, on a free loopback port.</summary>
public sealed class HostUnderTest : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly Operators _operators;
    readonly NpgsqlDataSource _hostKeys;

    HostUnderTest(WebApplication app, Operators operators, NpgsqlDataSource hostKeys, Operator op) => (_app, _operators, _hostKeys, Operator) = (app, operators, hostKeys, op);

    /// <summary>The only operator served, with empty databases of its own.</summary>
    public Operator Operator { get; }

    public IServiceProvider Services => _app.Services;
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="map">Endpoints that only this test wants.</param>
    public static async Task<HostUnderTest> Start(Action<WebApplicationBuilder>? adjust = null, Action<WebApplication>? map = null)
    {
        var server = await Postgres.Server();
        var operators = await Operators.Open(server, server, Installation.Modules, $"registry_{Guid.NewGuid():N}");
        // The databases are clones of the template; creating an operator of that name only registers them.
        var op = await operators.Create((await Postgres.NewOperator()).Id, "AspireAtlantic", "invented data");
        var hostKeys = await Postgres.NewHostKeys();
        var root = await Surroundings.NewRoot();
        var app = Program.Build(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddVault(root, hostKeys);
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.AddOperators(operators);
            adjust?.Invoke(builder);
        });
        map?.Invoke(app);
        await app.StartAsync();
        return new(app, operators, hostKeys, op);
    }

    /// <summary>Publishes AspireAtlantic's shipped programs.</summary>
    public Task Publish() => Host.Features.Programs.Publish.Shipped(Operator, "aspire-atlantic", TimeProvider.System.GetUtcNow(), default);

    /// <summary>A client as this role of the test operator; null for one who has not signed in.</summary>
    public HttpClient Client(string? role = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (role is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", $"dev:{Operator.Id}:{role}");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _operators.DisposeAsync();
        await _hostKeys.DisposeAsync();
    }
}

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

namespace Journey.Host.Tests.Hosts;

/// <summary>A real host over servers that a test names.</summary>
internal sealed class Site(WebApplication app, Operators operators, NpgsqlDataSource hostKeys) : IAsyncDisposable
{
    public Operators Operators => operators;

    public required RootKey Root { get; init; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IServiceProvider Services => app.Services;

    /// <param name="made">Operators to have, each on its server.</param>
    /// <param name="root">Of the hosts before, where there are some.</param>
    public static async Task<Site> Start(IReadOnlyDictionary<string, Server> servers, RootKey? root, params (string Id, string Server)[] made)
    {
        var operators = await Operators.Open(servers, Installation.Modules);
        foreach (var (id, server) in made) await operators.Create(new OperatorId(id), $"Operator {id}", "invented data", server);
        var hostKeys = await VaultFeature.OpenHostKeys(servers[Operators.DefaultServer], default);
        root ??= await Surroundings.NewRoot();
        var app = Program.Build(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddVault(root, hostKeys);
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.AddOperators(operators);
        });
        await app.StartAsync();
        return new(app, operators, hostKeys) { Root = root };
    }

    public HttpClient Client(string op, string role)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", $"dev:{op}:{role}");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await operators.DisposeAsync();
        await hostKeys.DisposeAsync();
    }
}

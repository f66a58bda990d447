using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.SignIn;
using Journey.Host.Recording;
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
    readonly RootKey _root;
    readonly string _registry;

    HostUnderTest(WebApplication app, Operators operators, NpgsqlDataSource hostKeys, Operator op, RootKey root, string registry) => (_app, _operators, _hostKeys, Operator, _root, _registry) = (app, operators, hostKeys, op, root, registry);

    /// <summary>The only operator served, with empty databases of its own.</summary>
    public Operator Operator { get; }

    public IServiceProvider Services => _app.Services;
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="map">Endpoints that only this test wants.</param>
    public static async Task<HostUnderTest> Start(Action<WebApplicationBuilder>? adjust = null, Action<WebApplication>? map = null)
    {
        var server = await Postgres.Server();
        var registry = $"registry_{Guid.NewGuid():N}";
        var operators = await Operators.Open(server, server, Installation.Modules, registry);
        // The databases are clones of the template; creating an operator of that name only registers them.
        var op = await operators.Create((await Postgres.NewOperator()).Id, "AspireAtlantic", "invented data");
        var hostKeys = await Postgres.NewHostKeys();
        return await On(operators, op, hostKeys, await Surroundings.NewRoot(), registry, adjust, map);
    }

    static async Task<HostUnderTest> On(Operators operators, Operator op, NpgsqlDataSource hostKeys, RootKey root, string registry, Action<WebApplicationBuilder>? adjust, Action<WebApplication>? map)
    {
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
        return new(app, operators, hostKeys, op, root, registry);
    }

    /// <summary>Publishes AspireAtlantic's shipped programs.</summary>
    public Task Publish() => Host.Features.Programs.Publish.Shipped(Operator, "aspire-atlantic", TimeProvider.System.GetUtcNow(), default);

    /// <summary>
    /// The organizations of the development sign-in's people agree to share everything for service and placement, from a year ago on: without it a
    /// coach has nothing to do with the provider's participants.
    /// </summary>
    public async Task<Guid> Agree(DateOnly? to = null)
    {
        var id = Guid.CreateVersion7();
        var made = new AgreementMade(new(id), [new(Provider), new(Sector)], [Purposes.Service, Purposes.Placement], [.. Enum.GetValues<FieldClass>().Except([FieldClass.None])], DateOnly.FromDateTime(DateTime.UtcNow).AddYears(-1), to);
        await Services.GetRequiredService<Journal>().Execute(Caller.Job(Operator, "test"), new Command { Decide = async (s, ct) => Agreements.Make(await s.Stream("agreement", id, Agreement.Fold, ct), made) }, default);
        return id;
    }

    public Guid Provider => DevelopmentPeople.IdOf(Operator.Id.Value, "organization");

    public Guid Sector => DevelopmentPeople.IdOf(Operator.Id.Value, DevelopmentPeople.SectorOrganization);

    /// <summary>Another host of the same operator, as another process would be: it remembers nothing of what this one knows.</summary>
    public async Task<HostUnderTest> Another()
    {
        var server = await Postgres.Server();
        var operators = await Operators.Open(server, server, Installation.Modules, _registry);
        return await On(operators, operators.Find(Operator.Id)!, _hostKeys, _root, _registry, null, null);
    }

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

using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.Demonstration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Journey.Host.Commands;

/// <summary>The host itself: databases first, then pages and API, until SIGTERM or Ctrl-C.</summary>
internal static class Up
{
    private const string Address = "http://127.0.0.1:5080";

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var settings = Settings.Read(args);
        await using var installation = await Installation.Open(settings, ct);
        await using var hostKeys = await VaultFeature.OpenHostKeys(installation.KeyServer, ct);
        var root = await VaultFeature.LoadRootKey(VaultFeature.RootKeyFile(settings, installation.DataFolder), installation.Operators.All, hostKeys, ct);
        await using var app = Program.Build(args, builder =>
        {
            if (!IsAddressed(builder.Configuration)) builder.Configuration["urls"] = Address;
            builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning); // the line below says it once
            builder.AddOperators(installation.Operators);
            builder.Services.AddVault(root, hostKeys);
            builder.AddDemonstration();
        });
        app.Lifetime.ApplicationStarted.Register(() =>
            Console.WriteLine($"Journey is at {string.Join(" and ", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)} (Ctrl-C stops it). To sign in, choose a role there: the development sign-in asks for no password."));
        try { await app.StartAsync(ct); }
        catch (IOException e) { throw new EventStore.SetupException($"{e.Message} Stop what uses it, or choose another one with --urls.", e); }

        // Requests under way are answered before the databases go, which happens when the installation is disposed of.
        var stopped = app.WaitForShutdownAsync(ct);
        if (await Task.WhenAny(stopped, installation.Gone) == stopped) return 0;
        await Console.Error.WriteLineAsync($"PostgreSQL is gone and doesn't start again: {await installation.Gone}");
        await app.StopAsync(CancellationToken.None);
        return 1;
    }

    private static bool IsAddressed(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration["urls"]) || !string.IsNullOrEmpty(configuration["http_ports"]) || !string.IsNullOrEmpty(configuration["https_ports"])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}

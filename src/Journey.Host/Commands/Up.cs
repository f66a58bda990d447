using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.Demonstration;
using Journey.Host.Features.Health;
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
            builder.Configuration["Journey:Proof:Mirror"] ??= Path.Combine(installation.DataFolder, "checkpoints");
            if (!IsAddressed(builder.Configuration)) builder.Configuration["urls"] = Address;
            builder.Services.AddSingleton<IHostLifetime, StoppedByUs>();
            builder.AddOperators(installation.Operators);
            builder.Services.AddVault(root, hostKeys);
            builder.AddDemonstration();
        });
        app.Lifetime.ApplicationStarted.Register(() =>
            Console.WriteLine($"Journey is at {string.Join(" and ", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)} (Ctrl-C stops it). To sign in, choose a role there: the development sign-in asks for no password."));
        try { await app.StartAsync(ct); }
        catch (IOException e) { throw new EventStore.SetupException($"{e.Message} Stop what uses it, or choose another one with --urls.", e); }

        var stopped = app.WaitForShutdownAsync(CancellationToken.None);
        if (await Task.WhenAny(stopped, installation.Gone, Task.Delay(Timeout.Infinite, ct)) == installation.Gone)
        {
            await Console.Error.WriteLineAsync($"PostgreSQL is gone and doesn't start again: {await installation.Gone}");
            await app.StopAsync(CancellationToken.None);
            return 1;
        }
        // Not ready first, and for as long as a balancer needs to see it; then no new connection, requests under way are
        // answered, leases are given back; and the databases go last, when the installation is disposed of.
        app.Services.GetRequiredService<Readiness>().Leave();
        await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromSeconds(app.Configuration.GetValue("Journey:DrainSeconds", 0.0)), CancellationToken.None));
        app.Lifetime.StopApplication();
        await stopped;
        return 0;
    }

    // The usual lifetime would stop the host at the signal itself; the command is told, and stops it.
    private sealed class StoppedByUs : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static bool IsAddressed(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration["urls"]) || !string.IsNullOrEmpty(configuration["http_ports"]) || !string.IsNullOrEmpty(configuration["https_ports"])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}

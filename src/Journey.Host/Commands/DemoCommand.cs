using System.Globalization;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.Demonstration;
using Journey.Host.Features.Programs;
using Journey.Host.Recording;

namespace Journey.Host.Commands;

/// <summary><c>demo</c> makes the operator with invented cohorts, or finishes it, beside a running host or without one.</summary>
internal static class DemoCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var settings = Settings.Read(args);
        await using var installation = await Installation.Join(settings, ct);
        await using var hostKeys = await VaultFeature.OpenHostKeys(installation.KeyServer, ct);
        var root = await VaultFeature.LoadRootKey(VaultFeature.RootKeyFile(settings, installation.DataFolder), installation.Operators.All, hostKeys, ct);
        using var vault = new Vault(root, TimeProvider.System);
        var op = await installation.Operators.Create(Demonstration.OperatorId, Demonstration.Name, Demonstration.Label, ct: ct);
        var programs = new PublishedPrograms();
        var count = await new Demonstration(new Journal(vault, TimeProvider.System, programs), vault, programs).Fill(op, TimeProvider.System.GetUtcNow(), ct);
        Console.WriteLine(count == 0 ? $"{op.Id} is filled in already." : string.Create(CultureInfo.InvariantCulture, $"{op.Id}: {count} commands."));
        return 0;
    }
}

using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Host.Recording;
using Npgsql;

namespace Journey.Host.Commands;

/// <summary>What a command that works on one operator's journeys stands on: the databases, the vault, the journal.</summary>
internal sealed class Standing : IAsyncDisposable
{
    private readonly Installation installation;
    private readonly NpgsqlDataSource hostKeys;

    private Standing(Installation installation, NpgsqlDataSource hostKeys, Vault vault, Operator op)
    {
        (this.installation, this.hostKeys, Vault, Operator) = (installation, hostKeys, vault, op);
        Journal = new Journal(vault, Clock);
    }

    public TimeProvider Clock { get; } = TimeProvider.System;

    public Operator Operator { get; }

    public Vault Vault { get; }

    public Journal Journal { get; }

    public PublishedPrograms Programs { get; } = new();

    public Caller Caller => For("migration");

    public Caller For(string purpose) => Caller.Job(Operator, purpose);

    /// <param name="slug">The operator; null where there is only one.</param>
    /// <exception cref="SetupException">There is no such operator, or it has to be named.</exception>
    public static async Task<Standing> On(string? slug, IEnumerable<string> settings, CancellationToken ct)
    {
        var configuration = Settings.Read([.. settings]);
        var installation = await Installation.Join(configuration, ct);
        NpgsqlDataSource? hostKeys = null;
        try
        {
            var op = slug is not null ? installation.Operators.All.FirstOrDefault(o => o.Id.Value == slug) ?? throw new SetupException(installation.Operators.Missing.FirstOrDefault(m => m.Id.Value == slug) is { } away ? $"The operator {slug} is away: {away.Problem}." : $"There is no operator {slug}.")
                : installation.Operators.All.Count == 1 ? installation.Operators.All.First() : throw new SetupException($"Say which operator with --operator: {string.Join(", ", installation.Operators.All.Select(o => o.Id.Value))}.");
            hostKeys = await VaultFeature.OpenHostKeys(installation.KeyServer, ct);
            var root = await VaultFeature.LoadRootKey(VaultFeature.RootKeyFile(configuration, installation.DataFolder), installation.Operators.All, hostKeys, ct);
            return new(installation, hostKeys, new Vault(root, TimeProvider.System), op);
        }
        catch
        {
            if (hostKeys is not null) await hostKeys.DisposeAsync();
            await installation.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Vault.Dispose();
        await hostKeys.DisposeAsync();
        await installation.DisposeAsync();
    }
}

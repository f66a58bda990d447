using Journey.EventStore;
using Journey.EventStore.Keys;
using Journey.EventStore.Schema;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Npgsql;

namespace Journey.Host.Confidential;

public static class VaultFeature
{
    /// <summary>The database of the keys that belong to no operator. No operator's id makes this name: <c>journey_{id}</c> has a letter there.</summary>
    public const string HostKeysDatabase = "journey__keys";

    /// <summary>Opens the hosts' own key database, which is made at first start.</summary>
    /// <param name="keys">The server of the key databases.</param>
    public static async Task<NpgsqlDataSource> OpenHostKeys(Server keys, CancellationToken ct)
    {
        await keys.EnsureDatabase(HostKeysDatabase, ct);
        await using (var direct = keys.DirectDatabase(HostKeysDatabase, 1)) await Migrations.Apply(direct, Migrations.Of("hostkeys", [typeof(Migrations).Assembly]), ct);
        return keys.Database(HostKeysDatabase, 4);
    }

    /// <summary>Journey:RootKeyFile, else JOURNEY_ROOT_KEY_FILE, else root.key in the data folder.</summary>
    public static string RootKeyFile(IConfiguration configuration, string dataFolder) =>
        configuration["Journey:RootKeyFile"] is { Length: > 0 } named ? named
        : configuration["JOURNEY_ROOT_KEY_FILE"] is { Length: > 0 } variable ? variable
        : Path.Combine(dataFolder, "root.key");

    /// <summary>Reads the root key, or makes it where no key of this installation is wrapped under one yet.</summary>
    /// <exception cref="SetupException">See <see cref="RootKey.Load"/>.</exception>
    public static Task<RootKey> LoadRootKey(string file, IReadOnlyCollection<Operator> operators, NpgsqlDataSource hostKeys, CancellationToken ct) => RootKey.Load(file, async token =>
    {
        if (ProtectionKeys.All(hostKeys).Count > 0) return true;
        foreach (var op in operators)
        {
            if ((await OperatorKeys.All(op.Keys, token)).Count > 0) return true;
        }
        return false;
    }, ct);

    /// <summary>The vault, and ASP.NET's data protection on shared keys under the root key.</summary>
    public static IServiceCollection AddVault(this IServiceCollection services, RootKey root, NpgsqlDataSource hostKeys)
    {
        services.AddSingleton(root);
        services.AddSingleton(s => new Vault(root, s.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddDataProtection().SetApplicationName("journey");
        services.Configure<KeyManagementOptions>(o => (o.XmlRepository, o.XmlEncryptor) = (new ProtectionKeyRing(hostKeys), new RootEncryptor(root)));
        return services;
    }
}

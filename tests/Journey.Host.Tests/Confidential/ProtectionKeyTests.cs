using Journey.EventStore;
using Journey.EventStore.Schema;
using Journey.Host.Confidential;
using Journey.Tests;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Journey.Host.Tests.Confidential.Surroundings;

namespace Journey.Host.Tests.Confidential;

public class ProtectionKeyTests
{
    private static ServiceProvider Host(RootKey root, NpgsqlDataSource hostKeys) => new ServiceCollection().AddLogging().AddVault(root, hostKeys).BuildServiceProvider();

    [Fact]
    public async Task What_one_host_protects_another_reads_and_the_database_holds_no_key_in_the_clear()
    {
        var root = await NewRoot();
        await using var hostKeys = await Postgres.NewHostKeys();
        await using var one = Host(root, hostKeys);
        var cookie = one.GetDataProtector("cookie").Protect("session 1");

        await using var two = Host(root, hostKeys);
        two.GetDataProtector("cookie").Unprotect(cookie).ShouldBe("session 1");
        (await hostKeys.Scalar<long>("select count(*) from journey.protection_key")).ShouldBe(1);
        var xml = await hostKeys.Scalar<string>("select xml from journey.protection_key");
        xml.ShouldContain("encryptedSecret");
        xml.ShouldNotContain("<masterKey");

        await using var stranger = Host(await NewRoot(), hostKeys);
        Should.Throw<Exception>(() => stranger.GetDataProtector("cookie").Unprotect(cookie));
    }

    [Fact]
    public async Task The_hosts_key_database_is_made_once_and_kept()
    {
        var server = await Postgres.Server();
        await using (var first = await VaultFeature.OpenHostKeys(server, default))
            await first.Run("insert into journey.protection_key (name, xml) values ('kept', '<x/>')");
        await using var again = await VaultFeature.OpenHostKeys(server, default);
        (await again.Scalar<long>("select count(*) from journey.protection_key where name = 'kept'")).ShouldBe(1);
        await again.Run("delete from journey.protection_key where name = 'kept'");
    }
}

internal static class HostKeys
{
    extension(Postgres)
    {
        public static async Task<NpgsqlDataSource> NewHostKeys()
        {
            var database = await Postgres.NewDatabase();
            await Migrations.Apply(database, Migrations.Of("hostkeys", [typeof(Migrations).Assembly]));
            return database;
        }
    }
}

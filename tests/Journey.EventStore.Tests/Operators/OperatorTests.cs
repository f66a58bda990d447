using System.Security.Cryptography;
using Journey.EventStore;
using Journey.EventStore.Schema;
using Npgsql;

namespace Journey.Tests.Operators;

public sealed class OperatorTests
{
    private readonly string _registry = $"registry_{Name()}";

    [Fact]
    public async Task An_operator_has_a_main_and_a_key_database_of_its_own_in_utf_8_and_c()
    {
        await using var operators = await Open();
        var (one, two) = (await operators.Create(new OperatorId($"a-{Name()}"), "One"), await operators.Create(new OperatorId($"b-{Name()}"), "Two", "invented data"));
        var names = new List<string>();
        foreach (var source in new[] { one.Main, one.Keys, two.Main, two.Keys })
            names.Add(await Ask(source, "select datname || ' ' || pg_encoding_to_char(encoding) || ' ' || datcollate || ' ' || datctype from pg_database where datname = current_database()"));
        names.ShouldBe([$"journey_{one.Id} UTF8 C C", $"journey_{one.Id}_keys UTF8 C C", $"journey_{two.Id} UTF8 C C", $"journey_{two.Id}_keys UTF8 C C"]);
        two.Label.ShouldBe("invented data");
        operators.All.Select(x => x.Id).ShouldBe([one.Id, two.Id]);
    }

    [Fact]
    public async Task Two_hosts_that_start_and_create_at_once_get_one_operator()
    {
        var id = new OperatorId($"c-{Name()}");
        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Open()));
        var created = await Task.WhenAll(hosts.Select((x, i) => x.Create(id, $"Said by {i}")));
        created.Select(x => x.Name).Distinct().ShouldHaveSingleItem().ShouldStartWith("Said by ");
        foreach (var host in hosts)
        {
            host.All.ShouldHaveSingleItem().Id.ShouldBe(id);
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Creating_finishes_what_an_interrupted_call_began()
    {
        var id = new OperatorId($"d-{Name()}");
        var server = await Postgres.Server();
        await server.EnsureDatabase($"journey_{id}", CancellationToken.None);
        await using var operators = await Open();
        operators.Find(id).ShouldBeNull();
        (await Ask((await operators.Create(id, "Resumed")).Keys, "select current_database()")).ShouldBe($"journey_{id}_keys");
    }

    [Fact]
    public async Task What_another_host_added_is_seen_after_a_refresh_and_after_a_start()
    {
        await using var one = await Open();
        await using var two = await Open();
        var id = new OperatorId($"e-{Name()}");
        await one.Create(id, "New");
        two.Find(id).ShouldBeNull();
        await two.Refresh();
        two.Find(id).ShouldNotBeNull().Name.ShouldBe("New");
        await using var three = await Open();
        three.Find(id).ShouldNotBeNull();
    }

    [Fact]
    public async Task Keys_can_live_on_another_server()
    {
        using var folder = new TemporaryFolder();
        await using var elsewhere = await EventStore.Embedded.EmbeddedPostgres.Start(Postgres.Unsafe(folder.In("data")));
        await using var operators = await EventStore.Operators.Open(await Postgres.Server(), elsewhere.Server, [typeof(Migrations).Assembly], _registry);
        var op = await operators.Create(new OperatorId($"f-{Name()}"), "Apart");
        (await Ask(op.Main, $"select count(*) from pg_database where datname like 'journey_{op.Id}%'")).ShouldBe("1");
        (await Ask(op.Keys, $"select string_agg(datname, ' ') from pg_database where datname like 'journey_{op.Id}%'")).ShouldBe($"journey_{op.Id}_keys");
    }

    [Fact]
    public void A_server_older_than_15_is_refused_in_one_line()
    {
        Server.RequireVersion(new Version(15, 0), "ConnectionStrings__Journey");
        Should.Throw<SetupException>(() => Server.RequireVersion(new Version(14, 18), "ConnectionStrings__Journey"))
            .Message.ShouldBe("The server of ConnectionStrings__Journey is PostgreSQL 14.18; Journey needs 15 or newer.");
    }

    [Fact]
    public async Task An_unreachable_server_is_told_in_one_line_without_its_password()
    {
        var server = new Server("Host=127.0.0.1;Port=1;Username=journey;Password=sesame;Timeout=2", "ConnectionStrings__Journey");
        var refusal = await Should.ThrowAsync<SetupException>(EventStore.Operators.Open(server, server, []));
        refusal.Message.ShouldStartWith("The server of ConnectionStrings__Journey can't be used: ");
        refusal.Message.ShouldNotContain("\n");
        refusal.Message.ShouldNotContain("sesame");
    }

    private async Task<EventStore.Operators> Open()
    {
        var server = await Postgres.Server();
        return await EventStore.Operators.Open(server, server, [typeof(Migrations).Assembly], _registry);
    }

    private static string Name() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));

    private static async Task<string> Ask(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}

using Journey.EventStore;
using Journey.EventStore.Names;
using Journey.Host.Confidential;
using Journey.Tests;
using Npgsql;
using static Journey.Host.Tests.Confidential.Surroundings;

namespace Journey.Host.Tests.Confidential;

public class NameIndexTests
{
    private static async Task<bool> Finds(Operator op, IReadOnlyList<byte[]> tokens)
    {
        await using var command = op.Main.CreateCommand("select count(distinct token) from journey.name_index where subject = $1 and token = any($2)");
        command.Parameters.Add(new() { Value = Ada.Id });
        command.Parameters.Add(new() { Value = tokens.ToArray() });
        return (long)(await command.ExecuteScalarAsync())! == tokens.Count;
    }

    private static async Task Replace(Operator op, params (string Field, IReadOnlyList<byte[]> Tokens)[] names)
    {
        await using var batch = op.Main.CreateBatch();
        batch.BatchCommands.Add(NameIndex.Replace(Ada.Id, names.ToDictionary(n => n.Field, n => n.Tokens)));
        await batch.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task A_person_is_found_by_name_and_after_a_change_by_the_new_one_only()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        await Replace(op, ("given", await vault.NameTokens(op, "Zoé", default)), ("family", await vault.NameTokens(op, "Zobel", default)));
        (await Finds(op, await vault.SoughtTokens(op, "zo", default))).ShouldBeTrue();
        (await Finds(op, await vault.SoughtTokens(op, "zobel ZOE", default))).ShouldBeTrue();
        (await Finds(op, await vault.SoughtTokens(op, "zora", default))).ShouldBeFalse();

        await Replace(op, ("family", await vault.NameTokens(op, "Zola", default)));
        (await Finds(op, await vault.SoughtTokens(op, "zobel", default))).ShouldBeFalse();
        (await Finds(op, await vault.SoughtTokens(op, "zola zoe", default))).ShouldBeTrue();
        await Replace(op, ("given", []), ("family", []));
        (await op.Main.Scalar<long>("select count(*) from journey.name_index")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_operators_tokens_of_one_name_have_nothing_in_common_and_one_operators_stay_the_same()
    {
        var (a, b) = (await Postgres.NewOperator(), await Postgres.NewOperator());
        var root = await NewRoot();
        using var first = new Vault(root, TimeProvider.System);
        using var second = new Vault(root, TimeProvider.System);
        var tokens = (await first.NameTokens(a, "Ada", default)).Select(Convert.ToHexString).ToList();
        (await first.NameTokens(b, "Ada", default)).Select(Convert.ToHexString).ShouldAllBe(t => !tokens.Contains(t));
        (await second.NameTokens(a, "Ada", default)).Select(Convert.ToHexString).ShouldBe(tokens);
    }

    [Fact]
    public async Task Keyed_hashes_stay_the_same_for_an_operator_and_differ_by_purpose()
    {
        var (a, b) = (await Postgres.NewOperator(), await Postgres.NewOperator());
        var root = await NewRoot();
        using var first = new Vault(root, TimeProvider.System);
        using var second = new Vault(root, TimeProvider.System);
        var row = await first.KeyedHash(a, "import", "row 1"u8.ToArray(), default);
        (await second.KeyedHash(a, "import", "row 1"u8.ToArray(), default)).ShouldBe(row);
        (await first.KeyedHash(a, "command", "row 1"u8.ToArray(), default)).ShouldNotBe(row);
        (await first.KeyedHash(b, "import", "row 1"u8.ToArray(), default)).ShouldNotBe(row);
    }
}

using Journey.EventStore;
using Journey.EventStore.Schema;
using Npgsql;

namespace Journey.Tests.Schema;

public sealed class MigrationTests
{
    private static readonly Migration First = new("test", 1, "visit", "create table visit (at timestamptz)");
    private static readonly Migration Second = new("test", 2, "first_visit", "insert into visit values ('2026-01-05'); alter table visit add note text");

    [Fact]
    public async Task Every_file_is_applied_once_and_in_order()
    {
        await using var database = await Postgres.NewDatabase();
        (await Migrations.Apply(database, [First])).ShouldBe(1);
        (await Migrations.Apply(database, [First, Second])).ShouldBe(1);
        (await Migrations.Apply(database, [First, Second])).ShouldBe(0);
        (await Count(database, "select count(*) from visit")).ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_text_of_an_applied_file_is_refused_by_name_and_changes_nothing()
    {
        await using var database = await Postgres.NewDatabase();
        await Migrations.Apply(database, [First]);
        var refusal = await Should.ThrowAsync<SetupException>(Migrations.Apply(database, [First with { Text = "create table visit (at date)" }, Second]));
        refusal.Message.ShouldBe("The schema file 0001_visit.sql of test was changed after it had been applied; restore its text and put the change into a new file.");
        (await Count(database, "select count(*) from visit")).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_numbered_before_an_applied_one_is_refused()
    {
        await using var database = await Postgres.NewDatabase();
        await Migrations.Apply(database, [First, Second with { Number = 3 }]);
        (await Should.ThrowAsync<SetupException>(Migrations.Apply(database, [First, Second, Second with { Number = 3 }]))).Message.ShouldContain("comes before 0003");
    }

    [Fact]
    public async Task Two_files_of_one_number_are_refused()
    {
        await using var database = await Postgres.NewDatabase();
        (await Should.ThrowAsync<SetupException>(Migrations.Apply(database, [First, Second with { Number = 1 }]))).Message.ShouldContain("2 schema files numbered 0001");
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_of_itself_and_all_of_those_before()
    {
        await using var database = await Postgres.NewDatabase();
        var broken = Second with { Text = "insert into visit values ('2026-01-05'); insert into nowhere values (1)" };
        (await Should.ThrowAsync<InvalidOperationException>(Migrations.Apply(database, [First, broken]))).Message.ShouldContain("0002_first_visit.sql");
        (await Count(database, "select count(*) from visit")).ShouldBe(0);
        (await Migrations.Apply(database, [First, Second])).ShouldBe(1);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_apply_each_file_once()
    {
        await using var database = await Postgres.NewDatabase();
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Migrations.Apply(database, [First, Second])));
        applied.Sum().ShouldBe(2);
        (await Count(database, "select count(*) from visit")).ShouldBe(1);
    }

    [Fact]
    public void Shipped_files_have_a_number_each_and_no_line_end_of_a_machine_in_their_hash()
    {
        foreach (var set in new[] { "registry", "main", "keys" })
        {
            var files = Migrations.Of(set, [typeof(Migrations).Assembly]);
            files.ShouldNotContain(x => x.Text.Contains('\r'));
            Migrations.Missing(files, new Dictionary<(string, int), string>()).Count.ShouldBe(files.Count);
        }
        Migrations.Of("registry", [typeof(Migrations).Assembly]).ShouldNotBeEmpty();
    }

    private static async Task<long> Count(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

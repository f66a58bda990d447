using Journey.EventStore;
using Journey.EventStore.Embedded;

namespace Journey.Tests.Embedded;

public sealed class BinariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_of_path_and_package_folders_comes_first()
    {
        var fifteen = _folder.Installation("path", "15.13 (Debian 15.13-0+deb12u1)");
        _folder.Installation("packages/16/bin", "16.9");
        _folder.Installation("packages/17/bin", "17.2");
        Binaries.Find(fifteen, [_folder.In("packages/*/bin")]).Select(x => x.Version.ToString()).ShouldBe(["17.2", "16.9", "15.13"]);
    }

    [Fact]
    public void A_link_in_path_leads_to_the_folder_with_all_of_them()
    {
        var real = _folder.Installation("lib/15/bin", "15.13");
        Directory.CreateDirectory(_folder.In("bin"));
        File.CreateSymbolicLink(_folder.In("bin/postgres"), Path.Combine(real, "postgres"));
        Binaries.Find(_folder.In("bin"), []).ShouldHaveSingleItem().Folder.ShouldBe(real);
    }

    [Fact]
    public void A_folder_with_one_program_missing_or_of_another_version_is_passed_over()
    {
        File.Delete(Path.Combine(_folder.Installation("partly", "17.2"), "initdb"));
        _folder.Installation("mixed", "17.2");
        _folder.Script("mixed/initdb", "echo 'initdb (PostgreSQL) 16.9'");
        Binaries.Find($"{_folder.In("partly")}:{_folder.In("mixed")}", []).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_older_than_15_does_not_count() =>
        Binaries.Find(_folder.Installation("old", "14.18"), []).ShouldBeEmpty();

    [Fact]
    public async Task Without_any_the_refusal_says_what_to_install()
    {
        var refusal = await Should.ThrowAsync<SetupException>(EmbeddedPostgres.Start(new EmbeddedOptions(_folder.In("data")) { Path = "", Packages = [] }));
        refusal.Message.ShouldContain("apt-get install postgresql");
        refusal.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_folder.In("data/postgres"));
        File.WriteAllText(_folder.In("data/postgres/PG_VERSION"), "13\n");
        var refusal = await Should.ThrowAsync<SetupException>(EmbeddedPostgres.Start(new EmbeddedOptions(_folder.In("data"))));
        refusal.Message.ShouldContain("is a cluster of PostgreSQL 13, but only ");
        refusal.Message.ShouldNotContain("\n");
        Directory.GetFiles(_folder.In("data/postgres")).ShouldHaveSingleItem();
    }

    [Fact]
    public void An_older_cluster_gets_the_binaries_of_its_version_though_newer_ones_are_there()
    {
        Directory.CreateDirectory(_folder.In("data/postgres"));
        File.WriteAllText(_folder.In("data/postgres/PG_VERSION"), "16\n");
        using var data = DataFolder.Take(_folder.In("data"));
        var found = Binaries.Find($"{_folder.Installation("17", "17.2")}:{_folder.Installation("16", "16.9")}", []);
        EmbeddedPostgres.Choose(data, found).Version.ShouldBe(new Version(16, 9));
    }
}

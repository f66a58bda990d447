using System.Diagnostics;
using System.Globalization;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Npgsql;

namespace Journey.Tests.Embedded;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_cluster_has_checksums_utf_8_and_the_c_collation()
    {
        await using var postgres = await Start();
        (await Ask(postgres, "show data_checksums")).ShouldBe("on");
        (await Ask(postgres, "show server_encoding")).ShouldBe("UTF8");
        (await Ask(postgres, "select datcollate || ' ' || datctype from pg_database where datname = 'template0'")).ShouldBe("C C");
        (await Ask(postgres, "select 'É' > 'Z' and 'a' > 'Z'")).ShouldBe("True");
    }

    [Fact]
    public async Task It_listens_on_no_network_address()
    {
        await using var postgres = await Start();
        (await Ask(postgres, "show listen_addresses")).ShouldBe("");
        ListenersOf(await Pid(postgres)).ShouldBeEmpty();
        File.GetUnixFileMode(_folder.In("data/run")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Where_the_path_is_too_long_for_a_socket_it_listens_on_loopback_only()
    {
        await using var postgres = await EmbeddedPostgres.Start(Postgres.Unsafe(_folder.In(new string('d', 90))));
        ListenersOf(await Pid(postgres)).ShouldHaveSingleItem().ShouldStartWith("0100007F:"); // 127.0.0.1, as /proc writes it
    }

    [Fact]
    public async Task Nobody_enters_without_the_generated_password()
    {
        await using var postgres = await Start();
        File.GetUnixFileMode(_folder.In("data/postgres.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var guess = new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString) { Password = "journey", Pooling = false };
        await using var connection = new NpgsqlConnection(guess.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(connection.OpenAsync())).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        (await File.ReadAllLinesAsync(_folder.In("data/postgres/pg_hba.conf"))).Where(x => x.Length > 0 && x[0] != '#').ShouldAllBe(x => x.EndsWith("scram-sha-256"));
    }

    [Fact]
    public async Task Started_by_root_it_runs_as_somebody_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root has rights to drop");
        await using var postgres = await Start();
        var status = await File.ReadAllLinesAsync($"/proc/{await Pid(postgres)}/status");
        status.Single(x => x.StartsWith("Uid:")).Split('\t').Skip(1).ShouldAllBe(x => x != "0");
        status.Single(x => x.StartsWith("Gid:")).Split('\t').Skip(1).ShouldAllBe(x => x != "0");
        status.Single(x => x.StartsWith("NoNewPrivs:")).ShouldEndWith("1");
        status.Single(x => x.StartsWith("CapEff:")).ShouldEndWith("\t0000000000000000");
    }

    [Theory]
    [InlineData("journey:x:999:998::/:/bin/false\npostgres:x:101:104::/:/bin/bash\nnobody:x:65534:65534::/:/bin/false", "journey")]
    [InlineData("nobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/:/bin/bash", "postgres")]
    [InlineData("nobody:x:65534:65534::/:/bin/false", "nobody")]
    public void Root_becomes_journey_or_else_postgres_or_else_nobody(string passwd, string expected)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root has rights to drop");
        File.WriteAllText(_folder.In("passwd"), passwd);
        Account.Choose(_folder.In("passwd")).Name.ShouldBe(expected);
    }

    [Fact]
    public async Task A_second_host_on_the_folder_is_refused_in_one_line_that_names_the_first()
    {
        await using var postgres = await Start();
        var refusal = await Should.ThrowAsync<SetupException>(Start());
        refusal.Message.ShouldBe($"Another Journey host (process {Environment.ProcessId}) is using the data folder {_folder.In("data")}; stop it, or choose another folder with JOURNEY_DATA.");
        (await Ask(postgres, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_command_beside_a_host_enters_that_hosts_cluster()
    {
        (await EmbeddedPostgres.Running(_folder.In("data"))).ShouldBeNull();
        await using var postgres = await Start();
        var beside = (await EmbeddedPostgres.Running(_folder.In("data"))).ShouldNotBeNull();
        new NpgsqlConnectionStringBuilder(beside.ConnectionString).ShouldBe(new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString));
    }

    [Fact]
    public async Task What_was_committed_is_there_after_a_stop_and_a_start()
    {
        int pid;
        await using (var first = await Start())
        {
            await Ask(first, "create table kept as select 42 as answer");
            pid = await Pid(first);
        }
        File.Exists($"/proc/{pid}/stat").ShouldBeFalse();
        File.Exists(_folder.In("data/postgres/postmaster.pid")).ShouldBeFalse();
        await using var second = await Start();
        (await Ask(second, "select answer from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task A_killed_postmaster_is_started_again_with_everything_that_was_committed()
    {
        await using var postgres = await Start();
        await Ask(postgres, "create table kept as select 42 as answer");
        var killed = await Pid(postgres);
        Process.GetProcessById(killed).Kill();
        await Until(async () => await Ask(postgres, "select answer from kept") == "42");
        (await Pid(postgres)).ShouldNotBe(killed);
        postgres.Gone.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cluster_that_was_left_running_is_stopped_and_taken_over()
    {
        await using (var first = await Start()) await Ask(first, "create table kept as select 42 as answer");
        using var left = Process.Start(Account.Choose().Start(Binaries.Find(Environment.GetEnvironmentVariable("PATH"))[0].Postgres,
            ["-D", _folder.In("data/postgres"), "-c", "listen_addresses=", "-c", $"unix_socket_directories={_folder.In("data/run")}"]))!;
        await Until(() => Task.FromResult(File.Exists(_folder.In("data/postgres/postmaster.pid"))));

        await using var second = await Start();
        left.HasExited.ShouldBeTrue();
        (await Pid(second)).ShouldNotBe(left.Id);
        (await Ask(second, "select answer from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task A_process_that_has_got_a_dead_postmasters_number_is_left_alone()
    {
        await using (await Start()) { }
        using var stranger = Process.Start("sleep", "60");
        try
        {
            await File.WriteAllTextAsync(_folder.In("data/postgres/postmaster.pid"), $"{stranger.Id}\n{_folder.In("data/postgres")}\n1763790000\n5432\n{_folder.In("data/run")}\n\n  1234567         0\nready   \n");
            await using var postgres = await Start();
            (await Ask(postgres, "select 1")).ShouldBe("1");
            stranger.HasExited.ShouldBeFalse();
        }
        finally { stranger.Kill(); }
    }

    [Fact]
    public async Task An_interrupted_first_start_leaves_nothing_to_trip_over()
    {
        Directory.CreateDirectory(_folder.In("data/postgres.new/base"));
        File.WriteAllText(_folder.In("data/postgres.new/PG_VERSION"), "15\n");
        await using var postgres = await Start();
        (await Ask(postgres, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task A_lost_or_wrong_password_file_is_told_in_one_line()
    {
        await using (await Start()) { }
        File.WriteAllText(_folder.In("data/postgres.password"), "wrong");
        (await Should.ThrowAsync<SetupException>(Start())).Message.ShouldContain("isn't the password of the cluster");
        File.Delete(_folder.In("data/postgres.password"));
        (await Should.ThrowAsync<SetupException>(Start())).Message.ShouldContain("is missing");
    }

    [Fact]
    public async Task A_setting_that_PostgreSQL_refuses_is_told_in_one_line_with_its_reason()
    {
        var options = new EmbeddedOptions(_folder.In("data")) { Settings = new Dictionary<string, string> { ["shared_buffers"] = "plenty" } };
        var refusal = await Should.ThrowAsync<SetupException>(EmbeddedPostgres.Start(options));
        refusal.Message.ShouldContain("shared_buffers");
        refusal.Message.ShouldNotContain("\n");
    }

    private Task<EmbeddedPostgres> Start() => EmbeddedPostgres.Start(Postgres.Unsafe(_folder.In("data")));

    private static async Task<string?> Ask(EmbeddedPostgres postgres, string question)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(question);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    // The first line of postmaster.pid, which the server itself wrote.
    private async Task<int> Pid(EmbeddedPostgres postgres) =>
        int.Parse((await Ask(postgres, "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))!, CultureInfo.InvariantCulture);

    // The TCP addresses that a process listens on (state 0A), found by its open sockets.
    private static List<string> ListenersOf(int pid)
    {
        var sockets = Directory.GetFiles($"/proc/{pid}/fd").Select(x => File.ResolveLinkTarget(x, false)?.Name ?? "").Where(x => x.StartsWith("socket:[")).Select(x => x[8..^1]).ToHashSet();
        sockets.ShouldNotBeEmpty();
        return [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
            .Select(x => x.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(x => x[3] == "0A" && sockets.Contains(x[9])).Select(x => x[1])];
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try { if (await done()) return; }
            catch (NpgsqlException) when (watch.Elapsed < TimeSpan.FromSeconds(30)) { }
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(50);
        }
    }
}

using System.Diagnostics;
using System.Net;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Npgsql;

namespace Journey.Tests.Start;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "Faults")]
    public async Task After_kill_9_of_the_host_the_next_start_has_everything_that_was_committed()
    {
        string operatorsBefore;
        using (var killed = HostProcess.Up(Data))
        {
            await killed.Serves();
            using var added = new HostProcess(Data, ["operator", "add", "aspire", "Aspire Atlantic"]);
            (await added.Ends()).ShouldBe(0);
            operatorsBefore = await Ask("select string_agg(id || main_database || created_at, ',') from journey.operator where id = 'aspire'");
            killed.Process.Kill(); // SIGKILL
            killed.Process.WaitForExit();
        }
        using var next = HostProcess.Up(Data);
        await next.Serves();
        (await Ask("select string_agg(id || main_database || created_at, ',') from journey.operator where id = 'aspire'")).ShouldBe(operatorsBefore);
        (await next.Terminate()).ShouldBe(0);
    }

    [Fact, Trait("Category", "Faults")]
    public async Task PostgreSQL_ends_with_a_host_that_was_killed()
    {
        using var killed = HostProcess.Up(Data);
        await killed.Serves();
        var postmaster = int.Parse(File.ReadLines(Path.Combine(Data, "postgres", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
        killed.Process.Kill();
        for (var watch = Stopwatch.StartNew(); File.Exists(Path.Combine(Data, "postgres", "postmaster.pid")); await Task.Delay(50))
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), $"process {postmaster} still runs");
    }

    [Fact]
    public async Task A_request_to_stop_ends_it_with_0_and_its_PostgreSQL_with_it()
    {
        using var host = HostProcess.Up(Data);
        using var client = new HttpClient { BaseAddress = await host.Serves() };
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Terminate()).ShouldBe(0);
        File.Exists(Path.Combine(Data, "postgres", "postmaster.pid")).ShouldBeFalse();
        (await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Data, "postgres", "log")).Single())).ShouldContain("database system is shut down");
        (await EmbeddedPostgres.Running(Data)).ShouldBeNull();
    }

    [Fact, Trait("Category", "Faults")]
    public async Task A_second_host_on_the_folder_says_so_in_one_line_and_ends_with_2()
    {
        using var first = HostProcess.Up(Data);
        await first.Serves();
        using var second = HostProcess.Up(Data);
        (await second.Ends()).ShouldBe(2);
        second.Errors.ShouldHaveSingleItem().ShouldBe($"Another Journey host (process {first.Process.Id}) is using the data folder {Data}; stop it, or choose another folder with JOURNEY_DATA.");
    }

    [Fact]
    public async Task Missing_binaries_are_one_line_and_exit_code_2()
    {
        using var host = HostProcess.Up(Data, ("Journey__PostgresBinaries", _folder.Path));
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldStartWith("PostgreSQL 15 or newer isn't installed");
    }

    [Fact]
    public async Task A_folder_of_a_foreign_version_is_one_line_and_exit_code_2()
    {
        Directory.CreateDirectory(Path.Combine(Data, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres", "PG_VERSION"), "12\n");
        using var host = HostProcess.Up(Data);
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldContain("is a cluster of PostgreSQL 12, but only");
    }

    [Fact, Trait("Category", "Faults")]
    public async Task A_named_server_is_used_instead_and_no_cluster_is_made()
    {
        var server = await Postgres.Server();
        using var host = HostProcess.Up(Data, ("ConnectionStrings__Journey", server.ConnectionString));
        await host.Serves();
        Directory.Exists(Path.Combine(Data, "postgres")).ShouldBeFalse();
        await using var registry = server.Database("journey", 1);
        await using var command = registry.CreateCommand("select count(*) from journey.schema_change");
        ((long)(await command.ExecuteScalarAsync())!).ShouldBeGreaterThan(0);
        (await host.Terminate()).ShouldBe(0);
    }

    [Fact]
    public async Task A_named_server_that_is_not_there_is_one_line_without_the_password_and_exit_code_2()
    {
        using var host = HostProcess.Up(Data, ("ConnectionStrings__Journey", "Host=127.0.0.1;Port=1;Username=journey;Password=sesame"));
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldStartWith("The server of ConnectionStrings__Journey can't be used: ");
        host.Errors[0].ShouldNotContain("sesame");
    }

    [Fact]
    public async Task An_unknown_verb_is_one_line_and_exit_code_2()
    {
        using var host = new HostProcess(Data, ["dance"]);
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldBe("There is no 'journey dance'; 'journey help' lists what there is.");
    }

    [Theory]
    [InlineData("There is no option --urlz; 'journey help' lists what there is.", "up", "--urlz", "http://127.0.0.1:0")]
    [InlineData("--urls needs a value.", "up", "--urls")]
    [InlineData("There is no option --all; 'journey help' lists what there is.", "shards", "--all")]
    [InlineData("There is no option --force; 'journey help' lists what there is.", "operator", "add", "aspire", "Aspire Atlantic", "--force")]
    [InlineData("'As Pire' is no operator id: a small letter, then 1 to 30 small letters, digits or hyphens.", "operator", "add", "As Pire", "Aspire Atlantic")]
    [InlineData("There is no option --now; 'journey import --help' says how.", "import", "--now")]
    [InlineData("An import needs --mapping FILE and the data's files; 'journey import --help' says how.", "import")]
    public async Task A_wrong_argument_is_one_line_and_exit_code_2(string line, params string[] arguments)
    {
        using var host = new HostProcess(Data, arguments);
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldBe(line);
        Directory.Exists(Data).ShouldBeFalse("nothing was begun");
    }

    [Theory]
    [InlineData("up"), InlineData("import"), InlineData("operator"), InlineData("lint"), InlineData("shards"), InlineData("postgres")]
    public async Task Asking_a_verb_for_help_does_nothing_else(string verb)
    {
        using var host = new HostProcess(Data, [verb, "--help"]);
        (await host.Ends()).ShouldBe(0);
        host.Errors.ShouldBeEmpty();
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_string_that_does_not_read_is_one_line_without_the_password_and_exit_code_2()
    {
        using var host = HostProcess.Up(Data, ("ConnectionStrings__Journey", "Host=127.0.0.1;Pasword=sesame"));
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldStartWith("ConnectionStrings__Journey is no connection string");
        host.Errors[0].ShouldNotContain("sesame");
    }

    [Fact]
    public async Task The_script_takes_files_from_where_its_caller_stands()
    {
        var (house, elsewhere, bin) = (_folder.In("house"), _folder.In("elsewhere"), _folder.In("bin"));
        foreach (var made in new[] { Path.Combine(house, "src", "Journey.Host", "obj"), elsewhere, bin }) Directory.CreateDirectory(made);
        File.Copy(Path.Combine(House.Repository.Root, "journey"), Path.Combine(house, "journey"));
        await File.WriteAllTextAsync(Path.Combine(bin, "dotnet"), "#!/bin/sh\necho \"$PWD: $*\"\n");
        File.SetUnixFileMode(Path.Combine(bin, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(house, "journey"), ["lint", "mine.yaml"])
        {
            WorkingDirectory = elsewhere, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        var said = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        said.Trim().Split('\n')[^1].ShouldBe($"{elsewhere}: {house}/src/Journey.Host/bin/Release/net10.0/journey.dll lint mine.yaml");
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_exit_code_2()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var host = new HostProcess(Data, ["up", "--urls", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--Logging:LogLevel:Default=None"]);
        (await host.Ends()).ShouldBe(2);
        host.Errors.ShouldHaveSingleItem().ShouldContain("choose another one with --urls");
    }

    private string Data => _folder.In("data");

    private async Task<string> Ask(string sql)
    {
        var server = (await EmbeddedPostgres.Running(Data)).ShouldNotBeNull();
        await using var registry = server.Database("journey", 1);
        await using var command = registry.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}

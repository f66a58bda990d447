using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Tests.Due;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

[Trait("Category", "Faults")]
public sealed class BackupTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Tuesday = Owed.Hired.AddDays(1), Friday = Owed.Hired.AddDays(4);

    [Fact]
    public async Task A_cluster_restored_to_a_moment_under_load_has_all_that_was_acknowledged_before_it_and_goes_on()
    {
        using var backup = new TemporaryFolder();
        Helper.Own(backup.Path);
        await Helper.Run("mkdir", backup.In("wal"));
        var lost = await Cluster.New("archive_mode=on", $"archive_command=test ! -f {backup.In("wal")}/%f && cp %p {backup.In("wal")}/%f");
        Restorable before;
        string origin, until, head;
        Host.Confidential.RootKey root;
        var registered = new List<Registered>();
        try
        {
            // Another registry on the same cluster: no host works on what is due there but this test.
            await using var aside = await Operators.Open(lost.Server, lost.Server, Databases.Installation.Modules, "aside");
            var owing = await aside.Create(new OperatorId("owing"), "Owing");
            await Owed.Person(owing, new EmployerId(Guid.NewGuid()));
            await Owed.Drain(owing, Tuesday).Once(default);

            await using var site = await Site.Start(new Dictionary<string, Server> { ["default"] = lost.Server }, null, ("harbour", "default"));
            root = site.Root;
            var op = site.Operators.All.Single();
            using var stop = new CancellationTokenSource();
            var load = Load(site, registered, stop.Token);
            await Until(() => Task.FromResult(Count(registered) >= 10), "a load");
            await Guide.Run("A base backup", ("PGHOST", "127.0.0.1"), ("PGPORT", $"{lost.Port}"), ("PGUSER", "journey"), ("BACKUP", backup.Path));
            var atBackup = Count(registered);
            await Until(() => Task.FromResult(Count(registered) >= atBackup + 10), "more after the backup");
            until = await Text(op, "select clock_timestamp()::text");
            await Task.Delay(20); // commits of the same moment are on neither side
            await Until(() => Task.FromResult(Count(registered) >= atBackup + 25), "some that will be lost");
            await stop.CancelAsync();
            await load;
            (await Owed.Drain(owing, Friday).Once(default)).ShouldBeGreaterThan(0);
            (await Owed.Written(owing)).ShouldContain("follow_up_missed");
            await Until(async () => (await ShardLag.Read(op)).All(s => s.Events == 0) && await Store.Head(op) >= Count(registered), "the log is followed");
            var feed = await Feed(site, "/v1/events?after=0");
            (origin, head) = (Header(feed, "x-log-origin"), Header(feed, "x-log-position"));
            before = await Restorable.Of(op);
            await lost.Execute("select pg_switch_wal()");
            await Until(async () => await Text(op, "select (last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1))::text from pg_stat_archiver") == "true", "the write-ahead log is archived");
        }
        finally { await lost.DisposeAsync(); }

        var watch = Stopwatch.StartNew();
        await using var cluster = await Cluster.Made(data => Guide.Run("To a moment", ("PGDATA", data), ("BACKUP", backup.Path), ("UNTIL", until)));
        var server = new Dictionary<string, Server> { ["default"] = cluster.Server };
        await using (var probe = await Operators.Open(cluster.Server, cluster.Server, Databases.Installation.Modules, "aside"))
        {
            var owing = probe.All.Single();
            (await Owed.Written(owing)).ShouldBe("due_reminded 2", "what was written after the moment is gone");
            await Owed.Drain(owing, Friday).Once(default);
            (await Owed.Drain(owing, Friday).Once(default)).ShouldBe(0);
            (await Owed.Written(owing)).ShouldBe("due_reminded 2, follow_up_missed 2", "due work goes on, each thing once");
        }
        await using var again = await Site.Start(server, root);
        var restored = again.Operators.All.Single();
        await Until(async () => (await ShardLag.Read(restored)) is { Count: > 0 } all && all.All(s => s.Events == 0), "the read models go on");
        output.WriteLine($"restored and served after {watch.Elapsed.TotalSeconds:0.0} s");

        // Everything acknowledged before the moment, nothing that began after it.
        var moment = DateTimeOffset.Parse(until, CultureInfo.InvariantCulture);
        foreach (var person in registered.Where(r => r.Acknowledged < moment)) (await Name(again, person.Id)).ShouldBe(person.Name);
        foreach (var person in registered.Where(r => r.Began > moment)) (await Name(again, person.Id)).ShouldBeNull();
        registered.Count(r => r.Acknowledged < moment).ShouldBeGreaterThan(10);
        registered.Count(r => r.Began > moment).ShouldBeGreaterThan(5);

        // Followers are told: another history, and positions beyond its end.
        var beyond = await Feed(again, $"/v1/events?after={head}");
        beyond.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await beyond.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("events.beyond-log");
        Header(await Feed(again, "/v1/events?after=0"), "x-log-origin").ShouldNotBe(origin);
        (await (await Feed(again, $"/v1/events?after=1&origin={origin}")).Content.ReadAsStringAsync()).ShouldContain("events.other-history");

        // The log is dense, goes on densely, and the read models are what a cold fold gives.
        var state = await Restorable.Of(restored);
        state.Head.ShouldBeLessThan(before.Head);
        using (var client = again.Client("harbour", "caseManager")) await Register(client, "Afterwards");
        await Until(async () => await Store.Head(restored) > state.Head && (await ShardLag.Read(restored)).All(s => s.Events == 0), "what is written now is followed");
        var after = await Restorable.Of(restored);
        (after.Entries, after.First).ShouldBe((after.Head, 1));
        var live = new[] { await Rebuild.Hash(restored, Shard.Caseload), await Rebuild.Hash(restored, Shard.Cohorts) };
        await Rebuild.Run(restored, Shard.Caseload);
        await Rebuild.Run(restored, Shard.Cohorts);
        new[] { await Rebuild.Hash(restored, Shard.Caseload), await Rebuild.Hash(restored, Shard.Cohorts) }.ShouldBe(live);
        output.WriteLine($"{registered.Count} registered, restored to position {state.Head} of {before.Head}");
    }

    [Fact]
    public async Task Dumps_of_main_and_keys_make_another_cluster_and_the_one_of_main_holds_no_key()
    {
        using var backup = new TemporaryFolder();
        Helper.Own(backup.Path);
        (string, string)[] folders = [("BACKUP", backup.Path), ("ID", "harbour")];
        Host.Confidential.RootKey root;
        string origin;
        var people = new List<string>();
        await using (var cluster = await Cluster.New())
        await using (var site = await Site.Start(new Dictionary<string, Server> { ["default"] = cluster.Server }, null, ("harbour", "default")))
        {
            root = site.Root;
            using var client = site.Client("harbour", "caseManager");
            for (var i = 0; i < 3; i++) people.Add((await Register(client, $"Person{i}")).Id);
            await Until(async () => await Store.Head(site.Operators.All.Single()) >= 3, "positions");
            origin = Header(await Feed(site, "/v1/events?after=0"), "x-log-origin");
            await Guide.Run("Dumps", [.. folders, ("PGHOST", "127.0.0.1"), ("PGPORT", $"{cluster.Port}"), ("PGUSER", "journey")]);
        }
        (await Helper.Run(Cluster.Program("pg_restore"), "-l", backup.In("keys/journey_harbour_keys.dump"))).ShouldContain("TABLE DATA journey data_key");
        var main = await Helper.Run(Cluster.Program("pg_restore"), "-f", "-", backup.In("main/journey_harbour.dump"));
        main.ShouldContain("COPY journey.event ");
        main.ShouldNotContain("data_key");
        main.ShouldNotContain("operator_key");
        main.ShouldNotContain("Person1", Case.Sensitive, "names are ciphertext");

        await using var other = await Cluster.New();
        await Guide.Run("From dumps", [.. folders, ("PGHOST", "127.0.0.1"), ("PGPORT", $"{other.Port}"), ("PGUSER", "journey"), ("PGDATABASE", "postgres")]);
        await using var again = await Site.Start(new Dictionary<string, Server> { ["default"] = other.Server }, root);
        for (var i = 0; i < 3; i++) (await Name(again, people[i])).ShouldBe($"Person{i}");
        var feed = await Feed(again, "/v1/events?after=0");
        Header(feed, "x-log-origin").ShouldNotBe(origin);
        using var more = again.Client("harbour", "caseManager");
        await Register(more, "Afterwards");
        await Until(async () => await Restorable.Of(again.Operators.All.Single()) is var s && s.Head > 3 && s.Entries == s.Head, "it goes on densely");
    }

    private sealed record Restorable(long Head, long Entries, long First)
    {
        public static async Task<Restorable> Of(Operator op)
        {
            await using var read = op.Main.CreateCommand("select coalesce(max(position), 0), count(*), coalesce(min(position), 1) from journey.log");
            await using var reader = await read.ExecuteReaderAsync();
            await reader.ReadAsync();
            return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        }
    }

    private sealed record Registered(string Id, string Name, DateTimeOffset Began, DateTimeOffset Acknowledged);

    private static async Task Load(Site site, List<Registered> registered, CancellationToken stop)
    {
        using var client = site.Client("harbour", "caseManager");
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var person = await Register(client, $"Person{i}");
            lock (registered) registered.Add(person);
        }
    }

    private static async Task<Registered> Register(HttpClient client, string name)
    {
        var began = DateTimeOffset.UtcNow;
        var answer = await client.PostAsJsonAsync("/v1/participants", new { givenName = name, familyName = "Invented" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return new((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("created").GetProperty("id").GetString()!, name, began, DateTimeOffset.UtcNow);
    }

    private static int Count(List<Registered> registered) { lock (registered) return registered.Count; }

    // Opened with the keys that came back too; null: nobody knows that person.
    private static async Task<string?> Name(Site site, string person)
    {
        using var client = site.Client("harbour", "caseManager");
        var answer = await client.GetAsync($"/v1/participants/{person}");
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("identity").GetProperty("givenName").GetString();
    }

    private static async Task<HttpResponseMessage> Feed(Site site, string path)
    {
        using var reader = site.Client("harbour", "feedReader");
        return await reader.GetAsync(path);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static async Task<string> Text(Operator op, string sql)
    {
#pragma warning disable CA2100 // A test's literal.
        await using var read = op.Main.CreateCommand(sql);
#pragma warning restore CA2100
        return (await read.ExecuteScalarAsync())!.ToString()!;
    }

    private static async Task Until(Func<Task<bool>> so, string what)
    {
        for (var watch = Stopwatch.StartNew(); !await so(); await Task.Delay(50)) watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), what);
    }
}

using System.Diagnostics;
using System.Text.Json;
using Journey.Consumer;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Tests;
using Journey.Tests.Projections;
using Npgsql;

namespace Journey.Host.Tests.Samples;

public sealed class ConsumerTests(ITestOutputHelper output)
{
    private const int Things = 1500, Kills = 6;

    [Fact]
    public async Task The_sample_consumer_lets_repeats_go_refuses_a_gap_and_another_log()
    {
        await using var database = await Postgres.NewDatabase();
        var outcomes = new Outcomes(database);
        await outcomes.Open(default);
        static Incoming At(long after, long position) => new(after, position, JsonElement.Parse($$"""
            {"id": "{{Guid.CreateVersion7()}}", "type": "journey.graduated", "subject": "participants/A", "occurred": "2026-03-01", "data": {"enrollment": "{{Guid.CreateVersion7()}}"} }
            """));
        Task<long> Rows() => Ask(database, "select count(*) from outcomes.enrollment");

        (await outcomes.Take("one", [At(0, 1), At(1, 3)], default)).ShouldBe(3);
        (await outcomes.Take("one", [At(0, 1), At(1, 3), At(3, 4)], default)).ShouldBe(4);
        (await Rows()).ShouldBe(3);
        await Should.ThrowAsync<GapException>(() => outcomes.Take("one", [At(4, 5), At(6, 7)], default));
        (await outcomes.Open(default)).ShouldBe(("one", 4));
        (await Rows()).ShouldBe(3, "with a gap nothing of the page is taken over");
        await Should.ThrowAsync<InvalidOperationException>(() => outcomes.Take("other", [At(4, 5)], default));
        await outcomes.BeginAgain("other", default);
        (await outcomes.Open(default)).ShouldBe(("other", 0));
        (await Rows()).ShouldBe(0);
    }

    [Fact]
    public void The_guides_snippets_are_the_samples_code()
    {
        var guide = Snippets(File.ReadAllText(Path.Combine(Repository.Root, "docs", "consuming.md")), "```csharp\n", "```");
        var code = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Journey.Consumer"), "*.cs").SelectMany(f => Snippets(File.ReadAllText(f), "// docs: ", "// docs: end")).Select(c => c[(c.IndexOf('\n') + 1)..]).ToList(); // its name stands first
        guide.ShouldBe(code, ignoreOrder: true);
        guide.Count.ShouldBe(5);
    }

    // What stands between, without indentation.
    private static List<string> Snippets(string text, string begin, string end)
    {
        var parts = new List<string>();
        for (var at = text.IndexOf(begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(begin, at, StringComparison.Ordinal))
        {
            at += begin.Length;
            var until = text.IndexOf(end, at, StringComparison.Ordinal);
            parts.Add(string.Join('\n', text[at..until].Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)));
            at = until + end.Length;
        }
        return parts;
    }

    [Fact, Trait("Category", "Faults")]
    public async Task A_consumer_that_is_killed_again_and_again_ends_with_what_the_log_says()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var host = await HostUnderTest.Start();
        var op = host.Operator;
        var subscription = Guid.CreateVersion7();
        var opened = new SubscriptionOpened(new(subscription), "Outcomes", new OrganizationId(DevelopmentPeople.IdOf(op.Id.Value, "organization")), "evaluation", SubscriptionScope.All, Delivery.Pull, null, 0);
        await Store.Append(op, new Append([new StreamWrite(subscription, "subscription", null, [Written.Event(opened, null, TimeProvider.System.GetUtcNow())])]));

        await using var database = await Postgres.NewDatabase();
        var outcomes = new Outcomes(database);
        await outcomes.Open(default);
        // It has something of a log that is gone, as after a restore.
        await outcomes.Take("the log before", [new(0, 1, JsonElement.Parse("""{"id": "01900000-0000-7000-8000-000000000000", "type": "journey.graduated", "subject": "participants/GONE", "occurred": "2026-03-01", "data": {"enrollment": "01900000-0000-7000-8000-000000000001"} }"""))], default);

        var told = new Told(op, random);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Things; i++)
            {
                await told.More();
                // Goes along with the consumer, so that every kill strikes while something comes.
                while (i > 300 && i - await Ask(database, "select position from outcomes.feed") > 200) await Task.Delay(10);
            }
        });
        var text = new NpgsqlConnectionStringBuilder((await Postgres.Server()).ConnectionString) { Database = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database, Pooling = false }.ConnectionString;
        for (var kill = 0; kill < Kills; kill++)
        {
            var from = (await outcomes.Open(default)).Position;
            using var consumer = Start(host, text, subscription);
            var until = from + random.Next(1, Things / (Kills + 2));
            await Until(async () => consumer.HasExited || (await Ask(database, "select position from outcomes.feed") is var at && (at > until || at >= await Store.Head(op))), "the consumer goes on");
            consumer.HasExited.ShouldBeFalse();
            await Task.Delay(random.Next(60));
            consumer.Kill();
            await consumer.WaitForExitAsync();
        }
        using var last = Start(host, text, subscription);
        try
        {
            await writing;
            await Until(async () => (await Store.Backlog(op)).Events == 0, "everything has its position");
            var expected = told.Rows().Select(r => (r.Subject, r.Row.Enrollment, r.Row.Cohort, r.Row.Graduated, r.Row.FirstJob)).OrderBy(r => r.Enrollment).ToList();
            await Until(async () => (await outcomes.Open(default)).Position >= await Store.Head(op) && (await outcomes.Owed(default)).Count == 0, "the consumer has everything, and every deletion is acknowledged");
            (await outcomes.Open(default)).Origin.ShouldBe(await Store.LogOrigin(op));
            (await Kept(database)).OrderBy(r => r.Enrollment).ToList().ShouldBe(expected, $"seed {seed}");
            expected.Count.ShouldBeGreaterThan(50);
            told.Deletions.Count.ShouldBeGreaterThan(0);
            (await new Features.Subscriptions.Subscriptions().Find(op, new(subscription), default))!.Deleted.ShouldBe(told.Deletions, ignoreOrder: true);
            output.WriteLine($"seed {seed}: {Kills} kills, {await Store.Head(op)} positions, {expected.Count} enrollments, {told.Deletions.Count} deletions");
        }
        finally { last.Kill(); }
    }

    private static Process Start(HostUnderTest host, string database, Guid subscription)
    {
        // As it was built itself: beside the tests it lacks what ASP.NET brings along.
        var folder = AppContext.BaseDirectory.Replace("/tests/Journey.Host.Tests/", "/samples/Journey.Consumer/", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "Journey.Consumer.dll")]);
        start.Environment["JOURNEY_URL"] = host.Address.ToString();
        start.Environment["JOURNEY_TOKEN"] = $"dev:{host.Operator.Id}:service";
        start.Environment["CONSUMER_DATABASE"] = database;
        start.Environment["JOURNEY_SUBSCRIPTION"] = subscription.ToString();
        return Process.Start(start)!;
    }

    private static async Task<long> Ask(NpgsqlDataSource database, string sql)
    {
        await using var ask = database.CreateCommand(sql);
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    private static async Task<List<(string Subject, Guid Enrollment, Guid? Cohort, string? Graduated, string? FirstJob)>> Kept(NpgsqlDataSource database)
    {
        var rows = new List<(string, Guid, Guid?, string?, string?)>();
        await using var read = database.CreateCommand("select subject, enrollment, cohort, graduated, first_job from outcomes.enrollment");
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        return rows;
    }

    private static async Task Until(Func<Task<bool>> holds, string what)
    {
        var until = DateTime.UtcNow.AddSeconds(120);
        while (!await holds())
        {
            if (DateTime.UtcNow > until) Assert.Fail($"not within 120 s: {what}");
            await Task.Delay(20);
        }
    }
}

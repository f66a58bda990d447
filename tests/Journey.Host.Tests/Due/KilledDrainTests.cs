using Journey.Domain;
using Journey.Domain.Due;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Projections;
using Journey.Tests;
using Journey.Tests.Start;

namespace Journey.Host.Tests.Due;

public sealed class KilledDrainTests : IDisposable
{
    private const int People = 250;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Two hosts share what is due in batches of three, and are killed at random, three times, while at it.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task Hosts_that_are_killed_at_random_write_each_consequence_exactly_once_and_leave_none_out()
    {
        await using var postgres = await EmbeddedPostgres.Start(Postgres.Unsafe(folder.In("cluster")));
        await using var operators = await Operators.Open(postgres.Server, postgres.Server, Installation.Modules);
        var op = await operators.Create(new OperatorId("alpha"), "Alpha");
        await Publish.Shipped(op, "aspire-atlantic", Owed.Hired, default);
        var programs = new PublishedPrograms();
        const string Program = "aspire-manufacturing";
        for (var i = 0; i < People; i++) await Owed.Person(op, new EmployerId(Guid.NewGuid()), program: Program);
        await Repaired(op, programs);
        var expected = await Expected(op, programs);
        expected.Count.ShouldBeGreaterThan(2 * People);

        var (kills, random) = (0, new Random(7));
        HostProcess Up() => HostProcess.Up(folder.In("data"), ("ConnectionStrings__Journey", postgres.Server.ConnectionString), ("Journey__DueBatch", "3"));
        HostProcess[] hosts = [Up(), Up()];
        try
        {
            for (var watch = System.Diagnostics.Stopwatch.StartNew(); await Owed.Rows(op, "claim_at <= now()") > 0; await Task.Delay(10))
            {
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
                if (kills == 3 || await Done(op) < (kills + 1) * expected.Count / 5) continue;
                var victim = random.Next(2);
                hosts[victim].Process.Kill();
                hosts[victim].Dispose();
                hosts[victim] = Up();
                kills++;
            }
        }
        finally { foreach (var host in hosts) host.Dispose(); }

        kills.ShouldBe(3, "the hosts were killed under load");
        (await Written(op)).ShouldBe(expected, ignoreOrder: true);
    }

    // The rows of people whose program was published meanwhile; a sequencer for the log that the shard follows.
    private static async Task Repaired(Operator op, PublishedPrograms programs)
    {
        using var stop = new CancellationTokenSource();
        var sequencing = new Sequencer(op, "test").Run(stop.Token);
        while (await Store.Backlog(op) is { Events: > 0 }) await Task.Delay(10);
        await new Shards(op, "test", definitions: programs.Find).CatchUp();
        await stop.CancelAsync();
        await sequencing;
    }

    // What the pure function says has come by now, for every person.
    private static async Task<List<string>> Expected(Operator op, PublishedPrograms programs)
    {
        var program = (await programs.Find(op, "aspire-manufacturing", 1, default))!;
        var expected = new List<string>();
        foreach (var person in await Journey.Projections.People.ReadMany(op, [.. (await Ids(op)).Select(i => new ParticipantId(i))]))
        {
            var state = person.Value.Fold();
            expected.AddRange(state.Enrollments.SelectMany(e => DueWork.Consequences(e, DueWork.Of(state, e, program), DateTimeOffset.UtcNow).Select(c => Told(c.Event))));
        }
        return expected;
    }

    private static async Task<List<string>> Written(Operator op) =>
        [.. (await Store.ReadStreams(op, await Ids(op))).Where(e => e.Headers?.Contains("due-work", StringComparison.Ordinal) == true).Select(e => Told(Entries.Of(e).Event!))];

    private static string Told(JourneyEvent happened) => $"{Wire.NameOf(happened)} {Body.Write(happened)}";

    private static async Task<long> Done(Operator op)
    {
        await using var read = op.Main.CreateCommand("select count(*) from journey.event where headers->>'purpose' = 'due-work'");
        return (long)(await read.ExecuteScalarAsync())!;
    }

    private static async Task<List<Guid>> Ids(Operator op)
    {
        await using var read = op.Main.CreateCommand("select id from journey.stream where type = 'participant'");
        var ids = new List<Guid>();
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync()) ids.Add(reader.GetGuid(0));
        return ids;
    }
}

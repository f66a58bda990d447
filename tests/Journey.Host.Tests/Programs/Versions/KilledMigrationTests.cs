using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Recording;
using Journey.Projections;
using Journey.Tests;
using Journey.Tests.Start;

namespace Journey.Host.Tests.Programs.Versions;

public sealed class KilledMigrationTests : IDisposable
{
    private const int People = 600;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The host that moves people is killed three times while at it; another one takes the round over each time.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task Hosts_that_are_killed_in_the_middle_of_a_round_move_everybody_exactly_once()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var postgres = await EmbeddedPostgres.Start(Postgres.Unsafe(folder.In("cluster")));
        await using var operators = await Operators.Open(postgres.Server, postgres.Server, Installation.Modules);
        var op = await operators.Create(new OperatorId("alpha"), "Alpha");
        foreach (var version in (int[])[1, 2]) await Publish.Run(op, ProgramFile.Read("small.yaml", Crowd.Source(version)), null, null, Crowd.Then, ct);
        var people = new List<ParticipantId>();
        for (var i = 0; i < People; i++) people.Add(await Enrolled(op));
        var (caller, id) = (Caller.Job(op, "migration"), new MigrationId(Guid.CreateVersion7()));
        var programs = new PublishedPrograms();
        var mapping = VersionMapping.Between((await programs.Find(op, "small", 1, ct))!, (await programs.Find(op, "small", 2, ct))!);
        await MigrationStore.Decide(caller, id, m => Migrating.Plan(m, new(id, "small", 1, 2, mapping.Write(), new string('0', 64), People)), Crowd.Then, ct);
        await MigrationStore.Decide(caller, id, m => Migrating.Start(m, null, null), Crowd.Then, ct);

        var kills = 0;
        HostProcess Up() => HostProcess.Up(folder.In("data"), ("ConnectionStrings__Journey", postgres.Server.ConnectionString));
        var host = Up();
        try
        {
            for (var watch = System.Diagnostics.Stopwatch.StartNew(); (await MigrationStore.Read(op, id, ct)).Migration.Status != MigrationStatus.Finished; await Task.Delay(5, ct))
            {
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
                if (kills == 3 || await Moved(op) < (kills + 1) * People / 5) continue;
                host.Process.Kill();
                host.Dispose();
                host = Up();
                kills++;
            }
        }
        finally { host.Dispose(); }

        kills.ShouldBe(3, "the hosts were killed in the middle");
        (await Moved(op)).ShouldBe(People);
        var after = (await MigrationStore.Read(op, id, ct)).Migration;
        (after.Moved, after.Left, after.Blocked.Count).ShouldBe((People, 0, 0));
        foreach (var person in (await Journey.Projections.People.ReadMany(op, people, ct)).Values)
            person.Fold().Enrollments.Single().ShouldSatisfyAllConditions(e => e.Version.ShouldBe(2), e => e.Moves.Count.ShouldBe(1));
    }

    private static async Task<ParticipantId> Enrolled(Operator op)
    {
        var id = Guid.NewGuid();
        JourneyEvent[] events = [new ParticipantRegistered(new(id), "R"), new EnrollmentOpened(new(id), "small", 1, "America/Halifax"), new StageEntered(new(id), "crt")];
        await Store.Append(op, new([new(id, "participant", 0, [.. events.Select(e => new EventToAppend { Id = Guid.CreateVersion7(), Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = Crowd.Then, RecordedAt = Crowd.Then })])]));
        return new(id);
    }

    private static async Task<long> Moved(Operator op)
    {
        await using var read = op.Main.CreateCommand("select count(*) from journey.event where type = 'enrollment_moved'");
        return (long)(await read.ExecuteScalarAsync())!;
    }
}

using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

/// <summary>How long an import's worth of events takes. Not part of a run: `-explicit only`.</summary>
public sealed class ProjectionSpeed(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Thirty_two_thousand_enrollments()
    {
        await using var written = await Written.New();
        var random = new Random(1);
        var recorded = new DateTimeOffset(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var cohorts = Enumerable.Range(0, 22).Select(_ => new CohortId(Guid.NewGuid())).ToList();
        foreach (var cohort in cohorts) await written.Cohort(cohort, "C", new DateOnly(2013, 2, 1), recorded);
        var people = Enumerable.Range(0, 28785).Select(_ => Guid.NewGuid()).ToList();
        var watch = Stopwatch.StartNew();
        // Registrations first, outcomes later, as files come.
        var enrollments = Enumerable.Range(0, 32593).Select(i => (Person: people[i % people.Count], Enrollment: new EnrollmentId(Guid.NewGuid()))).ToList();
        foreach (var chunk in enrollments.Chunk(500))
            await written.AppendAll([.. chunk.Select(e => new StreamWrite(e.Person, "participant", null, [
                Written.Event(new EnrollmentOpened(e.Enrollment, "oulad", 1, "Europe/London"), new DateOnly(2013, 1, 1).AddDays(random.Next(30)), recorded),
                Written.Event(new OfferAccepted(e.Enrollment, cohorts[random.Next(22)], new DateOnly(2013, 2, 1)), new DateOnly(2013, 1, 20), recorded),
                Written.Event(new StageEntered(e.Enrollment, "course"), new DateOnly(2013, 2, 1), recorded.AddDays(31))]))]);
        foreach (var chunk in enrollments.Chunk(500))
            await written.AppendAll([.. chunk.Select(e => new StreamWrite(e.Person, "participant", null, [
                Written.Event(new OutcomeRecorded(e.Enrollment, "Pass", OutcomeKind.Completed), new DateOnly(2013, 9, 1), recorded.AddDays(random.Next(200, 300))),
                .. random.Next(3) == 0 ? [Written.Event(new Exited(e.Enrollment, "withdrew"), new DateOnly(2013, 2, 1).AddDays(random.Next(200)), recorded.AddDays(random.Next(40, 200)))] : Array.Empty<EventToAppend>()]))]);
        await written.Sequenced();
        var head = await Store.Head(written.Op);
        output.WriteLine($"{head} events appended and sequenced in {watch.Elapsed.TotalSeconds:0.0} s");

        watch.Restart();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await written.Project();
        output.WriteLine($"both shards, one after the other: {watch.Elapsed.TotalSeconds:0.0} s, {2 * head / watch.Elapsed.TotalSeconds:0} events/s, this process {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.0} s of CPU");
        watch.Restart();
        await Rebuild.Run(written.Op, Shard.Cohorts);
        output.WriteLine($"rebuild of cohorts: {watch.Elapsed.TotalSeconds:0.0} s");

        await written.Scalar("analyze"); // as autovacuum does within a minute
        foreach (var round in Enumerable.Range(0, 3))
        {
            await Timed("dashboard now", () => CohortDashboard.Read(written.Op, cohorts[round]));
            await Timed("dashboard as of", () => CohortDashboard.Read(written.Op, cohorts[round + 5], new AsOf(new DateOnly(2013, 6, 1), recorded.AddDays(120))));
            await Timed("cohort list", () => CohortList.Read(written.Op));
            await Timed("totals", () => OperatorTotals.Read(written.Op));
            await Timed("caseload page", () => Caseload.Read(written.Op, new CaseloadFilter(Cohort: cohorts[round]), null, 100));
            await Timed("findings", () => FindingRow.Read(written.Op, Findings.OutcomeContradictsExit, null, null, null, 100));
        }
        (await OperatorTotals.Read(written.Op)).ShouldSatisfyAllConditions(t => t.Registrations.ShouldBe(32593), t => t.People.ShouldBe(28785), t => t.Cohorts.ShouldBe(22));
    }

    private async Task Timed<T>(string what, Func<Task<T>> read)
    {
        var watch = Stopwatch.StartNew();
        await read();
        output.WriteLine($"{what}: {watch.Elapsed.TotalMilliseconds:0.0} ms");
    }
}

using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Features.Import;
using Journey.Host.Features.Programs;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Import;

/// <summary>Real records that nobody here wrote: see imports/oulad.yaml.</summary>
public sealed class OuladTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "..", "shared", "data", "education");

    [Fact]
    public async Task The_published_figures_come_out_and_a_second_import_changes_nothing()
    {
        Assert.SkipUnless(Directory.Exists(Data), $"The OULAD files are not in {Data}, so nothing was checked against real records.");
        var ct = TestContext.Current.CancellationToken;
        var op = await Postgres.NewOperator("Open University (UK), research data, CC BY 4.0, not a workforce program");

        var first = await Import(op);
        (first.Rows, first.Quarantined, first.ChangedRows).ShouldBe((32_615, 0, 0));
        (first.Appended["enrollment_opened"], first.Appended["participant_registered"], first.Appended["cohort_opened"]).ShouldBe((32_593, 28_785, 22));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sequencing = new Sequencer(op, "oulad test").Run(stop.Token);
        while (await Store.Head(op, ct) < first.Events) await Task.Delay(50, ct);
        await new Shards(op, "oulad test").CatchUp(ct);
        var totals = await OperatorTotals.Read(op, ct: ct);
        (totals.Registrations, totals.People, totals.Cohorts).ShouldBe((32_593, 28_785, 22));
        totals.Outcomes.ToDictionary(o => o.Outcome, o => o.Enrollments).ShouldBe(
            new Dictionary<string, int> { ["pass"] = 12_361, ["withdrawn"] = 10_156, ["fail"] = 7_052, ["distinction"] = 3_024 }, ignoreOrder: true);
        int Found(string code, string? outcome = null) => totals.Findings.Where(f => f.Code == code && (outcome is null || f.Outcome == outcome)).Sum(f => f.Enrollments);
        (Found(Findings.ExitBeforeStart), Found(Findings.ExitBeforeStart, "withdrawn")).ShouldBe((2_678, 2_676));
        (Found(Findings.ExitUndated), Found(Findings.OutcomeContradictsExit), Found(Findings.StartUndated)).ShouldBe((93, 9, 45));
        (await FindingRow.Read(op, Findings.OutcomeContradictsExit, null, null, null, 100, ct)).Count.ShouldBe(9);

        var second = await Import(op);
        (second.NewRows, second.UnchangedRows, second.ChangedRows, second.Events).ShouldBe((0, 32_615, 0, 0));
        await stop.CancelAsync();
        await sequencing;
    }

    private static async Task<ImportTally> Import(Operator op)
    {
        var file = Path.Combine(Repository.Root, "imports", "oulad.yaml");
        var mapping = MappingFile.Read(file, await File.ReadAllTextAsync(file), path => ProgramFile.Read(path, File.ReadAllText(path)).Definition!);
        await using var quarantine = new Quarantine(null);
        var options = new ImportOptions(DryRun: false, Amend: false, Source.Now, "oulad test");
        return await new Importer(mapping, new DataFiles([Data]), new DerivedIds(new byte[32], mapping.Id), op, options, quarantine, new ImportProgress(TextWriter.Null, terminal: false)).Run(TestContext.Current.CancellationToken);
    }
}

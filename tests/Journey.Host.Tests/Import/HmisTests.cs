using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Features.Import;
using Journey.Host.Features.Programs;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Import;

/// <summary>A real export with both clocks: see imports/hmis-enrollment.yaml.</summary>
public sealed class HmisTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "..", "shared", "data", "hmis", "eva-demo.zip");

    [Fact, Trait("Category", "Long")]
    public async Task What_had_happened_by_a_day_and_what_was_known_of_it_that_day_both_come_out()
    {
        Assert.SkipUnless(File.Exists(Data), $"The HMIS export is not at {Data}, so nothing was checked against real records.");
        var ct = TestContext.Current.CancellationToken;
        var op = await Postgres.NewOperator();
        var file = Path.Combine(Repository.Root, "imports", "hmis-enrollment.yaml");
        var mapping = MappingFile.Read(file, await File.ReadAllTextAsync(file, ct), path => ProgramFile.Read(path, File.ReadAllText(path)).Definition!);
        await using var quarantine = new Quarantine(null);
        var tally = await new Importer(mapping, new DataFiles([Data]), new DerivedIds(new byte[32], mapping.Id), op, new ImportOptions(false, false, Source.Now, "hmis test"), quarantine, new ImportProgress(TextWriter.Null, false)).Run(ct);
        (tally.Quarantined, tally.Appended["participant_registered"], tally.Appended["enrollment_opened"], tally.Appended["exited"]).ShouldBe((0, 4_146, 4_771, 4_295));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sequencing = new Sequencer(op, "hmis test").Run(stop.Token);
        while (await Store.Head(op, ct) < tally.Events) await Task.Delay(50, ct);
        await new Shards(op, "hmis test").CatchUp(ct);
        foreach (var (day, happened, known) in new[] { (new DateOnly(2021, 10, 1), 3_138, 3_068), (new DateOnly(2020, 10, 1), 1_217, 1_140) })
        {
            var endOfDay = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(day.AddDays(1).ToDateTime(TimeOnly.MinValue), mapping.Program.Calendar.TimeZone), TimeSpan.Zero).AddMicroseconds(-1);
            (await OperatorTotals.Read(op, AsOf.Day(day), ct)).Registrations.ShouldBe(happened);
            (await OperatorTotals.Read(op, new AsOf(day, endOfDay), ct)).Registrations.ShouldBe(known);
        }
        await stop.CancelAsync();
        await sequencing;
    }
}

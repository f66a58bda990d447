using System.Net.Http.Json;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.Import;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Features.SignIn;
using Journey.Host.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace Journey.Host.Tests.Import;

/// <summary>Real records that nobody here wrote: see imports/oulad.yaml.</summary>
public sealed class OuladTests
{
    private static readonly string Data = Path.Combine(Repository.Root, "..", "shared", "data", "education");

    [Fact, Trait("Category", "Long")]
    public async Task The_published_figures_come_out_and_a_second_import_changes_nothing()
    {
        Assert.SkipUnless(Directory.Exists(Data), $"The OULAD files are not in {Data}, so nothing was checked against real records.");
        var ct = TestContext.Current.CancellationToken;
        await using var host = await HostUnderTest.Start();
        var op = host.Operator;

        var first = await Import(op);
        (first.Rows, first.Quarantined, first.ChangedRows).ShouldBe((32_615, 0, 0));
        (first.Appended["enrollment_opened"], first.Appended["participant_registered"], first.Appended["cohort_opened"]).ShouldBe((32_593, 28_785, 22));

        using var client = host.Client(Roles.CaseManager);
        var totals = await Caught(client, first.Events, ct);
        (totals.GetProperty("registrations").GetInt32(), totals.GetProperty("people").GetInt32(), totals.GetProperty("cohorts").GetInt32()).ShouldBe((32_593, 28_785, 22));
        totals.GetProperty("outcomes").EnumerateArray().ToDictionary(o => o.GetProperty("outcome").GetString()!, o => o.GetProperty("enrollments").GetInt32()).ShouldBe(
            new Dictionary<string, int> { ["pass"] = 12_361, ["withdrawn"] = 10_156, ["fail"] = 7_052, ["distinction"] = 3_024 }, ignoreOrder: true);

        // Each of them can be found, a page at a time.
        (await Found(client, Findings.ExitBeforeStart, null, ct), await Found(client, Findings.ExitBeforeStart, "withdrawn", ct)).ShouldBe((2_678, 2_676));
        (await Found(client, Findings.ExitUndated, null, ct), await Found(client, Findings.OutcomeContradictsExit, null, ct), await Found(client, Findings.StartUndated, null, ct)).ShouldBe((93, 9, 45));

        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var page = await client.GetStringAsync("/cohorts", ct);
        foreach (var figure in (string[])["32,593", "28,785", "12,361", "10,156", "7,052", "3,024", "2,678"]) page.ShouldContain(figure);

        var second = await Import(op);
        (second.NewRows, second.UnchangedRows, second.ChangedRows, second.Events).ShouldBe((0, 32_615, 0, 0));
        await EverybodyGetsOneVerdict(host, ct);
    }

    // The module under another name, and something to do in it: who is still in one has a task more.
    private static async Task EverybodyGetsOneVerdict(HostUnderTest host, CancellationToken ct)
    {
        var old = ProgramFile.Read("modules.yaml", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "programs", "open-university", "modules.yaml"), ct)).Definition!;
        var to = old with { Version = 2, Stages = [old.Stages[0], old.Stages[1] with { Id = "course", Meaning = "module", Tasks = [new("welcome", new("Welcome", "Accueil"))] }] };
        async Task<DryRunReport> Run(AsOf asOf)
        {
            var run = new DryRun(old, to, VersionMapping.Between(old, to), Caller.Job(host.Operator, "migration"), host.Services.GetRequiredService<Vault>(), TimeProvider.System, asOf);
            var seen = new HashSet<ParticipantId>();
            var report = await run.Run(verdicts => verdicts.ToList().ForEach(v => seen.Add(v.Participant).ShouldBeTrue()), null, ct);
            report.Verdicts.Values.Sum().ShouldBe(report.People);
            seen.Count.ShouldBe(report.People);
            TestContext.Current.SendDiagnosticMessage($"oulad 1 → 2, {asOf.TrueOn?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "today"}: {string.Join(", ", report.Verdicts.Where(v => v.Value > 0).Select(v => $"{v.Key} {v.Value:N0}"))}; {report.Events:N0} events in {report.Seconds:N1} s");
            return report;
        }

        // By now all of them are through; on a day in the middle of a presentation many were not.
        var today = await Run(AsOf.Now);
        (today.People, today.Verdicts[VerdictKind.Finished]).ShouldBe((28_785, 28_785));
        var then = await Run(AsOf.Day(new(2014, 3, 3)));
        // Counted from the files by other means: 19,720 had registered, 12,704 of them were still at it, and 6 withdrew nobody knows when.
        (then.People, then.Verdicts[VerdictKind.TasksChange], then.Verdicts[VerdictKind.Finished]).ShouldBe((19_720, 12_704 + 6, 7_010));
    }

    private static async Task<JsonElement> Caught(HttpClient client, long events, CancellationToken ct)
    {
        for (var waited = 0; ; waited++)
        {
            var totals = await client.GetFromJsonAsync<JsonElement>("/v1/totals", ct);
            if (totals.GetProperty("position").GetInt64() >= events) return totals;
            waited.ShouldBeLessThan(600, "the read side has not caught up in two minutes");
            await Task.Delay(200, ct);
        }
    }

    private static async Task<int> Found(HttpClient client, string code, string? outcome, CancellationToken ct)
    {
        var found = 0;
        string? cursor = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/v1/findings/{code}?limit=500{(outcome is null ? "" : $"&outcome={outcome}")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", ct);
            found += page.GetProperty("items").GetArrayLength();
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return found;
    }

    private static async Task<ImportTally> Import(Operator op)
    {
        var file = Path.Combine(Repository.Root, "imports", "oulad.yaml");
        var mapping = Features.Import.MappingFile.Read(file, await File.ReadAllTextAsync(file), path => ProgramFile.Read(path, File.ReadAllText(path)).Definition!);
        await using var quarantine = new Quarantine(null);
        var options = new ImportOptions(DryRun: false, Amend: false, Source.Now, "oulad test", DevelopmentPeople.IdOf(op.Id.Value, "organization"));
        return await new Importer(mapping, new DataFiles([Data]), new DerivedIds(new byte[32], mapping.Id), op, options, quarantine, new ImportProgress(TextWriter.Null, terminal: false)).Run(TestContext.Current.CancellationToken);
    }
}

using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Language;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Commands;

/// <summary><c>journey programs migrate</c>: plan, a canary, everybody, pause, resume, back.</summary>
internal static class Migrations
{
    public static async Task<int> Run(IReadOnlyList<string> what, Arguments asked, TextWriter output, CancellationToken ct)
    {
        await using var on = await Standing.On(asked["--operator"], asked.Settings, ct);
        return what switch
        {
            ["plan", var program] => await Plan(on, program, asked, output, ct),
            ["list"] => await List(on, asked, output, ct),
            ["show", var id] => Told(await MigrationStore.Read(on.Operator, Id(id), ct), asked, output),
            ["start", var id] => await Go(on, Id(id), m => Migrating.Start(m, asked.Number("--canary"), asked["--cohort"] is { } cohort ? new CohortId(Id(cohort).Value) : null), asked, output, ct),
            ["resume", var id] => await Go(on, Id(id), Migrating.Resume, asked, output, ct),
            ["reverse", var id] => await Go(on, Id(id), Migrating.Reverse, asked, output, ct),
            ["pause", var id] => Told(await Decide(on, Id(id), Migrating.Pause, ct), asked, output),
            _ => throw new SetupException("Usage: journey programs migrate plan | start | pause | resume | reverse | show | list; 'journey programs --help' says how."),
        };
    }

    private static async Task<int> Plan(Standing on, string program, Arguments asked, TextWriter output, CancellationToken ct)
    {
        var (from, to, mapping) = await Trials.Between(on, program, asked, ct);
        if (!asked.Has("--dry-run"))
        {
            if (from.Version == to.Version) throw new SetupException("The two versions are one: there is nothing to move.");
            var published = await on.Programs.Find(on.Operator, program, to.Version, ct) ?? throw new SetupException($"Version {to.Version} is a draft: publish it before people are moved to it.");
            // People are moved to what is published, so that is what the dry run has to be of.
            if (published.Hash() != to.Hash()) throw new SetupException($"{asked["--to"]} is not what is published as version {to.Version}.");
        }
        var report = await Trials.Run(on, from, to, mapping, null, ct);
        if (asked.Has("--dry-run"))
        {
            Trials.Print(report, asked, output);
            return report.Blocked.Count == 0 ? 0 : 1;
        }
        var id = new MigrationId(Guid.CreateVersion7(on.Clock.GetUtcNow()));
        var planned = await Decide(on, id, m => Migrating.Plan(m, new(id, program, from.Version, to.Version, mapping.Write(), report.Hash, report.People)), ct);
        if (!asked.Has("--json")) Trials.Print(report, asked, output);
        return Told(planned, asked, output);
    }

    // A host may be at it already: then it is watched, and taken over should that host die.
    private static async Task<int> Go(Standing on, MigrationId id, Func<Migration, Decision> decide, Arguments asked, TextWriter output, CancellationToken ct)
    {
        var stored = await Decide(on, id, decide, ct);
        var bar = WalkProgress.OnConsole(await Population.Count(on.Operator, stored.Migration.Program, ct));
        var progress = new Reports(bar);
        var run = new MigrationRun(on.Caller, on.Journal, on.Programs, on.Vault, on.Clock);
        while (stored.Migration.Status is MigrationStatus.Running or MigrationStatus.Reversing)
        {
            if (await run.Go(id, progress, ct) is null) await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
            stored = await MigrationStore.Read(on.Operator, id, ct);
        }
        bar.Done();
        Told(stored, asked, output);
        return stored.Migration.Blocked.IsEmpty ? 0 : 1;
    }

    private static async Task<int> List(Standing on, Arguments asked, TextWriter output, CancellationToken ct)
    {
        var all = await MigrationStore.All(on.Operator, ct);
        if (asked.Has("--json")) output.Json(all.Select(MigrationAnswer.Of));
        else foreach (var m in all) output.WriteLine(Line(m.Migration));
        return 0;
    }

    private static int Told(StoredMigration stored, Arguments asked, TextWriter output)
    {
        if (stored.Migration.Id is null) throw new SetupException("There is no such migration.");
        if (asked.Has("--json"))
        {
            output.Json(MigrationAnswer.Of(stored));
            return 0;
        }
        output.WriteLine(Line(stored.Migration));
        foreach (var person in stored.Migration.Blocked) output.WriteLine($"  {person.Reference ?? "–",-12} {person.Participant}  {Words.Of("Blocked", person.Reason["blocked.".Length..])}{(person.What is { } what ? $": {what}" : "")}");
        return 0;
    }

    private static string Line(Migration m) =>
        $"{m.Id}  {m.Program} {m.From} → {m.To}  {m.Status}{(m.IsCanary ? " (canary)" : "")}: {m.Moved:N0} moved, {m.Left:N0} left, {m.Blocked.Count:N0} blocked";

    private static async Task<StoredMigration> Decide(Standing on, MigrationId id, Func<Migration, Decision> decide, CancellationToken ct)
    {
        var (decision, after) = await MigrationStore.Decide(on.Caller, id, decide, Occurred.Micros(on.Clock.GetUtcNow()), ct);
        return decision is Decision.Refused refused ? throw new SetupException(refused.Message) : after;
    }

    private static MigrationId Id(string text) => Guid.TryParse(text, out var id) ? new(id) : throw new SetupException($"{text} is no id.");

    private sealed class Reports(WalkProgress bar) : IProgress<RoundProgress>
    {
        public void Report(RoundProgress value) => bar.Report((int)value.Looked);
    }
}

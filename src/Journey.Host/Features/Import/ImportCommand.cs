using System.Globalization;
using System.Security.Cryptography;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;

namespace Journey.Host.Features.Import;

/// <summary><c>journey import</c>: a source's rows as events, as its mapping says.</summary>
internal static class ImportCommand
{
    public const string Usage = """
        Usage: journey import --mapping FILE [--operator ID] [--organization ID] [--dry-run] [--amend] [--quarantine FILE] DATA…

          --mapping FILE     how rows become events (imports/*.yaml)
          --operator ID      another operator than the mapping's
          --organization ID  the organization that takes these people up: without it nobody may see them until staff are assigned
          --dry-run          read and compare everything, append nothing
          --amend            append what has changed in the source since the last import as amendments
          --quarantine FILE  where rows go that can't be taken (default: MAPPING.quarantine.csv here)
          DATA               the source's files, or a folder of them: .csv, .csv.gz, or a .zip

        Importing twice changes nothing; an interrupted import is run again. A row that is gone from the source is left alone.
        Exit codes: 0 all of it is in the store; 1 rows were quarantined, changes were not appended, or the store stopped it;
        2 nothing was done: a wrong argument, mapping or file, told with its place.
        """;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var asked = Asked.Read(args);
        try { return await Import(asked, ct); }
        catch (MappingRefused e)
        {
            foreach (var finding in e.Findings) await Console.Error.WriteLineAsync(finding.ToString());
            return 2;
        }
        catch (StoreException e)
        {
            await Console.Error.WriteLineAsync($"Stopped: {e.Message} What was appended stays; run the import again once that is mended.");
            return 1;
        }
    }

    private static async Task<int> Import(Asked asked, CancellationToken ct)
    {
        if (!File.Exists(asked.Mapping)) throw new SetupException($"There is no mapping {asked.Mapping}.");
        ProgramReading? program = null;
        var mapping = MappingFile.Read(asked.Mapping, await File.ReadAllTextAsync(asked.Mapping, ct), path =>
        {
            program = ProgramFile.Read(path, File.ReadAllText(path));
            return program.Definition ?? throw new MappingRefused(program.Findings);
        });
        var data = new DataFiles(asked.Data);
        foreach (var input in mapping.Inputs.Where(i => data.Find(i) is null)) throw new SetupException($"{mapping.Id} needs {string.Join(" or ", input.Files)}: name it after the options.");
        foreach (var stray in data.Unwanted(asked.Data, mapping.Inputs)) throw new SetupException($"{mapping.Id} has no input for {stray}.");
        foreach (var input in mapping.Inputs) Table.Open(mapping.File, data, input).Dispose();

        var quarantineFile = asked.Quarantine ?? $"{mapping.Id}.quarantine.csv";
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(quarantineFile)))) throw new SetupException($"There is no folder for the quarantine file {quarantineFile}.");

        var clock = TimeProvider.System;
        var now = Occurred.Micros(clock.GetUtcNow());
        var settings = Settings.Read([.. asked.Settings]);
        await using var installation = await Installation.Join(settings, ct);
        await using var hostKeys = await VaultFeature.OpenHostKeys(installation.KeyServer, ct);
        var root = await VaultFeature.LoadRootKey(VaultFeature.RootKeyFile(settings, installation.DataFolder), installation.Operators.All, hostKeys, ct);
        using var vault = new Vault(root, clock);
        var id = asked.Operator ?? new OperatorId(mapping.Operator.Id);
        var op = installation.Operators.Find(id);
        if (!asked.DryRun)
        {
            op ??= await installation.Operators.Create(id, mapping.Operator.Name, mapping.Operator.Label, ct: ct);
            if (await Publish.Run(op, program!, null, null, now, ct) is Decision.Refused refused) throw new SetupException($"The program {mapping.Program.Id} can't be published: {refused.Message}");
        }
        // An operator that isn't there yet has nothing to compare with, so that a dry run needs no lasting key.
        var key = op is null ? RandomNumberGenerator.GetBytes(32) : await ImportKey.Of(op, vault, ct);

        var progress = new ImportProgress(Console.Error, terminal: !Console.IsErrorRedirected);
        ImportTally tally;
        await using var quarantine = new Quarantine(quarantineFile);
        var options = new ImportOptions(asked.DryRun, asked.Amend, now, $"import {mapping.Id} {now:yyyy-MM-dd'T'HH:mm:ss'Z'}", asked.Organization);
        tally = await new Importer(mapping, data, new DerivedIds(key, mapping.Id), op, options, quarantine, progress).Run(ct);
        progress.Done();
        Summary(asked, id, tally, quarantine, quarantineFile, progress.Elapsed);
        return tally.Quarantined > 0 || tally.ChangedRows > 0 && !asked.Amend || tally.NotAmendable > 0 ? 1 : 0;
    }

    private static void Summary(Asked asked, OperatorId op, ImportTally tally, Quarantine quarantine, string quarantineFile, TimeSpan elapsed)
    {
        var did = asked.DryRun ? "would be appended to" : "appended to";
        Line($"{tally.Rows:N0} rows: {tally.NewRows:N0} new, {tally.UnchangedRows:N0} unchanged, {tally.ChangedRows:N0} changed, {tally.Quarantined:N0} quarantined");
        Line($"{tally.Events:N0} events {did} {op}, {tally.UnchangedEvents:N0} there before");
        foreach (var (type, count) in tally.Appended) Line($"  {count,10:N0}  {type}");
        foreach (var (reason, count) in quarantine.Reasons) Line($"  {count,10:N0}  quarantined: {reason}");
        if (quarantine.Count > 0) Line($"Quarantined rows are in {quarantineFile}, as the source has them: keep it as safe as the source.");
        if (tally.ChangedRows > 0 && !asked.Amend) Line($"Changed rows were left as they are in the store; --amend appends the changes as amendments.");
        if (tally.NotAmendable > 0) Line($"{tally.NotAmendable:N0} changes are of events that take no amendment, such as a cohort's opening.");
        Line($"{elapsed.TotalSeconds:N1} s, {tally.Events / elapsed.TotalSeconds:N0} events/s");

        static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private sealed record Asked(string Mapping, OperatorId? Operator, Guid? Organization, bool DryRun, bool Amend, string? Quarantine, IReadOnlyList<string> Data, IReadOnlyList<string> Settings)
    {
        private const string HowTo = "'journey import --help' says how.";

        public static Asked Read(string[] args)
        {
            string? mapping = null, quarantine = null;
            OperatorId? op = null;
            Guid? organization = null;
            bool dryRun = false, amend = false;
            var (data, settings) = (new List<string>(), new List<string>());
            for (var i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--mapping": mapping = Value(); break;
                    case "--operator": op = OperatorCommand.Id(Value()); break;
                    case "--organization": organization = Guid.TryParse(Value(), out var taker) ? taker : throw new SetupException($"--organization takes an organization's id, a UUID; {HowTo}"); break;
                    case "--quarantine": quarantine = Value(); break;
                    case "--dry-run": dryRun = true; break;
                    case "--amend": amend = true; break;
                    // As for every command: a setting, --ConnectionStrings:Journey=….
                    case var setting when setting.StartsWith("--", StringComparison.Ordinal) && setting.Contains('='): settings.Add(setting); break;
                    case var unknown when unknown.StartsWith('-'): throw new SetupException($"There is no option {unknown}; {HowTo}");
                    case var file: data.Add(file); break;
                }

                string Value() => ++i < args.Length ? args[i] : throw new SetupException($"{args[^1]} needs a value; {HowTo}");
            }
            if (mapping is null || data.Count == 0) throw new SetupException($"An import needs --mapping FILE and the data's files; {HowTo}");
            return new Asked(mapping, op, organization, dryRun, amend, quarantine, data, settings);
        }
    }
}

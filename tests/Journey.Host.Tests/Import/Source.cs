using System.IO.Compression;
using System.Text;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Features.Import;
using Journey.Host.Features.Programs;
using Journey.Projections;
using Journey.Tests;

namespace Journey.Host.Tests.Import;

/// <summary>A source of three small files with a mapping, and an operator to import them into.</summary>
internal sealed class Source(Operator op) : IDisposable
{
    public const string Groups = "group,start\nA,2024-01-08\nB,2024-02-05\n";
    public const string Results = "person,group,result\nann,A,P\nben,A,W\nann,B,P\n";
    public const string Entries = """
        person,group,entered,written,left,updated
        ann,A,2023-12-01,2023-12-04 09:30:00,,
        ben,A,2023-12-02,2023-12-02 10:00:00,2024-01-20,2024-03-01 08:00:00
        ann,B,2024-01-15,2024-01-15 11:00:00,,

        """;

    public static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static string Mapping { get; } = """
        mapping: small
        operator: {id: small-operator, name: Small}
        program: {file: PROGRAM, id: oulad, version: 1}
        tables:
          outcome: {P: pass, W: withdrawn}
          kind: {P: Completed, W: Withdrawn}
        inputs:
          groups:
            file: groups.csv
            key: [group]
            ids: {cohort: [group]}
            events:
              - {event: cohort_opened, occurred: {column: start}, fields: {name: {concat: ["Group ", {column: group}]}, starts: {column: start}}}
          results:
            file: results.csv
            key: [person, group]
          entries:
            file: entries.csv
            key: [person, group]
            joins:
              result: {input: results, on: [person, group]}
            ids: {participant: [person], enrollment: [person, group], cohort: [group]}
            values:
              entered: {date: {column: entered}, formats: [yyyy-MM-dd, yyyy-MM]}
              written: {date: {column: written}, formats: ["yyyy-MM-dd HH:mm:ss"], zone: America/Halifax}
            earliest:
              known: {by: participant, of: {value: entered}}
            events:
              - {event: participant_registered, per: participant, occurred: {value: known}, recorded: {value: written}, fields: {reference: {reference: participant}}}
              - {event: enrollment_opened, occurred: {value: entered}, recorded: {value: written}}
              - {event: offer_accepted, occurred: {value: entered}, recorded: {value: written}}
              - {event: stage_entered, occurred: {value: entered}, recorded: {value: written}, fields: {stage: module}}
              - event: exited
                when: {not: {empty: {column: left}}}
                occurred: {date: {column: left}, formats: [yyyy-MM-dd]}
                recorded: {date: {column: updated}, formats: ["yyyy-MM-dd HH:mm:ss"], zone: America/Halifax}
                fields: {reason: unregistered}
              - event: outcome_recorded
                occurred: ""
                fields:
                  outcome: {lookup: outcome, key: {column: result.result}}
                  kind: {lookup: kind, key: {column: result.result}}
        """.Replace("PROGRAM", Path.Combine(Repository.Root, "programs", "open-university", "modules.yaml"), StringComparison.Ordinal);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journey-import-");
    private readonly byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public Operator Operator => op;

    public string QuarantineFile => Path.Combine(folder.FullName, "quarantine.csv");

    public static async Task<Source> New() => new(await Postgres.NewOperator());

    public DerivedIds Ids => new(key, "small");

    public async Task<ImportTally> Import(string entries = Entries, string results = Results, string groups = Groups, bool amend = false, bool dryRun = false, bool gz = false, DateTimeOffset? now = null, string? mapping = null)
    {
        string[] files = [Write("groups.csv", groups, false), Write("results.csv", results, gz), Write("entries.csv", entries, gz)];
        await using var quarantine = new Quarantine(QuarantineFile);
        var read = Read(mapping ?? Mapping);
        return await new Importer(read, new DataFiles(files), Ids, op, new ImportOptions(dryRun, amend, now ?? Now, "test run"), quarantine, new ImportProgress(TextWriter.Null, terminal: false)).Run(TestContext.Current.CancellationToken);
    }

    public static Mapping Read(string text) => MappingFile.Read("small.yaml", text, path => ProgramFile.Read(path, File.ReadAllText(path)).Definition!);

    public Guid Person(string name) => Ids.Id("participant", name);

    public async Task<IReadOnlyList<Entry>> History(string person) => Projections.Entries.Of(await Store.ReadStream(op, Person(person), ct: TestContext.Current.CancellationToken));

    public async Task<Enrollment> Enrollment(string person, string group, AsOf asOf = default) =>
        Domain.History.Fold(await History(person), asOf).Enrollment(new(Ids.Id("enrollment", person, group)))!;

    public async Task<long> Events() => (long)(await op.Main.CreateCommand("select count(*) from journey.event").ExecuteScalarAsync())!;

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string name, string text, bool gz)
    {
        var path = Path.Combine(folder.FullName, gz ? name + ".gz" : name);
        using Stream file = gz ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Domain.Training;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Recording;
using Journey.Projections;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Bench;

/// <summary>
/// A dry run over invented journeys of some 30 events, beside raw Npgsql that reads the same rows with as many workers and decodes the
/// same bodies, in the same run.
/// </summary>
internal static class DryRunBench
{
    private const int Page = 500;
    private static readonly Guid Someone = Guid.NewGuid(), Somewhere = Guid.NewGuid(), Key = Guid.NewGuid();

    public static async Task Run(Installation installation, Options options)
    {
        var op = installation.Operator;
        var file = Path.Combine(AppContext.BaseDirectory, "programs", "aspire-atlantic", "manufacturing.yaml");
        var text = await File.ReadAllTextAsync(file);
        var from = Read(text);
        var to = Read(text.Replace("version: 1\n", "version: 2\n", StringComparison.Ordinal).Replace("in: 1w\n", "in: 2w\n", StringComparison.Ordinal));
        var watch = Stopwatch.StartNew();
        var events = await Fill(op, from, options.People);
        await installation.Analyze();
        Console.WriteLine($"{options.People:N0} journeys, {events:N0} events, copied in {watch.Elapsed.TotalSeconds:N0} s");

        using var vault = new Vault(await RootKey.Load(Path.Combine(options.Data, "root.key"), _ => Task.FromResult(false), default), TimeProvider.System);
        var run = new DryRun(from, to, VersionMapping.Between(from, to), Caller.Job(op, "migration"), vault, TimeProvider.System);
        Console.WriteLine($"""

            ### dry run of {from.Id} 1 → 2, {Environment.ProcessorCount} workers a side, load {Installation.LoadAverage()}

            | round | raw read + decode s | CPU s | events/s | dry run s | CPU s | events/s | ratio | verdicts |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            """);
        for (var round = 1; round <= options.Rounds; round++)
        {
            var (before, cpu) = (Environment.CpuUsage.TotalTime, TimeSpan.Zero);
            watch.Restart();
            var decoded = await Raw(op, from.Id);
            var raw = watch.Elapsed.TotalSeconds;
            (before, cpu) = (Environment.CpuUsage.TotalTime, Environment.CpuUsage.TotalTime - before);
            var report = await run.Run(null, null, default);
            if (decoded != report.Events || report.Verdicts.Values.Sum() != options.People) throw new InvalidOperationException($"{decoded} events raw, {report.Events} in the dry run; {report.People} people.");
            Console.WriteLine($"| {round} | {raw:N1} | {cpu.TotalSeconds:N1} | {decoded / raw:N0} | {report.Seconds:N1} | {(Environment.CpuUsage.TotalTime - before).TotalSeconds:N1} | {report.Events / report.Seconds:N0} | **{raw / report.Seconds:N2}** | {string.Join(", ", report.Verdicts.Where(v => v.Value > 0).Select(v => $"{v.Key} {v.Value:N0}"))} |");
        }
    }

    private static ProgramDefinition Read(string text) => ProgramFile.Read("manufacturing.yaml", text) is { Definition: { } definition } ? definition : throw new InvalidOperationException("The program does not read.");

    private static async Task<long> Raw(EventStore.Operator op, string program)
    {
        var (gate, last, total) = (new SemaphoreSlim(1), Guid.Empty, 0L);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                await gate.WaitAsync();
                IReadOnlyList<Guid> ids;
                try
                {
                    ids = await Population.Page(op, program, last, Page);
                    if (ids.Count > 0) last = ids[^1];
                }
                finally { gate.Release(); }
                if (ids.Count == 0) return;
                await using var read = op.Main.CreateCommand(Installation.Sql("dryrun_read"));
                read.Parameters.Add(new() { Value = ids.ToArray() });
                await using var reader = await read.ExecuteReaderAsync();
                var count = 0;
                while (await reader.ReadAsync())
                {
                    var row = (reader.GetInt64(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt16(7), reader.GetFieldValue<DateTimeOffset>(8));
                    if (row.Item4 > 0 && Body.Read(reader.GetString(4), reader.GetString(5)) is not null) count++;
                }
                Interlocked.Add(ref total, count);
            }
        })));
        return total;
    }

    internal static async Task<long> Fill(EventStore.Operator op, ProgramDefinition program, int people)
    {
        var ids = Enumerable.Range(0, people).Select(_ => Guid.NewGuid()).ToArray();
        long seq = 0;
        await using (var connection = await op.Main.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync("copy journey.stream (id, type, version, created_at) from stdin (format binary)"))
        {
            foreach (var id in ids)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(id, NpgsqlDbType.Uuid);
                await copy.WriteAsync("participant", NpgsqlDbType.Text);
                await copy.WriteAsync((long)Life(id, program, 0).Count, NpgsqlDbType.Bigint);
                await copy.WriteAsync(DateTime.UtcNow, NpgsqlDbType.TimestampTz);
            }
            await copy.CompleteAsync();
        }
        await using var second = await op.Main.OpenConnectionAsync();
        await using var events = await second.BeginBinaryImportAsync("copy journey.event (seq, id, stream_id, version, type, data, occurred_at, occurred_precision, recorded_at, stored_at, actor, organization, correlation_id, headers) from stdin (format binary)");
        for (var n = 0; n < ids.Length; n++)
        {
            var version = 0L;
            foreach (var (happened, at) in Life(ids[n], program, n))
            {
                await events.StartRowAsync();
                await events.WriteAsync(++seq, NpgsqlDbType.Bigint);
                await events.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid);
                await events.WriteAsync(ids[n], NpgsqlDbType.Uuid);
                await events.WriteAsync(++version, NpgsqlDbType.Bigint);
                await events.WriteAsync(Wire.NameOf(happened), NpgsqlDbType.Text);
                await events.WriteAsync(Body.Write(happened), NpgsqlDbType.Jsonb);
                await events.WriteAsync(at, NpgsqlDbType.TimestampTz);
                await events.WriteAsync((short)0, NpgsqlDbType.Smallint);
                await events.WriteAsync(at, NpgsqlDbType.TimestampTz);
                await events.WriteAsync(at, NpgsqlDbType.TimestampTz);
                await events.WriteAsync(Someone, NpgsqlDbType.Uuid);
                await events.WriteAsync(Somewhere, NpgsqlDbType.Uuid);
                await events.WriteAsync("0f8b2b6e6f8e4a0f9a8b7c6d5e4f3a2b", NpgsqlDbType.Text);
                await events.WriteAsync("""{"purpose":"service-delivery"}""", NpgsqlDbType.Jsonb);
            }
        }
        await events.CompleteAsync();
        return seq;
    }

    // Some months ago from now on: a third in training, a third looking for work, a third in a job whose contacts are due these weeks.
    private static IReadOnlyList<(JourneyEvent Happened, DateTime At)> Life(Guid id, ProgramDefinition program, int n)
    {
        var (enrollment, cohort, start) = (new EnrollmentId(id), new CohortId(Someone), DateTime.UtcNow.AddDays(-90 + n % 7));
        JourneyEvent[] intake =
        [
            new ParticipantRegistered(new ParticipantId(id), $"B-{n}", Seal<string>(FieldClass.Identity), Seal<string>(FieldClass.Identity)), new EnrollmentOpened(enrollment, program.Id, program.Version, program.Calendar.Zone),
            new InquiryMade(enrollment, "website"), new StageEntered(enrollment, "intake"), new ApplicationReceived(enrollment),
            new AnswersGiven(enrollment, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, Sealed<string>>.Empty.Add("canadianExperienceMonths", Seal<string>(FieldClass.General)).Add("annualIncome", Seal<string>(FieldClass.Income))),
            .. program.Criteria.Select(c => new CriterionChecked(enrollment, c.Id, CriterionResult.Met, [.. c.Reads])),
            new RubricScored(enrollment, program.Rubric!.Items.ToImmutableDictionary(i => i.Id, _ => 4), true),
            new ConsentGiven(new ConsentId(id), enrollment, 1, "en", ["service"], [FieldClass.General, FieldClass.Income], [], null),
            new AdmissionDecided(enrollment, AdmissionOutcome.Accepted), new SeatOffered(enrollment, cohort), new OfferAccepted(enrollment, cohort), new StageEntered(enrollment, "crt"), new StageLeft(enrollment, "intake", StageEnd.Completed),
            .. Enumerable.Range(0, 8).Select(i => new AttendanceMarked(enrollment, new SessionId(Guid.NewGuid()), "crt", i % 6 == 5 ? Presence.Absent : Presence.Present)),
        ];
        JourneyEvent[] rest = (n % 3) switch
        {
            0 => [.. Enumerable.Range(0, 4).Select(_ => new AttendanceMarked(enrollment, new SessionId(Guid.NewGuid()), "crt", Presence.Present))],
            1 => [new StageLeft(enrollment, "crt", StageEnd.Completed), new Graduated(enrollment), new StageEntered(enrollment, "placement"), new Domain.Placement.ReadinessAssessed(enrollment, true)],
            _ => [new Graduated(enrollment), new StageEntered(enrollment, "placement"), new EmploymentStarted(enrollment, new JobId(id), null, new JobTerms(null, null, true, Seal<decimal>(FieldClass.Employment), Seal<decimal>(FieldClass.Employment), true)), new StageEntered(enrollment, "employment")],
        };
        return [.. intake.Select((e, i) => (e, start.AddDays(i * 2))), .. rest.Select((e, i) => (e, DateTime.UtcNow.AddDays(-5 + i)))];
    }

    private static Sealed<T> Seal<T>(FieldClass of) => new(Key, of, new byte[48], new byte[32], isPending: false);
}

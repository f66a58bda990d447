using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.Due;
using Journey.Projections;
using Npgsql;

namespace Journey.Bench;

/// <summary>
/// Many pieces of work fall due in the same minute, among many more that do not, while commands go on: how long until all are written down,
/// and what commands feel of it. Commands come at a steady pace, one in ten about somebody whose work is being drained.
/// </summary>
internal static class DrainBench
{
    private const string Type = "participant";
    private const int Others = 2_000, PerSecond = 50;
    private static readonly DateTimeOffset Hired = new(2026, 6, 1, 15, 0, 0, TimeSpan.Zero), Midnight = new(2026, 6, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly Text Any = new("en", "fr");

    private static readonly ProgramDefinition Program = new()
    {
        Id = "bench", Version = 1, Title = Any,
        Calendar = new Calendar("America/Halifax", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], "ca-ns"),
        Stages = [new Stage { Id = "placement", Kind = StageKind.Placement, Title = Any }],
        FollowUps = [new FollowUp { Id = "day-1", Title = Any, After = Milestone.EmploymentStarted, In = Period.Days(1), Window = new Period(2, PeriodUnit.BusinessDays), Owner = "advancementCoach", With = ["participant"] }],
    };

    public static async Task Run(Installation installation, Options options)
    {
        var op = installation.Operator;
        var watch = Stopwatch.StartNew();
        var due = await People(op, options.Due, employed: true);
        var others = await People(op, Others, employed: false);
        await using (var rows = op.Main.CreateCommand(Installation.Sql("due_rows")))
        {
            rows.CommandTimeout = 600;
            rows.Parameters.Add(new() { Value = Math.Max(0, options.Rows - options.Due) });
            rows.Parameters.Add(new() { Value = DateOnly.FromDateTime(Hired.UtcDateTime) });
            await rows.ExecuteNonQueryAsync();
        }
        await installation.Settle();
        Console.WriteLine($"\n### drain: {options.Due:N0} of {options.Rows:N0} pending rows fall due at once; {PerSecond} commands a second meanwhile; set up in {watch.Elapsed.TotalSeconds:N0} s, load {Installation.LoadAverage()}\n");

        await Commands(op, due, others, [], Task.Delay(TimeSpan.FromSeconds(3))); // warm
        var alone = new List<double>();
        await Commands(op, due, others, alone, Task.Delay(TimeSpan.FromSeconds(Math.Max(5, 3 * options.Slice.TotalSeconds))));
        await installation.Settle();

        var beside = new List<double>();
        using var stop = new CancellationTokenSource();
        watch.Restart();
        var draining = new Drain(op, (_, id, version, _) => Task.FromResult(id == Program.Id && version == 1 ? Program : null), new At(Midnight.AddSeconds(30))).Run(stop.Token);
        await Commands(op, due, others, beside, Drained(op, watch));
        var seconds = watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await draining;

        var written = await Reminded(op);
        if (written != options.Due) throw new InvalidOperationException($"{written} reminders were written for {options.Due} people.");
        Console.WriteLine($"""
            | due | drained in s | per second | commands/s | p50 / p99 ms without | p50 / p99 ms beside the drain |
            | ---: | ---: | ---: | ---: | ---: | ---: |
            | {options.Due:N0} | **{seconds:N1}** | {options.Due / seconds:N0} | {beside.Count / seconds:N0} | {Slices.Quantile(alone, 0.5):N1} / {Slices.Quantile(alone, 0.99):N1} | {Slices.Quantile(beside, 0.5):N1} / {Slices.Quantile(beside, 0.99):N1} |
            """);
    }

    private static async Task Drained(Operator op, Stopwatch watch)
    {
        while (await DueTable.Next(op, default) is { } next && next <= Midnight.AddSeconds(30))
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(10)) throw new TimeoutException("The drain does not come to an end.");
            await Task.Delay(20);
        }
    }

    // Steady: a slow answer does not thin out the ones after it.
    private static async Task Commands(Operator op, IReadOnlyList<Guid> due, IReadOnlyList<Guid> others, List<double> milliseconds, Task until)
    {
        var running = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var n = 0; !until.IsCompleted; n++)
        {
            var early = TimeSpan.FromSeconds((double)n / PerSecond) - watch.Elapsed;
            if (early > TimeSpan.Zero) await Task.Delay(early);
            var id = n % 10 == 0 ? due[Random.Shared.Next(due.Count)] : others[Random.Shared.Next(others.Count)];
            running.Add(Task.Run(async () =>
            {
                var started = Stopwatch.GetTimestamp();
                await Command(op, id);
                lock (milliseconds) milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }));
        }
        await until;
        await Task.WhenAll(running);
    }

    // As the journal does it: read, fold, decide, append with the rows; decide again after a conflict.
    private static async Task Command(Operator op, Guid id)
    {
        while (true)
        {
            try
            {
                var history = (await Journey.Projections.People.Read(op, new ParticipantId(id)))!;
                if (Coaching.HoldCheckIn(history.Fold().Enrollment(new EnrollmentId(id)), StaffRole.AdvancementCoach, null) is not Decision.Accepted accepted) throw new InvalidOperationException("The command was not accepted.");
                var happened = Sample.Event(Wire.NameOf(accepted.Events[0]), Body.Write(accepted.Events[0])) with { OccurredAt = Hired, RecordedAt = Hired };
                var entry = new Entry(happened.Id, id, history.Version + 1, long.MaxValue, happened.Type, accepted.Events[0], Occurred.Instant(Hired), Hired);
                await Append(op, (history with { Own = [.. history.Own, entry] }).Inline(), history.Version, [happened]);
                return;
            }
            catch (ConcurrencyConflict) { }
        }
    }

    private static async Task Append(Operator op, InlineState state, long expected, IReadOnlyList<EventToAppend> events) =>
        await Store.Append(op, new Append([new StreamWrite(state.Id.Value, Type, expected, events)]) { Inline = InlineRows.For([state], await Pinned(op, [state])) });

    private static Task<PinnedPrograms> Pinned(Operator op, IEnumerable<InlineState> states) =>
        PinnedPrograms.Of(op, (_, _, _, _) => Task.FromResult<ProgramDefinition?>(Program), states.Select(s => s.State), default);

    private static async Task<IReadOnlyList<Guid>> People(Operator op, int count, bool employed)
    {
        var ids = new List<Guid>(count);
        while (ids.Count < count)
        {
            var (writes, states) = (new List<StreamWrite>(), new List<InlineState>());
            for (; writes.Count < 500 && ids.Count < count; ids.Add(states[^1].Id.Value))
            {
                var id = Guid.CreateVersion7();
                JourneyEvent[] life =
                [
                    new ParticipantRegistered(new ParticipantId(id), "BENCH00000"), new EnrollmentOpened(new EnrollmentId(id), Program.Id, 1, "America/Halifax"),
                    new StaffAssigned(new AssignmentId(id), StaffRole.AdvancementCoach, new StaffId(id), new OrganizationId(id)), new StageEntered(new EnrollmentId(id), "placement"),
                    .. employed ? (JourneyEvent[])[new Domain.Employment.EmploymentStarted(new EnrollmentId(id), new JobId(id), null, new(null, null, null, null, null, null))] : [],
                ];
                EventToAppend[] events = [.. life.Select(e => Sample.Event(Wire.NameOf(e), Body.Write(e)) with { OccurredAt = Hired, RecordedAt = Hired })];
                writes.Add(new StreamWrite(id, Type, 0, events));
                states.Add(new InlineState(new ParticipantId(id), History.Fold(life.Select((e, i) => new Entry(events[i].Id, id, i + 1, i + 1, events[i].Type, e, Occurred.Instant(Hired), Hired))), life.Length));
            }
            await Store.Append(op, new Append(writes) { Inline = InlineRows.For(states, await Pinned(op, states)) });
        }
        return ids;
    }

    private static async Task<long> Reminded(Operator op)
    {
        await using var count = op.Main.CreateCommand("select count(*) from journey.event where type = 'due_reminded'");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        private readonly long started = Stopwatch.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => now + Stopwatch.GetElapsedTime(started);
    }
}

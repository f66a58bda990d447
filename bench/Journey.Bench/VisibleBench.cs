using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Projections;
using static Journey.Bench.Slices;

namespace Journey.Bench;

/// <summary>
/// How long after an append was acknowledged its rows are in a read model that follows the log, at a steady pace of appends, whatever
/// became of those before. Each append writes its inline rows, as a command does. The sequencer and the crew of a host work in this process, and a connection of its own looks at the
/// shard's position, which moves in the transaction that writes the rows.
/// </summary>
internal static class VisibleBench
{
    private const string Type = "participant";
    private const int People = 2_000;
    private static readonly string PositionSql = Installation.Sql("shard_position"), PositionsSql = Installation.Sql("positions");

    public static async Task Run(Installation installation, Options options)
    {
        var op = installation.Operator;
        var people = Enumerable.Range(0, People).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var some in people.Chunk(100))
            await Store.Append(op, new Append([.. some.Select(id => new StreamWrite(id, Type, 0, [.. Life(id, options.History)]))]));
        // The machine may be slow, and somebody's whole history comes at once.
        var setup = new Shards(op, "setup", new ShardOptions(500, TimeSpan.FromMinutes(1)), definitions: Find);
        await installation.Sequenced();
        await setup.CatchUp();
        await installation.Settle();
        var persons = new List<Person>();
        foreach (var some in people.Chunk(500)) persons.AddRange((await Projections.People.ReadMany(op, [.. some.Select(id => new ParticipantId(id))])).Values.Select(h => new Person { State = h.Inline() }));

        var batches = new ConcurrentBag<(string Shard, double Seconds)>();
        using var meter = Batches(batches);
        using var stop = new CancellationTokenSource();
        var shards = new Shards(op, "bench", definitions: Find);
        var crew = new Crew(op, "bench", [(_, ct) => shards.Followers(ct)]).Run(stop.Token);
        var (head, looked) = (await Store.Head(op), new List<(long At, long Position)>());
        var looking = Task.Run(() => Look(op, looked, stop.Token));
        var length = options.Slice * options.Rounds;
        await Appends(op, persons, options.Rate, TimeSpan.FromSeconds(2), (int)(options.Rate * 2)); // all warm
        batches.Clear();

        var (load, used) = (Installation.LoadAverage(), Process.GetCurrentProcess().TotalProcessorTime);
        var appended = await Appends(op, persons, options.Rate, length, (int)(options.Rate * length.TotalSeconds));
        await installation.Sequenced();
        for (var until = await Store.Head(op); looked[^1].Position < until;) await Task.Delay(10);
        used = Process.GetCurrentProcess().TotalProcessorTime - used;
        await stop.CancelAsync();
        await Task.WhenAll(crew, looking);

        var sequenced = await Positions(op, head);
        var visible = appended.Select(a => (First(looked, sequenced[a.Seq].Position) - a.Acknowledged) * 1000.0 / Stopwatch.Frequency).ToList();
        var took = (appended.Max(a => a.Acknowledged) - appended.Min(a => a.Acknowledged)) / (double)Stopwatch.Frequency;
        Console.WriteLine($"""

            ### append → visible in the cohorts read model: {appended.Count:N0} appends at {appended.Count / took:N0}/s to {People:N0} people of {options.History} events, load {load} … {Installation.LoadAverage()}

            | | p50 ms | p99 ms | most |
            | --- | ---: | ---: | ---: |
            | **visible after the acknowledgement** | **{Quantile(visible, 0.5):N0}** | **{Quantile(visible, 0.99):N0}** | {visible.Max():N0} |
            {Row("sequenced after it was stored", [.. appended.Select(a => sequenced[a.Seq].Waited)])}
            {Row("the append itself", [.. appended.Select(a => a.Took)])}
            {string.Join('\n', batches.GroupBy(b => b.Shard).OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => Row($"a batch of {b.Key}, {(double)appended.Count / b.Count():N0} events on average", [.. b.Select(x => x.Seconds * 1000)])))}

            This process (appends, sequencer, both shards) took {used.TotalMilliseconds / appended.Count:N2} ms of a core for each append.
            """);
    }

    private static readonly ProgramDefinition Program =
        ProgramFile.Read("manufacturing.yaml", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "programs", "aspire-atlantic", "manufacturing.yaml"))).Definition!;

    private static Task<ProgramDefinition?> Find(Operator op, string program, int version, CancellationToken ct) => Task.FromResult<ProgramDefinition?>(Program with { Id = program, Version = version });

    // As a host appends: the next state is folded, and its inline rows are in the transaction.
    private sealed class Person
    {
        public required InlineState State { get; set; }

        public SemaphoreSlim Turn { get; } = new(1);

        public async Task<Appended> Attends(Operator op)
        {
            var marked = new AttendanceMarked(new EnrollmentId(State.Id.Value), new SessionId(Guid.NewGuid()), "crt", Presence.Present);
            var appended = Sample.Event(Wire.NameOf(marked), Body.Write(marked));
            var next = History.Advance(State.State, new Entry(appended.Id, State.Id.Value, State.Version + 1, State.State.LastSeq + 1, appended.Type, marked, Occurred.Instant(appended.OccurredAt!.Value), appended.RecordedAt));
            State = new InlineState(State.Id, next ?? throw new InvalidOperationException("It is the last entry and corrects nothing."), State.Version + 1);
            var programs = await PinnedPrograms.Of(op, Find, [State.State], CancellationToken.None);
            return await Store.Append(op, new Append([new StreamWrite(State.Id.Value, Type, State.Version - 1, [appended])]) { Inline = InlineRows.For([State], programs) });
        }
    }

    private static string Row(string what, List<double> ms) => $"| {what} | {Quantile(ms, 0.5):N0} | {Quantile(ms, 0.99):N0} | {ms.Max():N0} |";

    // Each at its own moment, whether or not those before it are through.
    private static async Task<IReadOnlyList<(long Seq, long Acknowledged, double Took)>> Appends(Operator op, IReadOnlyList<Person> people, int rate, TimeSpan length, int count)
    {
        var (done, under) = (new ConcurrentBag<(long, long, double)>(), new List<Task>(count));
        using var most = new SemaphoreSlim(16);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait);
            if (Stopwatch.GetElapsedTime(began) > length * 3) break; // The machine does not keep the pace: the rate that is shown says so.
            await most.WaitAsync();
            var person = people[Random.Shared.Next(people.Count)];
            under.Add(Task.Run(async () =>
            {
                await person.Turn.WaitAsync();
                var started = Stopwatch.GetTimestamp();
                var written = await person.Attends(op);
                person.Turn.Release();
                var acknowledged = Stopwatch.GetTimestamp();
                done.Add((written.Seq, acknowledged, Stopwatch.GetElapsedTime(started, acknowledged).TotalMilliseconds));
                most.Release();
            }));
        }
        await Task.WhenAll(under);
        return [.. done];
    }

    private static async Task Look(Operator op, List<(long, long)> looked, CancellationToken stop)
    {
        await using var connection = await op.Main.OpenConnectionAsync(CancellationToken.None);
        await using var read = new Npgsql.NpgsqlCommand(PositionSql, connection);
        await read.PrepareAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            var position = (long)(await read.ExecuteScalarAsync(CancellationToken.None))!;
            looked.Add((Stopwatch.GetTimestamp(), position));
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static long First(List<(long At, long Position)> looked, long position)
    {
        var (low, high) = (0, looked.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (looked[middle].Position >= position) high = middle;
            else low = middle + 1;
        }
        return looked[low].At;
    }

    private static async Task<Dictionary<long, (long Position, double Waited)>> Positions(Operator op, long after)
    {
        await using var read = op.Main.CreateCommand(PositionsSql);
        read.Parameters.Add(new() { Value = after });
        var found = new Dictionary<long, (long, double)>();
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found[reader.GetInt64(0)] = (reader.GetInt64(1), reader.GetDouble(2));
        return found;
    }

    private static MeterListener Batches(ConcurrentBag<(string, double)> batches)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Name == "journey.projection.duration") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var tag in tags) if (tag.Key == "journey.shard") batches.Add(((string)tag.Value!, seconds));
        });
        listener.Start();
        return listener;
    }

    private static IEnumerable<EventToAppend> Life(Guid id, int events)
    {
        var enrollment = new EnrollmentId(id);
        JourneyEvent[] life =
        [
            new ParticipantRegistered(new ParticipantId(id), "BENCH00000"), new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax"), new StageEntered(enrollment, "crt"),
            .. Enumerable.Range(3, Math.Max(0, events - 3)).Select(_ => new AttendanceMarked(enrollment, new SessionId(Guid.NewGuid()), "crt", Presence.Present)),
        ];
        var first = DateTimeOffset.UtcNow.AddDays(-life.Length - 1);
        return life.Select((e, i) => Sample.Event(Wire.NameOf(e), Body.Write(e)) with { OccurredAt = first.AddDays(i), RecordedAt = first.AddDays(i) });
    }
}

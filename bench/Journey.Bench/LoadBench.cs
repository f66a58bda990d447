using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Projections;
using static Journey.Bench.Slices;

namespace Journey.Bench;

/// <summary>
/// A whole command: load a participant of 60 events, fold, decide (attendance at one more session), append. Its raw twin reads the same
/// rows and writes the same rows; it decodes no body, folds nothing and decides nothing.
/// </summary>
internal static class LoadBench
{
    private const int Events = 60, StreamsEach = 100;
    private const string Type = "participant";

    public static async Task Run(Installation installation, Options options)
    {
        var op = installation.Operator;
        Guid[] ids = [.. Enumerable.Range(0, options.Workers.Max() * StreamsEach).Select(_ => Guid.NewGuid())];
        foreach (var id in ids) await Store.Append(op, new Append([new StreamWrite(id, Type, 0, [.. Life(id)])]) { Inline = [Sample.Inline(id, Events)] });
        await AppendBench.Copy(op, Type);
        Console.WriteLine($"""

            ### load {Events} events, fold, decide, append: {options.Rounds} rounds of {options.Slice.TotalSeconds} s a side, load {Installation.LoadAverage()}

            | workers | raw/s | raw p50 / p99 ms | journey/s | p50 / p99 ms | ratio: median (min–max) |
            | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
        foreach (var workers in options.Workers)
        {
            await installation.Settle();
            var ours = new Side(w => Task.FromResult<(Func<Task>, IAsyncDisposable)>((Over(w, id => Command(op, id)), new Nothing())));
            var raw = new Side(async w =>
            {
                var connection = await Raw.Open(op);
                return (Over(w, async id =>
                {
                    var version = await connection.Read(id);
                    await connection.Append(id, version, [Sample.Event("attendance_marked", Body.Write(new AttendanceMarked(new EnrollmentId(id), new SessionId(Guid.NewGuid()), "crt", Presence.Present)))], Sample.Key(), Sample.Answer);
                }), connection);
            });
            var ratios = await Alternate(ours, raw, workers, options.Slice, options.Rounds, () => installation.Sequenced());
            Console.WriteLine($"| {workers} | {Quantile(raw.Rates, 0.5):N0} | {Quantile(raw.Milliseconds, 0.5):N2} / {Quantile(raw.Milliseconds, 0.99):N1} "
                + $"| {Quantile(ours.Rates, 0.5):N0} | {Quantile(ours.Milliseconds, 0.5):N2} / {Quantile(ours.Milliseconds, 0.99):N1} | **{Quantile(ratios, 0.5):N2}** ({ratios.Min():N2}–{ratios.Max():N2}) |");
        }

        Func<Task> Over(int w, Func<Guid, Task> step)
        {
            var own = ids[(w * StreamsEach)..((w + 1) * StreamsEach)];
            var next = 0;
            return () => step(own[next++ % own.Length]);
        }
    }

    private static async Task Command(Operator op, Guid id)
    {
        var stored = await Store.ReadStream(op, id);
        var person = History.Fold(stored.Select(Entries.Of));
        var session = new Session(new SessionId(Guid.NewGuid()), "crt", DateOnly.FromDateTime(DateTime.UtcNow), null, null, false);
        var decision = Attending.Mark(person.Enrollment(new EnrollmentId(id)), session, Presence.Present, null);
        if (decision is not Decision.Accepted accepted) throw new InvalidOperationException($"The command was not accepted: {decision}");
        await Store.Append(op, Sample.Append(id, Type, stored[^1].Version, [.. accepted.Events.Select(e => Sample.Event(Wire.NameOf(e), Body.Write(e)))]));
    }

    private static IEnumerable<EventToAppend> Life(Guid id)
    {
        var enrollment = new EnrollmentId(id);
        JourneyEvent[] life =
        [
            new ParticipantRegistered(new ParticipantId(id), "BENCH00000"), new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax"), new StageEntered(enrollment, "crt"),
            .. Enumerable.Range(3, Events - 3).Select(_ => new AttendanceMarked(enrollment, new SessionId(Guid.NewGuid()), "crt", Presence.Present)),
        ];
        return life.Select(e => Sample.Event(Wire.NameOf(e), Body.Write(e)) with { OccurredAt = DateTimeOffset.UtcNow.AddDays(-2) });
    }
}

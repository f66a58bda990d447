using FsCheck;
using FsCheck.Fluent;
using Journey.EventStore;

namespace Journey.Tests.Log;

/// <summary>Schedules nobody thought of: several writers and a sequencer, one step at a time, in an order made by FsCheck.</summary>
public sealed class ScheduleTests
{
    private const int Writers = 4, Streams = 5, Steps = 40, Schedules = 60;

    public enum Kind { Append, Commit, Rollback, Savepoint, RollbackToSavepoint, Terminate, Round, ShortRound, TakeOver, Reconcile }

    public sealed record Step(Kind Kind, int Writer, int Stream, int Events);

    private static readonly Gen<Step> Steppings =
        from kind in Gen.Frequency(
            (8, Gen.Constant(Kind.Append)), (4, Gen.Constant(Kind.Commit)), (2, Gen.Constant(Kind.Rollback)), (1, Gen.Constant(Kind.Savepoint)),
            (1, Gen.Constant(Kind.RollbackToSavepoint)), (1, Gen.Constant(Kind.Terminate)), (5, Gen.Constant(Kind.Round)), (1, Gen.Constant(Kind.ShortRound)),
            (1, Gen.Constant(Kind.TakeOver)), (1, Gen.Constant(Kind.Reconcile)))
        from writer in Gen.Choose(0, Writers - 1)
        from stream in Gen.Choose(0, Streams - 1)
        from events in Gen.Choose(1, 4)
        select new Step(kind, writer, stream, events);

    [Fact]
    public async Task Whatever_the_schedule_every_committed_event_gets_one_position_in_its_streams_order()
    {
        var op = await Postgres.NewOperator();
        Prop.ForAll(Steppings.ListOf(Steps).ToArbitrary(), schedule => Task.Run(() => Run(op, schedule)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Schedules));
    }

    private static async Task Run(Operator op, IEnumerable<Step> schedule)
    {
        var hand = await SequencerByHand.Claim(op);
        var streams = Enumerable.Range(0, Streams).Select(_ => Guid.CreateVersion7()).ToArray();
        var writers = new Dictionary<int, Writer>();
        foreach (var step in schedule)
        {
            writers.TryGetValue(step.Writer, out var writer);
            switch (step.Kind)
            {
                case Kind.Append:
                    // the stream's row is another's until it ends: a writer that waits is the scripted tests' business
                    if (writers.Any(w => w.Key != step.Writer && w.Value.Holds.Contains(step.Stream))) break;
                    if (writer is null) writers[step.Writer] = writer = new(await AppenderByHand.Begin(op));
                    await writer.Hand.Append(streams[step.Stream], step.Events);
                    writer.Holds.Add(step.Stream);
                    break;
                case Kind.Savepoint when writer is not null:
                    await writer.Hand.Do("savepoint here");
                    writer.Marked = true;
                    break;
                case Kind.RollbackToSavepoint when writer is { Marked: true }:
                    await writer.Hand.Do("rollback to savepoint here");
                    break;
                case Kind.Commit or Kind.Rollback or Kind.Terminate when writer is not null:
                    await (step.Kind switch { Kind.Commit => writer.Hand.Commit(), Kind.Rollback => writer.Hand.Rollback(), _ => writer.Hand.Terminate(op) });
                    await writer.Hand.DisposeAsync();
                    writers.Remove(step.Writer);
                    break;
                case Kind.Round: await hand.Round(); break;
                case Kind.ShortRound: await hand.Round(limit: 2); break;
                case Kind.TakeOver: hand = await SequencerByHand.Claim(op, $"next-{Guid.CreateVersion7()}"); break;
                case Kind.Reconcile: (await hand.Reconcile()).ShouldBe(0, "nobody writes past the store here"); break;
            }
        }
        await op.LogIsRight();
        foreach (var writer in writers.Values)
        {
            await writer.Hand.Commit();
            await writer.Hand.DisposeAsync();
        }
        while (await hand.Round() > 0) { }
        await op.LogIsComplete();
    }

    private sealed class Writer(AppenderByHand hand)
    {
        public AppenderByHand Hand { get; } = hand;
        public HashSet<int> Holds { get; } = [];
        public bool Marked { get; set; }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Journey.EventStore;

namespace Journey.Tests.Streams;

/// <summary>The store beside one of thirty lines in memory: the same commands, the same answers.</summary>
public sealed class ModelTests
{
    private const int Streams = 4;

    public enum Expectation { Anything, New, Right, Stale, TooHigh }

    public sealed record Write(int Stream, Expectation Expectation, int Events);

    public sealed record Command(IReadOnlyList<Write> Writes, int? Archive, bool Repeat);

    private sealed class InMemory
    {
        public Dictionary<Guid, List<Guid>> Events { get; } = [];
        public HashSet<Guid> Archived { get; } = [];

        /// <returns>The name of the refusal, or null.</returns>
        public string? Append(Append append)
        {
            foreach (var write in append.Streams)
            {
                if (!Events.TryGetValue(write.StreamId, out var stream))
                {
                    if (write.ExpectedVersion is > 0) return nameof(StreamNotFound);
                }
                else if (Archived.Contains(write.StreamId)) return nameof(StreamArchived);
                else if (write.ExpectedVersion is { } expected && expected != stream.Count) return nameof(ConcurrencyConflict);
            }
            if (append.Streams.SelectMany(w => w.Events).Any(e => Events.Values.Any(known => known.Contains(e.Id)))) return nameof(DuplicateEvent);
            foreach (var write in append.Streams)
            {
                if (!Events.TryGetValue(write.StreamId, out var stream)) Events[write.StreamId] = stream = [];
                stream.AddRange(write.Events.Select(e => e.Id));
            }
            return null;
        }

        public string? Archive(Guid stream) => !Events.ContainsKey(stream) ? nameof(StreamNotFound) : Archived.Add(stream) ? null : null;
    }

    private static readonly Gen<Write> Writes =
        from stream in Gen.Choose(0, Streams - 1)
        from expectation in Gen.Frequency((3, Gen.Constant(Expectation.Anything)), (2, Gen.Constant(Expectation.New)), (6, Gen.Constant(Expectation.Right)), (1, Gen.Constant(Expectation.Stale)), (1, Gen.Constant(Expectation.TooHigh)))
        from events in Gen.Choose(0, 3)
        select new Write(stream, expectation, events);

    private static readonly Gen<Command> Commands =
        from writes in Writes.NonEmptyListOf()
        from archive in Gen.Frequency((9, Gen.Constant<int?>(null)), (1, Gen.Choose(0, Streams - 1).Select(n => (int?)n)))
        from repeat in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Command([.. writes.Take(3).DistinctBy(w => w.Stream)], archive, repeat);

    [Fact]
    public async Task The_store_answers_as_the_one_in_memory()
    {
        var op = await Postgres.NewOperator();
        Prop.ForAll(Commands.ListOf(25).ToArbitrary(), commands => Task.Run(() => Run(op, commands)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private static async Task Run(Operator op, IEnumerable<Command> commands)
    {
        var model = new InMemory();
        var streams = Enumerable.Range(0, Streams).Select(_ => Guid.NewGuid()).ToArray();
        Append? last = null;
        foreach (var command in commands)
        {
            if (command.Archive is { } n) (await Refusal(() => Store.Archive(op, streams[n]))).ShouldBe(model.Archive(streams[n]));
            var append = command.Repeat && last is not null
                ? new Append([.. last.Streams.Select(w => w with { ExpectedVersion = null })])
                : new Append([.. command.Writes.Select(w => ToWrite(model, streams[w.Stream], w)).Where(w => w.Events.Count > 0 || w.ExpectedVersion > 0)]);
            append = append with { Streams = [.. append.Streams.Where(w => w.Events.Count > 0 || w.ExpectedVersion > 0)] };
            (await Refusal(() => Store.Append(op, append))).ShouldBe(model.Append(append));
            last = append;
        }

        foreach (var stream in streams)
        {
            var read = await Store.ReadStream(op, stream);
            read.Select(e => e.Id).ShouldBe(model.Events.GetValueOrDefault(stream, []));
            read.Select(e => e.Version).ShouldBe(Enumerable.Range(1, read.Count).Select(v => (long)v));
        }
        (await Store.ReadStreams(op, streams)).Count.ShouldBe(model.Events.Values.Sum(s => s.Count));
    }

    private static StreamWrite ToWrite(InMemory model, Guid stream, Write write)
    {
        var version = model.Events.GetValueOrDefault(stream, []).Count;
        long? expected = write.Expectation switch { Expectation.Anything => null, Expectation.New => 0, Expectation.Right => version, Expectation.Stale => Math.Max(0, version - 1), _ => version + 2 };
        return Given.To(stream, expected, write.Events);
    }

    private static async Task<string?> Refusal(Func<Task> act)
    {
        try { await act(); return null; }
        catch (StoreException e) { return e.GetType().Name; }
    }
}

using System.Diagnostics.CodeAnalysis;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>A stretch of the log, turned into what has to be written for it.</summary>
/// <param name="Position">The last position that it covers.</param>
/// <param name="Events">Events of that stretch.</param>
/// <param name="Read">Events of the histories that it touches.</param>
internal sealed record Batch(long Position, int Events, long Read, IReadOnlyList<NpgsqlBatchCommand> Rows)
{
    private static readonly string WaitingSql = Sql.Load("Shards.waiting"), WriteWaitingSql = Sql.Load("Shards.write_waiting");

    /// <param name="after">The position reached.</param>
    /// <param name="also">Streams to look at in any case.</param>
    /// <param name="schema">Where the read model's tables are: that of a build.</param>
    /// <param name="definitions">For rows that follow from a definition; null leaves those as they are.</param>
    /// <exception cref="InvalidOperationException">The log has a gap, which it never has: something else wrote to it.</exception>
    public static async Task<Batch> OfLog(Operator op, Shard shard, long after, int limit, IEnumerable<Guid> also, string schema, Definitions? definitions, CancellationToken ct)
    {
        var events = await Store.ReadLog(op, after, limit, ct: ct);
        if (events.Count > 0 && (events[0].Position != after + 1 || events[^1].Position != after + events.Count)) throw new InvalidOperationException($"The log has a gap after position {after}.");

        var streams = events.Where(e => MayMatter(e.Event.Type)).Select(e => e.Event.StreamId).Concat(also).ToHashSet();
        return await OfStreams(op, shard, streams, after + events.Count, schema, definitions, ct) with { Events = events.Count };
    }

    /// <summary>These streams' rows, whatever position brought them here.</summary>
    public static async Task<Batch> OfStreams(Operator op, Shard shard, IReadOnlyCollection<Guid> streams, long position, string schema, Definitions? definitions, CancellationToken ct)
    {
        var found = await Touched.Read(op, streams, ct);
        if (shard.Rows is null) found = found with { Programs = await PinnedPrograms.Of(op, definitions, found.People.Select(p => p.Fold()), ct) };
        var (rows, touched) = Made(shard, found, shard.Write);
        return new Batch(position, 0, touched.Events, [InSchema(schema), .. rows, Waiting(shard, touched, position)]);
    }

    // A history that the projection fails on waits, as an unreadable one does; the others go on.
    public static (IReadOnlyList<T> Rows, Touched Taken) Made<T>(Shard shard, Touched touched, Func<Touched, IReadOnlyList<T>> make)
    {
        try { return (make(touched), touched); }
        catch (Exception all) when (all is not OperationCanceledException)
        {
            var failing = touched.People.Select(p => Try(shard, p.Id.Value, touched with { People = [p], Cohorts = [] }, make))
                .Concat(touched.Cohorts.Select(c => Try(shard, c[0].Stream, touched with { People = [], Cohorts = [c] }, make))).OfType<Unreadable>().ToDictionary(f => f.Stream);
            if (failing.Count == 0) throw;
            var taken = touched with
            {
                People = [.. touched.People.Where(p => !failing.ContainsKey(p.Id.Value))],
                Cohorts = [.. touched.Cohorts.Where(c => !failing.ContainsKey(c[0].Stream))],
                Waiting = [.. touched.Waiting, .. failing.Values],
            };
            return (make(taken), taken);
        }
    }

    private static Unreadable? Try<T>(Shard shard, Guid stream, Touched alone, Func<Touched, IReadOnlyList<T>> make)
    {
        try
        {
            make(alone);
            return null;
        }
        // Its kind only: a message may quote a value.
        catch (Exception e) when (e is not OperationCanceledException) { return new Unreadable(stream, $"{shard.Name} failed with {e.GetType().Name}"); }
    }

    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static async Task<IReadOnlyList<Guid>> WaitingStreams(Operator op, Shard shard, CancellationToken ct)
    {
        await using var read = op.Main.CreateCommand(WaitingSql);
        read.Parameters.Add(new() { Value = shard.Name });
        read.Parameters.Add(new() { Value = shard.Version });
        var streams = new List<Guid>();
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) streams.Add(reader.GetGuid(0));
        return streams;
    }

    // What an unknown event belongs to is not known either.
    private static bool MayMatter(string type) => !Wire.TryTypeOf(type, out var known) || typeof(ParticipantEvent).IsAssignableFrom(known) || typeof(CohortEvent).IsAssignableFrom(known);

    private static NpgsqlBatchCommand InSchema(string schema) => new("select set_config('search_path', $1, true)") { Parameters = { new() { Value = schema } } };

    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static NpgsqlBatchCommand Waiting(Shard shard, Touched touched, long position) => new(WriteWaitingSql)
    {
        Parameters =
        {
            new() { Value = shard.Name }, new() { Value = shard.Version }, Uuids(touched.Streams), Uuids(touched.Waiting.Select(w => w.Stream)),
            new() { Value = touched.Waiting.Select(w => w.Reason).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }, new() { Value = position },
        },
    };

    private static NpgsqlParameter Uuids(IEnumerable<Guid> ids) => new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
}

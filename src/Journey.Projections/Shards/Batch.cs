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
    // With their pauses some two minutes; after that somebody has to look.
    private const int Attempts = 8;

    private static readonly string WriteParkedSql = Sql.Load("Shards.write_parked");

    /// <summary>What the rows were made from.</summary>
    public required Touched Taken { get; init; }

    /// <param name="after">The position reached.</param>
    /// <param name="also">Streams to look at in any case.</param>
    /// <param name="schema">Where the read model's tables are: that of a build.</param>
    /// <param name="definitions">For rows that follow from a definition; null leaves those as they are.</param>
    /// <exception cref="InvalidOperationException">The log has a gap, which it never has: something else wrote to it.</exception>
    public static async Task<Batch> OfLog(Operator op, Shard shard, long after, int limit, IEnumerable<Guid> also, string schema, Definitions? definitions, CancellationToken ct, Aside? aside = null)
    {
        var events = await Store.ReadLog(op, after, limit, ct: ct);
        if (events.Count > 0 && (events[0].Position != after + 1 || events[^1].Position != after + events.Count)) throw new InvalidOperationException($"The log has a gap after position {after}.");
        aside ??= Aside.None;
        return await OfStreams(op, shard, Streams(events).Concat(also).ToHashSet(), after + events.Count, schema, definitions, ct, Alone(aside, also)) with { Events = events.Count };
    }

    /// <summary>The same for a page that comes next to what the rows were made from: of what is only added to, only what is new is written.</summary>
    /// <param name="also">Streams to look at in any case, and to write whole.</param>
    /// <param name="aside">What to leave alone, except what is looked at in any case.</param>
    public static async Task<Batch> OfEvents(
        Operator op, Shard shard, IReadOnlyList<LoggedEvent> events, long after, IEnumerable<Guid> also, string schema, Definitions? definitions, Aside aside, CancellationToken ct)
    {
        var (streams, alone) = (Streams(events).Concat(also).ToHashSet(), Alone(aside, also));
        var fresh = new Dictionary<Guid, (long First, long Last)>();
        foreach (var e in events) fresh[e.Event.StreamId] = (fresh.TryGetValue(e.Event.StreamId, out var f) ? f.First : e.Event.Version, e.Event.Version);
        // What was parked, or is without an event that was skipped, is made whole; and what this host cannot read is not its to judge.
        foreach (var stream in also.Concat(aside.Parked).Concat(aside.Skipped.Values).Concat(events.Where(e => !Wire.TryTypeOf(e.Event.Type, out _)).Select(e => e.Event.StreamId))) fresh.Remove(stream);
        if (shard.Written is { } written) streams.ExceptWith(await written(op, fresh.Where(f => streams.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value.Last), ct));
        return await OfStreams(op, shard, streams, after + events.Count, schema, definitions, ct, alone, fresh.ToDictionary(f => f.Key, f => f.Value.First)) with { Events = events.Count };
    }

    /// <summary>These streams' rows, whatever position brought them here.</summary>
    /// <param name="fresh">By stream, the first version that its rows may be without; a stream that is not named is written whole.</param>
    public static async Task<Batch> OfStreams(
        Operator op, Shard shard, IReadOnlyCollection<Guid> streams, long position, string schema, Definitions? definitions, CancellationToken ct, Aside? aside = null, IReadOnlyDictionary<Guid, long>? fresh = null)
    {
        aside ??= Aside.None;
        if (streams.Count == 0) return new Batch(position, 0, 0, [InSchema(schema)]) { Taken = new Touched([], [], [], []) };
        // A parked stream is read, as others may depend on it, but none of its own rows are made.
        var found = Failing.Without(await Touched.Read(op, streams, ct, aside.Skipped), aside.Parked);
        if (fresh is not null) found = found with { New = fresh };
        if (shard.Rows is null) found = found with { Programs = await PinnedPrograms.Of(op, definitions, found.People.Select(p => p.Fold()), ct) };
        var (rows, touched) = await Made(shard, found, shard.Write);
        return new Batch(position, 0, touched.Events, [InSchema(schema), .. rows, Parked(shard, touched)]) { Taken = touched };
    }

    // A history that the projection fails on waits, as an unreadable one does; the others go on.
    public static async Task<(IReadOnlyList<T> Rows, Touched Taken)> Made<T>(Shard shard, Touched touched, Func<Touched, IReadOnlyList<T>> make)
    {
        try { return (make(touched), touched); }
        catch (Exception all) when (all is not OperationCanceledException)
        {
            var failing = new List<Unreadable>();
            foreach (var (stream, alone) in Failing.Each(touched))
            {
                if (Error(alone) is { } error) failing.Add(await Failing.At(stream, alone, error, part => Task.FromResult(Error(part))));
            }
            if (failing.Count == 0) throw;
            var taken = Failing.Waiting(touched, failing);
            return (make(taken), taken);
        }

        // Its kind only: a message may quote a value.
        string? Error(Touched part)
        {
            try
            {
                make(part);
                return null;
            }
            catch (Exception e) when (e is not OperationCanceledException) { return e.GetType().Name; }
        }
    }

    /// <summary>Without the histories whose rows the database refuses, which wait.</summary>
    /// <param name="refused">What it said of the whole batch.</param>
    /// <param name="working">Called before each try.</param>
    /// <exception cref="PostgresException">It is not a matter of some histories.</exception>
    public async Task<Batch> WithoutRefused(Operator op, Shard shard, string schema, PostgresException refused, Func<Task> working, CancellationToken ct)
    {
        var taken = await Failing.WithoutRefused(Taken, refused, async part =>
        {
            await working();
            return await Refusal(op, [InSchema(schema), .. shard.Write(part)], ct);
        });
        return this with { Taken = taken, Rows = [InSchema(schema), .. shard.Write(taken), Parked(shard, taken)] };
    }

    /// <summary>What the database says against rows, without keeping them; null: nothing.</summary>
    public static Task<string?> Refusal(Operator op, IEnumerable<NpgsqlBatchCommand> rows, CancellationToken ct) => Refusal(op, async connection =>
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows) batch.BatchCommands.Add(row);
        await batch.ExecuteNonQueryAsync(ct);
    }, ct);

    /// <summary>The same for rows that are written in another way.</summary>
    public static async Task<string?> Refusal(Operator op, Func<NpgsqlConnection, Task> write, CancellationToken ct)
    {
        await using var connection = await op.Main.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Patience("30s", ct);
        try
        {
            await write(connection);
            return null;
        }
        catch (PostgresException e) when (Fault.IsOfARow(e)) { return $"sqlstate-{e.SqlState}"; }
    }

    private static IEnumerable<Guid> Streams(IEnumerable<LoggedEvent> events) => events.Where(e => MayMatter(e.Event.Type)).Select(e => e.Event.StreamId);

    private static Aside Alone(Aside aside, IEnumerable<Guid> also) => aside with { Parked = aside.Parked.Except(also).ToHashSet() };

    // What an unknown event belongs to is not known either.
    private static bool MayMatter(string type) => !Wire.TryTypeOf(type, out var known) || typeof(ParticipantEvent).IsAssignableFrom(known) || typeof(CohortEvent).IsAssignableFrom(known);

    // Rows and position are made again from the log together, should the database stop before they are on disk: no need to wait for the disk.
    private static NpgsqlBatchCommand InSchema(string schema) => new("select set_config('search_path', $1, true), set_config('synchronous_commit', 'off', true)") { Parameters = { new() { Value = schema } } };

    /// <summary>What is left waiting, and what no longer is.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Loaded from a file.")]
    public static NpgsqlBatchCommand Parked(Shard shard, Touched touched) => new(WriteParkedSql)
    {
        Parameters =
        {
            new() { Value = shard.Name }, new() { Value = shard.Version }, Uuids(touched.Streams), Uuids(touched.Waiting.Select(w => w.Stream)),
            new() { Value = touched.Waiting.Select(w => w.Event).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid }, Texts(touched.Waiting.Select(w => w.Type)), Texts(touched.Waiting.Select(w => w.Error)),
            new() { Value = Attempts },
        },
    };

    private static NpgsqlParameter Uuids(IEnumerable<Guid> ids) => new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter Texts(IEnumerable<string?> texts) => new() { Value = texts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

/// <summary>Streams and the log of one operator. Every call names the operator it works for.</summary>
public static partial class Store
{
    private static readonly string ClaimCommandSql = Load("Streams.claim_command");
    private static readonly string ReadCommandSql = Load("Streams.read_command");
    private static readonly string AppendSql = Load("Streams.append");

    /// <summary>Appends: one round trip, one transaction. When it returns, everything is on disk.</summary>
    /// <exception cref="ConcurrencyConflict">A stream is not at the version expected.</exception>
    /// <exception cref="StreamNotFound">A version above 0 was expected of a stream that does not exist.</exception>
    /// <exception cref="StreamArchived">A stream takes no more events.</exception>
    /// <exception cref="TextNotStorable">A text holds a character 0.</exception>
    /// <exception cref="DuplicateEvent">An event id is stored already.</exception>
    /// <exception cref="DuplicateCommand">The command was carried out before; carries the first answer. Takes precedence over a conflict.</exception>
    /// <exception cref="CommandKeyReused">The command's key came with another body before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled under way: it may have been kept or not. A <see cref="CommandKey"/> makes asking again safe.</exception>
    public static Task<Appended> Append(Operator op, Append append, CancellationToken ct = default) => Append(op, null, append, ct);

    /// <summary>The same in the caller's transaction: nothing is kept before that commits. After an exception it can only be rolled back.</summary>
    /// <param name="within">With a transaction begun; null: one of its own.</param>
    public static async Task<Appended> Append(Operator op, NpgsqlConnection? within, Append append, CancellationToken ct = default)
    {
        using var activity = Telemetry.Activities.StartActivity("journey.append");
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            await using var batch = within?.CreateBatch() ?? op.Primary.CreateBatch();
            if (append.Command is { } key) batch.BatchCommands.Add(Claim(key, append.Answer));
            foreach (var command in append.Before) batch.BatchCommands.Add(command);
            if (append.Streams.Count > 0) batch.BatchCommands.Add(Write(append.Streams));
            foreach (var command in append.Inline) batch.BatchCommands.Add(command);

            var appended = batch.BatchCommands.Count == 0 ? new Appended(0, new Dictionary<Guid, long>()) : await Execute(batch, append.Streams, ct);
            outcome = "appended";
            if (appended.Seq > 0)
            {
                op.Wake.Ring();
                op.Wrote(appended.Seq);
                Telemetry.Appended.Add(append.Streams.Sum(s => s.Events.Count), Tag(op));
            }
            return appended;
        }
        catch (PostgresException e)
        {
            var refusal = Refusal(e) ?? (append.Command is { } key && e.ConstraintName == "command_pkey" ? await Repetition(op, key, ct) : null);
            if (refusal is null) throw;
            outcome = refusal.GetType().Name;
            throw refusal;
        }
        finally
        {
            // What follows the log names the same events: so a delivery leads back to the request that it comes from.
            activity?.SetTag("journey.operator", op.Id.Value).SetTag("journey.outcome", outcome)
                .SetTag("journey.events", append.Streams.SelectMany(s => s.Events).Take(16).Select(e => e.Id.ToString()).ToArray());
            Telemetry.AppendDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, Tag(op), new("journey.outcome", outcome));
        }
    }

    // Commands of one batch without an explicit transaction are one implicit transaction; it has committed when the reader is at its end.
    private static async Task<Appended> Execute(NpgsqlBatch batch, IReadOnlyList<StreamWrite> streams, CancellationToken ct)
    {
        var versions = new Dictionary<Guid, long>(streams.Count);
        long seq = 0;
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (streams.Count > 0)
        {
            await reader.ReadAsync(ct);
            seq = await reader.IsDBNullAsync(0, ct) ? 0 : reader.GetInt64(0);
            var after = reader.GetFieldValue<long[]>(1);
            for (var i = 0; i < after.Length; i++) versions[streams[i].StreamId] = after[i];
        }
        while (await reader.NextResultAsync(ct)) { }
        return new Appended(seq, versions);
    }

    private static NpgsqlBatchCommand Claim(CommandKey key, string? answer) => new(ClaimCommandSql)
    {
        Parameters = { P(key.Client), P(key.Route), P(key.Key), P(key.BodyMac), new() { Value = (object?)answer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Json } },
    };

    private static NpgsqlBatchCommand Write(IReadOnlyList<StreamWrite> streams)
    {
        if (streams.Count > 1 && streams.DistinctBy(s => s.StreamId).Count() < streams.Count)
            throw new ArgumentException("A stream comes twice in one append.", nameof(streams));
        if (streams.Any(s => s.Events.Count == 0 && s.ExpectedVersion is null or 0))
            throw new ArgumentException("A write without events needs an expected version above 0.", nameof(streams));

        var events = new List<EventToAppend>(streams.Sum(s => s.Events.Count));
        var streamNo = new List<int>(events.Capacity);
        var behind = new List<int>(events.Capacity);
        for (var s = 0; s < streams.Count; s++)
        {
            for (var e = 0; e < streams[s].Events.Count; e++)
            {
                events.Add(streams[s].Events[e]);
                streamNo.Add(s + 1);
                behind.Add(streams[s].Events.Count - e - 1);
            }
        }

        return new(AppendSql)
        {
            Parameters =
            {
                Each(streams, s => s.StreamId, NpgsqlDbType.Uuid), Each(streams, s => s.StreamType, NpgsqlDbType.Text),
                Each(streams, s => s.ExpectedVersion, NpgsqlDbType.Bigint), Each(streams, s => s.Events.Count, NpgsqlDbType.Integer),
                P(streamNo), P(behind), Each(events, e => e.Id, NpgsqlDbType.Uuid), Each(events, e => e.Type, NpgsqlDbType.Text),
                Each(events, e => e.Data, NpgsqlDbType.Jsonb), Each(events, e => e.OccurredAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
                Each(events, e => (short)e.Precision, NpgsqlDbType.Smallint), Each(events, e => e.RecordedAt.UtcDateTime, NpgsqlDbType.TimestampTz),
                Each(events, e => e.Actor, NpgsqlDbType.Uuid), Each(events, e => e.Organization, NpgsqlDbType.Uuid),
                Each(events, e => e.CorrelationId, NpgsqlDbType.Text), Each(events, e => e.CausationId, NpgsqlDbType.Text),
                Each(events, e => e.Headers, NpgsqlDbType.Jsonb),
            },
        };
    }

    private static StoreException? Refusal(PostgresException e)
    {
        if (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "event_id_key" }) return new DuplicateEvent(e);
        // Not passed on: PostgreSQL's context quotes the text, and would take it into a log.
        if (e.SqlState is PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire) return new TextNotStorable();
        if (e.SqlState is not ("JE001" or "JE002" or "JE003")) return null;
        var found = JsonSerializer.Deserialize<Found>(e.Hint!, JsonSerializerOptions.Web)!;
        return e.SqlState switch
        {
            "JE001" => new ConcurrencyConflict(found.Stream, found.Expected!.Value, found.Actual!.Value),
            "JE002" => new StreamNotFound(found.Stream),
            _ => new StreamArchived(found.Stream),
        };
    }

    private sealed record Found(Guid Stream, long? Expected, long? Actual);

    private static async Task<StoreException> Repetition(Operator op, CommandKey key, CancellationToken ct)
    {
        await using var read = op.Primary.Command(ReadCommandSql, P(key.Client), P(key.Route), P(key.Key));
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(0), key.BodyMac)
            ? new DuplicateCommand(await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1))
            : new CommandKeyReused();
    }

    private static NpgsqlParameter<T[]> Each<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> part, NpgsqlDbType type)
    {
        var values = new T[items.Count];
        for (var i = 0; i < values.Length; i++) values[i] = part(items[i]);
        return new() { TypedValue = values, NpgsqlDbType = type | NpgsqlDbType.Array };
    }

    private static KeyValuePair<string, object?> Tag(Operator op) => new("journey.operator", op.Id.Value);
}

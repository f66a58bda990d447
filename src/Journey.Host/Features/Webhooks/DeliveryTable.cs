using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Journey.Domain;
using Journey.Host.Features.Events;
using Npgsql;
using static Journey.Host.Sql;
using static NpgsqlTypes.NpgsqlDbType;

namespace Journey.Host.Features.Webhooks;

/// <summary>An entry to be posted.</summary>
/// <param name="Times">Its round: how often it was sent back.</param>
/// <param name="Attempts">Made in this round.</param>
internal sealed record PendingDelivery(Guid Id, Guid Event, Guid Stream, string Body, int Times, int Attempts);

/// <summary>What a delivering host writes, always within its lease (<see cref="EventStore.Lease.Advance"/>), and what it reads for it.</summary>
internal static class DeliveryTable
{
    private static readonly string WritePendingSql = Named("write_pending"), ReadNextSql = Named("read_next"), ReadEndpointSql = Named("read_endpoint"), WriteOutcomeSql = Named("write_outcome"),
        WriteAttemptSql = Named("write_attempt"), WriteEndpointSql = Named("write_endpoint"), WriteDueSql = Named("write_due"), WriteTestSql = Named("write_test");

    internal static string Named(string name) => Load($"Features.Webhooks.Sql.{name}");

    /// <param name="entries">All of them in scope.</param>
    public static NpgsqlBatchCommand WritePending(SubscriptionId subscription, IReadOnlyList<PublicEntry> entries, DateTimeOffset now) => Batched(WritePendingSql,
        P(subscription.Value, Uuid), P(now, TimestampTz), Many(entries.Select(_ => Guid.CreateVersion7(now)).ToArray(), Uuid), Many(entries.Select(e => e.Position).ToArray(), Bigint),
        Many(entries.Select(e => e.Event).ToArray(), Uuid), Many(entries.Select(e => e.Stream).ToArray(), Uuid),
        Many(entries.Select(e => e.Body["type"]!.GetValue<string>()).ToArray(), Text), Many(entries.Select(e => e.Body.ToJsonString()).ToArray(), Text));

    /// <param name="busy">Streams with a post under way.</param>
    public static async Task<IReadOnlyList<PendingDelivery>> ReadNext(NpgsqlDataSource main, SubscriptionId subscription, DateTimeOffset now, IEnumerable<Guid> busy, int limit, CancellationToken ct)
    {
        await using var read = Command(main, ReadNextSql, P(subscription.Value, Uuid), P(now, TimestampTz), Many(busy.ToArray(), Uuid), P(limit, Integer));
        await using var reader = await read.ExecuteReaderAsync(ct);
        var next = new List<PendingDelivery>();
        while (await reader.ReadAsync(ct)) next.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt32(5)));
        return next;
    }

    public static async Task<(Circuit Circuit, long Pending)> ReadEndpoint(NpgsqlDataSource main, SubscriptionId subscription, CancellationToken ct)
    {
        await using var read = Command(main, ReadEndpointSql, P(subscription.Value, Uuid));
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (ReadCircuit(reader, 0), reader.GetInt64(4));
    }

    internal static Circuit ReadCircuit(NpgsqlDataReader reader, int from) =>
        new(reader.GetInt32(from), Moment(reader, from + 1), reader.GetInt32(from + 2), Moment(reader, from + 3));

    internal static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    /// <param name="next">When it is tried again; null: it is over, delivered or dead.</param>
    public static IEnumerable<NpgsqlBatchCommand> WriteOutcome(PendingDelivery delivery, Attempt attempt, DateTimeOffset? next, DateTimeOffset now)
    {
        var state = next is not null ? "pending" : attempt.Succeeded ? "delivered" : "dead";
        yield return Batched(WriteOutcomeSql, P(delivery.Id, Uuid), P(delivery.Times, Integer), P(state, Text), P(attempt.Number, Integer), P(next ?? now, TimestampTz), P(attempt.At, TimestampTz),
            P(next is null ? now : null, TimestampTz), P(attempt.Outcome, Text), P(attempt.Status, Integer));
        yield return WriteAttempt(delivery.Id, delivery.Times, attempt);
    }

    public static NpgsqlBatchCommand WriteEndpoint(SubscriptionId subscription, Circuit circuit) => Batched(WriteEndpointSql,
        P(subscription.Value, Uuid), P(circuit.Failures, Integer), P(circuit.FailingSince, TimestampTz), P(circuit.Probes, Integer), P(circuit.ProbeAt, TimestampTz));

    /// <summary>The endpoint answers again: what failed since then need not wait any longer.</summary>
    public static NpgsqlBatchCommand WriteDue(SubscriptionId subscription, DateTimeOffset now, DateTimeOffset since) =>
        Batched(WriteDueSql, P(subscription.Value, Uuid), P(now, TimestampTz), P(since, TimestampTz));

    public static IEnumerable<NpgsqlBatchCommand> WriteTest(Guid id, SubscriptionId subscription, Guid @event, string body, Attempt attempt)
    {
        yield return Batched(WriteTestSql, P(id, Uuid), P(subscription.Value, Uuid), P(@event, Uuid), P(body, Text), P(attempt.At, TimestampTz), P(attempt.Outcome, Text), P(attempt.Status, Integer));
        yield return WriteAttempt(id, 0, attempt);
    }

    private static NpgsqlBatchCommand WriteAttempt(Guid delivery, int times, Attempt attempt) => Batched(WriteAttemptSql,
        P(delivery, Uuid), P(times, Integer), P(attempt.Number, Integer), P(attempt.At, TimestampTz), P(attempt.Outcome, Text), P(attempt.Status, Integer), P(attempt.Error, Text),
        P(JsonSerializer.Serialize(attempt.Request, Attempt.Json), Jsonb), P(attempt.Response is null ? null : JsonSerializer.Serialize(attempt.Response, Attempt.Json), Jsonb),
        P(attempt.Body, Text), P(JsonSerializer.Serialize(attempt.Timings, Attempt.Json), Jsonb));

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    internal static NpgsqlBatchCommand Batched(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    internal static NpgsqlCommand Command(NpgsqlDataSource source, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = source.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }
}

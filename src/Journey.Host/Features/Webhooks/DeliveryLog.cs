using System.Text.Json;
using Journey.Domain;
using Journey.EventStore;
using Npgsql;
using static Journey.Host.Features.Webhooks.DeliveryTable;
using static Journey.Host.Sql;
using static NpgsqlTypes.NpgsqlDbType;

namespace Journey.Host.Features.Webhooks;

/// <summary>One entry on its way to one subscriber.</summary>
/// <param name="Position">In the log; absent for a test.</param>
/// <param name="Event">The header webhook-id.</param>
/// <param name="State"><c>pending</c>, <c>delivered</c>, <c>dead</c> or <c>test</c>.</param>
/// <param name="Times">How often it was sent back for another round.</param>
/// <param name="Attempts">Made in this round.</param>
/// <param name="Next">When it is tried again at the earliest; only while pending.</param>
/// <param name="Outcome">Of the last attempt.</param>
/// <param name="Status">That it was answered with.</param>
/// <param name="Body">What is signed and sent; only where one delivery is asked for.</param>
public sealed record LoggedDelivery(
    Guid Id, long? Position, Guid Event, string Type, string State, int Times, int Attempts, DateTimeOffset? Next, DateTimeOffset Created, DateTimeOffset? Last, DateTimeOffset? Ended, string? Outcome, int? Status, string? Body);

/// <summary>One post of it. <see cref="Attempt"/> says what is what.</summary>
public sealed record LoggedAttempt(
    int Times, int Number, DateTimeOffset At, string Outcome, int? Status, string? Error, IReadOnlyDictionary<string, string> Request, IReadOnlyDictionary<string, string>? Response, string? Body, Timings Timings);

/// <summary>How an endpoint is doing.</summary>
/// <param name="Oldest">Since when the oldest pending entry waits.</param>
public sealed record EndpointState(SubscriptionId Subscription, Circuit Circuit, long Pending, long Dead, DateTimeOffset? Oldest);

/// <summary>What is asked of deliveries, and what a person does about them. None of it is within a lease: the delivering host notices within a second.</summary>
internal static class DeliveryLog
{
    public static readonly IReadOnlyList<string> States = ["pending", "delivered", "dead", "test"];

    private static readonly string ListSql = Named("read_deliveries"), FindSql = Named("read_delivery"), AttemptsSql = Named("read_attempts"), StateSql = Named("read_state"),
        ReplaySql = Named("replay"), ReplayDeadSql = Named("replay_dead"), PruneSql = Named("prune");

    /// <summary>The newest first.</summary>
    /// <param name="before">Only those made before this one.</param>
    public static Task<IReadOnlyList<LoggedDelivery>> Read(Operator op, SubscriptionId subscription, string? state, Guid? before, int limit, CancellationToken ct) =>
        Rows(Command(op.Main, ListSql, P(subscription.Value, Uuid), P(state, Text), P(before, Uuid), P(limit, Integer)), Delivery, ct);

    public static async Task<LoggedDelivery?> Find(Operator op, SubscriptionId subscription, Guid delivery, CancellationToken ct) =>
        (await Rows(Command(op.Main, FindSql, P(subscription.Value, Uuid), P(delivery, Uuid)), Delivery, ct)).SingleOrDefault();

    public static Task<IReadOnlyList<LoggedAttempt>> Attempts(Operator op, Guid delivery, CancellationToken ct) => Rows(Command(op.Main, AttemptsSql, P(delivery, Uuid)), r => new LoggedAttempt(
        r.GetInt32(0), r.GetInt32(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetInt32(4), String(r, 5),
        Read<Dictionary<string, string>>(r.GetString(6)), String(r, 7) is { } response ? Read<Dictionary<string, string>>(response) : null, String(r, 8), Read<Timings>(r.GetString(9))), ct);

    public static Task<IReadOnlyList<EndpointState>> Endpoints(Operator op, IEnumerable<SubscriptionId> subscriptions, CancellationToken ct) =>
        Rows(Command(op.Main, StateSql, Many(subscriptions.Select(s => s.Value).ToArray(), Uuid)), r => new EndpointState(new(r.GetGuid(0)), ReadCircuit(r, 1), r.GetInt64(5), r.GetInt64(6), Moment(r, 7)), ct);

    /// <summary>One entry once more. False: it is pending already, or a test.</summary>
    public static async Task<bool> Replay(Operator op, SubscriptionId subscription, Guid delivery, DateTimeOffset now, CancellationToken ct) =>
        await Run(Command(op.Main, ReplaySql, P(subscription.Value, Uuid), P(delivery, Uuid), P(now, TimestampTz)), ct) == 1;

    /// <summary>Every dead letter once more; how many.</summary>
    public static Task<int> ReplayDead(Operator op, SubscriptionId subscription, DateTimeOffset now, CancellationToken ct) =>
        Run(Command(op.Main, ReplayDeadSql, P(subscription.Value, Uuid), P(now, TimestampTz)), ct);

    public static Task<int> Prune(Operator op, DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, IEnumerable<SubscriptionId> ended, CancellationToken ct) =>
        Run(Command(op.Main, PruneSql, P(deliveredBefore, TimestampTz), P(deadBefore, TimestampTz), Many(ended.Select(s => s.Value).ToArray(), Uuid)), ct);

    private static LoggedDelivery Delivery(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.IsDBNull(1) ? null : r.GetInt64(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.GetInt32(5), r.GetInt32(6), r.GetString(4) == "pending" ? Moment(r, 7) : null,
        r.GetFieldValue<DateTimeOffset>(8), Moment(r, 9), Moment(r, 10), String(r, 11), r.IsDBNull(12) ? null : r.GetInt32(12), String(r, 13));

    private static string? String(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Attempt.Json)!;

    private static async Task<int> Run(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command) return await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<IReadOnlyList<T>> Rows<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var own = command;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }
}

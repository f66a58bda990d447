using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Operations;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>A stream whose rows a shard leaves as they are.</summary>
/// <param name="Event">The first event that it could not be taken with; null: not found. Of a linked record, it may be on that one's stream.</param>
/// <param name="Type">Its wire name; <paramref name="Position"/> its place in the log.</param>
/// <param name="Error"><c>unknown-event</c>, <c>unreadable-body</c>, an exception's name, or <c>sqlstate-…</c>. Never a value.</param>
/// <param name="NextTry">Null: it waits for somebody to act, or for another host.</param>
public sealed record ParkedStream(Guid Stream, Guid? Event, string? Type, long? Position, string Error, int Attempts, DateTimeOffset Since, DateTimeOffset? NextTry);

/// <summary>An event that somebody let a shard leave out.</summary>
public sealed record SkippedEvent(Guid Stream, Guid Event, string Type, string Error, string Reason, Guid? Actor, DateTimeOffset Since);

/// <summary>Who acts by hand, when and on which request.</summary>
public sealed record ByHand(Guid? Actor, Guid? Organization, string? Correlation, DateTimeOffset At);

/// <summary>What somebody does about a parked stream. Each act is an event on the shard's own stream.</summary>
public static class Parking
{
    private static readonly string RetrySql = Sql.Load("Shards.retry"), SkipSql = Sql.Load("Shards.skip"), UnskipSql = Sql.Load("Shards.unskip");

    /// <summary>The stream of what was done by hand about a shard, whatever its version.</summary>
    public static Guid StreamOf(string shard)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"journey/shard/{shard}"));
        (hash[6], hash[8]) = ((byte)(hash[6] & 0x0F | 0x80), (byte)(hash[8] & 0x3F | 0x80));
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Has the stream tried again at once, by whatever host holds the shard.</summary>
    /// <returns>False when it is not parked there.</returns>
    public static async Task<bool> Retry(Operator op, string shard, Guid stream, ByHand by, CancellationToken ct = default)
    {
        if (await Find(op, shard, stream, ct) is not var (version, parked)) return false;
        await Record(op, shard, by, new ParkedStreamRetried(shard, version, stream, parked.Event), Command(RetrySql, shard, version, stream), ct);
        return true;
    }

    /// <summary>Lets the shard make the stream's rows without the event that it is parked at, until a host can take that one.</summary>
    /// <param name="reason">In words, without a value of anybody's.</param>
    /// <returns>False when it is not parked there, or at no event that is known.</returns>
    public static async Task<bool> Skip(Operator op, string shard, Guid stream, string reason, ByHand by, CancellationToken ct = default)
    {
        if (await Find(op, shard, stream, ct) is not (var version, { Event: { } at, Type: not null })) return false;
        await Record(op, shard, by, new ParkedStreamSkipped(shard, version, stream, at, reason),
            Command(SkipSql, shard, version, stream, at, reason, new NpgsqlParameter { Value = (object?)by.Actor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }), ct);
        return true;
    }

    /// <summary>What was done by hand, the latest first.</summary>
    public static async Task<IReadOnlyList<Entry>> Done(Operator op, IEnumerable<string> shards, CancellationToken ct = default) =>
        [.. (await Store.ReadStreams(op, [.. shards.Select(StreamOf).Distinct()], ct)).Select(Entries.Of).Where(e => e.Event is not null).OrderByDescending(e => e.Seq)];

    internal static NpgsqlBatchCommand Unskip(Shard shard, Guid stream) => Command(UnskipSql, shard.Name, shard.Version, stream);

    private static async Task<(int Version, ParkedStream Parked)?> Find(Operator op, string shard, Guid stream, CancellationToken ct) =>
        (await ShardLag.Read(op, ct)).Where(l => l.Shard == shard).OrderByDescending(l => l.Version)
            .SelectMany(l => l.Parked.Where(p => p.Stream == stream).Select(p => ((int, ParkedStream)?)(l.Version, p))).FirstOrDefault();

    private static Task Record(Operator op, string shard, ByHand by, ShardEvent happened, NpgsqlBatchCommand then, CancellationToken ct) =>
        Store.Append(op, new Append([new StreamWrite(StreamOf(shard), "shard", null,
        [
            new()
            {
                Id = Guid.CreateVersion7(by.At), Type = Wire.NameOf(happened), Data = Body.Write(happened), OccurredAt = by.At, RecordedAt = by.At,
                Actor = by.Actor, Organization = by.Organization, CorrelationId = by.Correlation, Headers = JsonSerializer.Serialize(new { purpose = "operations" }, Body.Options),
            },
        ])]) { Inline = [then] }, ct);

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        return command;
    }
}

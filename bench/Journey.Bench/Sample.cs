using Journey.Domain;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Bench;

/// <summary>Invented rows of ordinary size, the same for both sides.</summary>
internal static class Sample
{
    public const string Status = "crt";
    public const string Answer = """{"version":12,"changed":true,"events":["01990000-0000-7000-8000-000000000000"]}""";
    private const string Headers = """{"purpose":"service-delivery","program":"aspire-manufacturing","programVersion":1}""";
    private static readonly string InlineSql = Installation.Sql("inline");
    private static readonly Guid Someone = Guid.NewGuid(), Somewhere = Guid.NewGuid();

    /// <summary>A body of about 300 bytes, half of it a sealed value.</summary>
    public static string Body() =>
        $$$"""{"enrollment":"{{{Guid.NewGuid()}}}","session":"{{{Guid.NewGuid()}}}","stage":"career-readiness","presence":"Present","note":{"k":"{{{Guid.NewGuid()}}}","c":"General","v":"{{{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}}}{{{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}}}","m":"{{{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}}}"}}""";

    public static EventToAppend Event(string type, string data)
    {
        var now = DateTimeOffset.UtcNow;
        return new EventToAppend
        {
            Id = Guid.CreateVersion7(now), Type = type, Data = data, OccurredAt = now, Precision = (EventStore.OccurredPrecision)Precision.Instant, RecordedAt = now,
            Actor = Someone, Organization = Somewhere, CorrelationId = "0f8b2b6e6f8e4a0f9a8b7c6d5e4f3a2b", Headers = Headers,
        };
    }

    public static CommandKey Key() => new("web", "POST /v1/participants/attendance", Guid.NewGuid().ToString("N"), new byte[32]);

    public static NpgsqlBatchCommand Inline(Guid stream, long version) => new(InlineSql)
    {
        Parameters = { new NpgsqlParameter<Guid> { TypedValue = stream }, new NpgsqlParameter<string> { TypedValue = Status, NpgsqlDbType = NpgsqlDbType.Text }, new NpgsqlParameter<long> { TypedValue = version } },
    };

    /// <summary>An append as a command makes it: expected version, inline row, idempotency row.</summary>
    public static Append Append(Guid stream, string type, long expected, IReadOnlyList<EventToAppend> events) =>
        new([new StreamWrite(stream, type, expected, events)]) { Inline = [Inline(stream, expected + events.Count)], Command = Key(), Answer = Answer };
}

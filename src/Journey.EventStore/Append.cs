using Npgsql;

namespace Journey.EventStore;

/// <summary>What goes onto one stream.</summary>
/// <param name="StreamType">Kept when the stream is new.</param>
/// <param name="ExpectedVersion">The version the decision was taken on; 0: the stream must be new; null: whatever it is, new or not.</param>
/// <param name="Events">Without events the write only checks (and holds until commit) the expected version, which must then be above 0.</param>
public sealed record StreamWrite(Guid StreamId, string StreamType, long? ExpectedVersion, IReadOnlyList<EventToAppend> Events);

/// <summary>Makes a command repeatable: the same client, route and key are answered once.</summary>
/// <param name="BodyMac">A keyed hash of the body: another body under the same key is <see cref="CommandKeyReused"/>.</param>
public sealed record CommandKey(string Client, string Route, string Key, byte[] BodyMac);

/// <summary>One transaction and one round trip: all of it is there afterwards, or nothing.</summary>
/// <param name="Streams">Each stream at most once; the events get their sequence numbers in the order given.</param>
public sealed record Append(IReadOnlyList<StreamWrite> Streams)
{
    /// <summary>Run before the streams are locked. Positional parameters ($1 …), as everywhere.</summary>
    public IReadOnlyList<NpgsqlBatchCommand> Before { get; init; } = [];

    /// <summary>Run after the events: the inline read models' rows.</summary>
    public IReadOnlyList<NpgsqlBatchCommand> Inline { get; init; } = [];

    public CommandKey? Command { get; init; }

    /// <summary>JSON, without any personal value: what <see cref="DuplicateCommand"/> gives back when <see cref="Command"/> comes again.</summary>
    public string? Answer { get; init; }
}

/// <summary>What an append did.</summary>
/// <param name="Seq">The last event's sequence number, a token for "has the log got there"; 0 when there was no event.</param>
/// <param name="Versions">Each stream's version now.</param>
public sealed record Appended(long Seq, IReadOnlyDictionary<Guid, long> Versions);

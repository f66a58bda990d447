namespace Journey.EventStore;

/// <summary>How exactly it is known when something occurred.</summary>
public enum OccurredPrecision : short
{
    Instant = 0,

    /// <summary>Stored as that date's 00:00 UTC; which zone's day it was, the program says.</summary>
    Day = 1,

    /// <summary>Stored as 00:00 UTC of the month's first day.</summary>
    Month = 2,

    /// <summary>No time is stored.</summary>
    Unknown = 3,
}

/// <summary>An event on its way in. Times are kept to the microsecond; finer digits are cut off.</summary>
public sealed record EventToAppend
{
    /// <summary>Unique over the whole operator (UUIDv7, or derived by an import so that importing twice is noticed).</summary>
    public required Guid Id { get; init; }

    /// <summary>The wire name, snake case.</summary>
    public required string Type { get; init; }

    /// <summary>The body, JSON.</summary>
    public required string Data { get; init; }

    /// <summary>When it was true; null exactly when <see cref="Precision"/> is <see cref="OccurredPrecision.Unknown"/>.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public OccurredPrecision Precision { get; init; }

    /// <summary>When we knew: now, or what an import's source says.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public Guid? Actor { get; init; }
    public Guid? Organization { get; init; }
    public string? CorrelationId { get; init; }
    public string? CausationId { get; init; }

    /// <summary>JSON: purpose, program version.</summary>
    public string? Headers { get; init; }
}

/// <summary>An event as the store holds it.</summary>
/// <param name="Seq">Drawn when it was appended; rises along a stream, but has holes and shows up out of order across streams. Order everything else by position.</param>
/// <param name="Version">1, 2, 3 … in its stream.</param>
/// <param name="StoredAt">The database's clock at the append, never set by anyone.</param>
public sealed record StoredEvent(
    long Seq, Guid Id, Guid StreamId, long Version, string Type, string Data,
    DateTimeOffset? OccurredAt, OccurredPrecision Precision, DateTimeOffset RecordedAt, DateTimeOffset StoredAt,
    Guid? Actor, Guid? Organization, string? CorrelationId, string? CausationId, string? Headers);

/// <summary>An event with its place in the log.</summary>
/// <param name="Position">1, 2, 3 … without gaps, never given again.</param>
/// <param name="SequencedAt">Never decreases along the log.</param>
public sealed record LoggedEvent(long Position, DateTimeOffset SequencedAt, StoredEvent Event);

namespace Journey.Domain.Operations;

/// <summary>What somebody did by hand about work that follows the log, on that shard's own stream.</summary>
public abstract record ShardEvent : JourneyEvent;

/// <summary>A stream that the shard could not take was to be tried again at once.</summary>
/// <param name="Version">Of the shard.</param>
/// <param name="Event">At which it was parked; null: not known.</param>
public sealed record ParkedStreamRetried(string Shard, int Version, Guid Stream, Guid? Event) : ShardEvent;

/// <summary>The shard was to make the stream's rows without this event, until a host can take it.</summary>
public sealed record ParkedStreamSkipped(string Shard, int Version, Guid Stream, Guid Event, string Reason) : ShardEvent;

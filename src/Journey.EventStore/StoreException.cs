namespace Journey.EventStore;

/// <summary>What the store refuses. Nothing of the append was kept.</summary>
public abstract class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Somebody else was first: load, decide and append again.</summary>
public sealed class ConcurrencyConflict(Guid streamId, long expected, long actual)
    : StoreException($"Stream {streamId} is at version {actual}, not {expected}.")
{
    public Guid StreamId { get; } = streamId;
    public long Expected { get; } = expected;
    public long Actual { get; } = actual;
}

/// <summary>A version above 0 was expected of a stream that does not exist.</summary>
public sealed class StreamNotFound(Guid streamId) : StoreException($"There is no stream {streamId}.")
{
    public Guid StreamId { get; } = streamId;
}

/// <summary>The stream is closed for good; it can still be read.</summary>
public sealed class StreamArchived(Guid streamId) : StoreException($"Stream {streamId} is archived.")
{
    public Guid StreamId { get; } = streamId;
}

/// <summary>An event of this append, by its id, is in the store already.</summary>
public sealed class DuplicateEvent(Exception inner) : StoreException("An event with one of these ids is stored already.", inner);

/// <summary>PostgreSQL keeps every character but U+0000.</summary>
public sealed class TextNotStorable() : StoreException("A text holds the character U+0000, which can't be kept.");

/// <summary>The command was carried out before, by the same body.</summary>
/// <param name="answer">The first answer, as given then, byte for byte.</param>
public sealed class DuplicateCommand(string? answer) : StoreException("This command was carried out before.")
{
    public string? Answer { get; } = answer;
}

/// <summary>The command's key was used before with another body.</summary>
public sealed class CommandKeyReused() : StoreException("This command's key was used before with another body.");

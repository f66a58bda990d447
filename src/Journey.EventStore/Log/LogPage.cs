namespace Journey.EventStore;

/// <summary>A stretch of the log, whole: its positions follow one another from the one asked for. Shared between readers, so never changed.</summary>
/// <param name="Origin">Which history the positions belong to. Another one than before: a restore; what was read before may have been given another content.</param>
/// <param name="Head">The log's last position as far as is known here: never less than what the page holds. Less than what was asked for: the log went back.</param>
/// <param name="Events">May be fewer than were asked for, though more exist: only an empty page says that there was nothing.</param>
public sealed record LogPage(string Origin, long Head, IReadOnlyList<LoggedEvent> Events);

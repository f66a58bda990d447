namespace Journey.EventStore;

/// <summary>
/// The surroundings aren't fit to start in (no PostgreSQL, a folder in use, a changed schema file …). The message is one line
/// that says what to do; the host prints it and ends with exit code 2.
/// </summary>
public sealed class SetupException(string message, Exception? inner = null) : Exception(message, inner);

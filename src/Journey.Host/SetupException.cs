namespace Journey.Host;

/// <summary>The host can't start as configured. Its message is one line for whoever operates it; the exit code is 2.</summary>
public sealed class SetupException(string message) : Exception(message);

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Journey.Host.Tests;

/// <summary>Everything that a host logs, at every level, scopes and exceptions included.</summary>
internal sealed class Heard : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();
    public ILogger CreateLogger(string categoryName) => this;
    public void Dispose() { }
    public bool IsEnabled(LogLevel logLevel) => true;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull { lines.Enqueue($"{state}"); return null; }
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");
    public override string ToString() => string.Join('\n', lines);
}

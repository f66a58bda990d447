using System.Diagnostics.CodeAnalysis;

namespace Journey.EventStore;

/// <summary>Whether an operator's databases answer. Whoever waits for one of them is told at once when they no longer do.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Requests may still hold a source's token; without a timer or a wait handle it holds nothing.")]
public sealed class Availability
{
    private volatile CancellationTokenSource gone = new();
    private volatile string? problem;

    /// <summary>Null while all is well. Never an address or a value: anybody may ask.</summary>
    public string? Problem => problem;

    public bool IsAway => problem is not null;

    /// <summary>Cancelled while it is away.</summary>
    public CancellationToken Gone => gone.Token;

    internal void Set(string? now)
    {
        var before = problem;
        problem = now;
        if (before is null && now is not null) _ = gone.CancelAsync();
        else if (before is not null && now is null) gone = new CancellationTokenSource();
    }
}

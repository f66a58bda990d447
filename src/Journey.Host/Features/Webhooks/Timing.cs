using System.Diagnostics;

namespace Journey.Host.Features.Webhooks;

/// <summary>How long the parts of one attempt took, in milliseconds; null for a part that it did not get to.</summary>
public sealed record Timings(double? Dns, double? Connect, double? Tls, double? FirstByte, double Total);

/// <summary>One attempt's stopwatch.</summary>
internal sealed class Timing
{
    private readonly long started = Stopwatch.GetTimestamp();
    private long? resolved, connected, secured, answered;

    public void Resolved() => resolved = Stopwatch.GetTimestamp();

    public void Connected() => connected = Stopwatch.GetTimestamp();

    public void Secured() => secured = Stopwatch.GetTimestamp();

    public void Answered() => answered = Stopwatch.GetTimestamp();

    public Timings Read() => new(Between(started, resolved), Between(resolved, connected), Between(connected, secured), Between(secured ?? connected, answered), Stopwatch.GetElapsedTime(started).TotalMilliseconds);

    private static double? Between(long? from, long? to) => from is { } f && to is { } t ? Stopwatch.GetElapsedTime(f, t).TotalMilliseconds : null;
}

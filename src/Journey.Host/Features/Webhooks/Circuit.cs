namespace Journey.Host.Features.Webhooks;

/// <summary>
/// How an endpoint is doing. Closed: entries go out in parallel. Open: it is left alone but for one entry now and then, and the first one
/// that it takes closes the circuit.
/// </summary>
/// <param name="Failures">One after the other, whatever the entry.</param>
/// <param name="FailingSince">Nothing but failure since then.</param>
/// <param name="Probes">That failed since it opened.</param>
/// <param name="ProbeAt">It is open, and one entry may be tried from then on.</param>
public sealed record Circuit(int Failures, DateTimeOffset? FailingSince, int Probes, DateTimeOffset? ProbeAt)
{
    public const int OpensAfter = 5;

    public static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromMinutes(30);

    public static Circuit Closed { get; } = new(0, null, 0, null);

    public bool IsOpen => ProbeAt is not null;

    public bool MayTry(DateTimeOffset now) => ProbeAt is not { } at || at <= now;

    /// <param name="probe">Begun when it was open. What was under way as it opened does not prolong the wait.</param>
    public Circuit After(Attempt attempt, bool probe, DateTimeOffset now)
    {
        if (attempt.Succeeded) return Closed;
        var failed = this with { Failures = Failures + 1, FailingSince = FailingSince ?? attempt.At, Probes = probe ? Probes + 1 : Probes };
        if (IsOpen && !probe && !attempt.AsksForLess) return failed;
        if (failed.Failures < OpensAfter && !probe && !attempt.AsksForLess) return failed;
        var wait = TimeSpan.FromTicks(Math.Min(FirstProbe.Ticks << Math.Min(failed.Probes, 10), LongestPause.Ticks));
        if (attempt is { AsksForLess: true, RetryAfter: { } asked } && RetrySchedule.Bounded(asked) is var bounded && bounded > wait) wait = bounded;
        return failed with { ProbeAt = ProbeAt is { } already && already > now + wait ? already : now + wait };
    }
}

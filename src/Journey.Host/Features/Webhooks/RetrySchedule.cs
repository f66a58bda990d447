namespace Journey.Host.Features.Webhooks;

/// <summary>Ten attempts over some three and a half days. A receiver that is away over a weekend loses nothing.</summary>
public static class RetrySchedule
{
    /// <summary>Between an attempt and the next, give or take <see cref="Jitter"/>.</summary>
    public static readonly IReadOnlyList<TimeSpan> Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1),
        TimeSpan.FromHours(4), TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(48),
    ];

    public const double Jitter = 0.15;

    /// <summary>A receiver may ask for so much more time at most.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    public static int Attempts => Delays.Count + 1;

    /// <summary>How long to wait after the attempt of that number; null: it was the last one.</summary>
    /// <param name="retryAfter">Never sooner than the schedule says, and not much later.</param>
    /// <param name="random">0 to 1.</param>
    public static TimeSpan? After(int number, TimeSpan? retryAfter, double random)
    {
        if (number > Delays.Count) return null;
        var usual = Delays[number - 1] * (1 - Jitter + (2 * Jitter * random));
        return retryAfter is { } asked && Bounded(asked) > usual ? Bounded(asked) : usual;
    }

    public static TimeSpan Bounded(TimeSpan retryAfter) => retryAfter < LongestRetryAfter ? retryAfter : LongestRetryAfter;
}

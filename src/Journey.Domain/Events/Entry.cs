namespace Journey.Domain;

/// <summary>One event as it stands in a stream: what happened, in its envelope.</summary>
/// <param name="Seq">Store-wide order of writing; within a stream the same order as <paramref name="Version"/>.</param>
/// <param name="Event">Null when this host does not know the wire name: readable, but nothing may be decided on such a stream.</param>
/// <param name="Type">Wire name.</param>
/// <param name="Causation">The event this one follows from.</param>
/// <param name="ImportedAt">When an import brought it, whatever its source says about when it was written down there.</param>
public sealed record Entry(
    Guid Id, Guid Stream, long Version, long Seq, string Type, JourneyEvent? Event, Occurred Occurred, DateTimeOffset RecordedAt,
    Guid? Actor = null, Guid? Organization = null, Guid? Causation = null, string? Purpose = null, string? Correlation = null, DateTimeOffset? ImportedAt = null);

/// <summary>
/// The two clocks: what was true at the end of day <paramref name="TrueOn"/> (that day included) as far as it was
/// written down by <paramref name="KnownOn"/>. Null means "no limit": the ordinary state is <see cref="Now"/>.
/// </summary>
public readonly record struct AsOf(DateOnly? TrueOn, DateTimeOffset? KnownOn)
{
    public static AsOf Now { get; }

    public static AsOf Day(DateOnly day) => new(day, null);
}

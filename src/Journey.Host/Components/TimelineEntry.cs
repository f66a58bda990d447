using Microsoft.AspNetCore.Components;

namespace Journey.Host.Components;

/// <summary>One thing that happened. <paramref name="Day"/> groups by month (null: day unknown); <paramref name="When"/> is how the day is written, in its precision.</summary>
public sealed record TimelineEntry(DateOnly? Day, string When, string Title)
{
    /// <summary>Shown when it was written down on another day than it happened.</summary>
    public string? Recorded { get; init; }
    public string? By { get; init; }
    public Tone Tone { get; init; }
    /// <summary>Retracted or amended since: still here, struck through, with a word saying which.</summary>
    public string? Struck { get; init; }
    public RenderFragment? Detail { get; init; }
}

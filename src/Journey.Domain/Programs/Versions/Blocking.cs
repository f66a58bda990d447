namespace Journey.Domain.Programs.Versions;

/// <summary>Why somebody can't be moved to another version. Codes are stable; pages and commands translate them.</summary>
public static class Blocking
{
    /// <summary>In a stage that the new version has not, and that the mapping neither renames nor leaves.</summary>
    public const string StageUnmapped = "blocked.stage-unmapped";

    /// <summary>Renamed into a stage that the person is in already under that very name.</summary>
    public const string StageTaken = "blocked.stage-taken";

    /// <summary>The history holds an event that this host does not know.</summary>
    public const string UnknownEvent = "blocked.unknown-event";

    /// <summary>The history does not read: a damaged body.</summary>
    public const string UnreadableHistory = "blocked.unreadable-history";

    /// <summary>An answer that a changed criterion needs does not open: its key is destroyed or damaged.</summary>
    public const string UnreadableValue = "blocked.unreadable-value";

    /// <summary>An answer that a changed criterion needs may not be opened any more: the consent was withdrawn or does not cover it.</summary>
    public const string ClosedValue = "blocked.closed-value";

    /// <summary>Others kept writing on the history: try again.</summary>
    public const string Contested = "blocked.contested";

    public static IReadOnlyList<string> Codes { get; } = [StageUnmapped, StageTaken, UnknownEvent, UnreadableHistory, UnreadableValue, ClosedValue, Contested];
}

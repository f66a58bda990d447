namespace Journey.Domain.Programs.Versions;

public enum ChangeKind
{
    Added,
    Removed,
    Changed,

    /// <summary>Fewer values or people fit than before.</summary>
    Narrowed,

    /// <summary>More values or people fit, and all that fitted before.</summary>
    Widened,

    /// <summary>Another place in an order, or another time.</summary>
    Moved,
}

/// <summary>One difference between two versions of a definition.</summary>
/// <param name="Path">As in a definition's file, list items by id: <c>stages.crt.attendance.standard</c>. Of what was taken away, the old path.</param>
/// <param name="From">The old value in the canonical form; null for what is new, and where it is more than a word.</param>
/// <param name="To">The new one.</param>
/// <param name="Words">The difference as a sentence.</param>
public sealed record Change(ChangeKind Kind, string Path, string? From, string? To, Text Words)
{
    /// <summary>The part of the definition, such as <c>stages</c>.</summary>
    public string Part => Path.Split('.')[0];
}

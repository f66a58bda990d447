using static Journey.Domain.Decide;

namespace Journey.Domain.Programs;

/// <summary>One version of a program became the one that new enrollments start under. Never changed afterwards.</summary>
/// <param name="Hash">Of the checked definition, <see cref="Canonical.Hash"/>.</param>
/// <param name="Source">The file as it was published, so that the version stays readable for ever.</param>
public sealed record ProgramPublished(string Program, int Version, string Hash, string Source) : JourneyEvent;

public static class Publishing
{
    /// <summary>Publishes a version. Layout and comments may differ; words and values under a used number may not.</summary>
    /// <param name="earlier">What was published of this program so far, in any order.</param>
    public static Decision Publish(IReadOnlyCollection<ProgramPublished> earlier, ProgramDefinition definition, string source)
    {
        var hash = definition.Hash();
        if (earlier.FirstOrDefault(p => p.Version == definition.Version) is { } same)
            return string.Equals(same.Hash, hash, StringComparison.Ordinal)
                ? Nothing
                : Refuse("program.changed", $"Version {definition.Version} of {definition.Id} is published with another text: give the changed one a new number.");
        if (earlier.Count > 0 && earlier.Max(p => p.Version) is var newest && definition.Version < newest)
            return Refuse("program.older", $"Version {newest} of {definition.Id} is published already: a new one needs a higher number.");
        return Accept(new ProgramPublished(definition.Id, definition.Version, hash, source));
    }
}

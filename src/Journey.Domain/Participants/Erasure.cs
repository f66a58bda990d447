using System.Collections.Immutable;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>
/// The keys of a participant's sealed values were destroyed: their journey stays countable, and nobody reads who it was. Nothing is
/// written about them any more.
/// </summary>
/// <param name="Keys">Fingerprints of the keys destroyed; nothing personal.</param>
public sealed record ParticipantErased(ImmutableArray<string> Keys) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with { Erased = person.Erased ?? at };
}

public static class Erasure
{
    /// <summary>What every command on an erased person's record is answered with; null where nobody is erased. No retraction brings a destroyed key back.</summary>
    /// <param name="history">Everything written about the person, linked records included.</param>
    public static Decision? Refuses(IEnumerable<Entry> history) =>
        history.Any(e => e.Event is ParticipantErased) ? Refuse("participant.erased", "This person was erased: nothing more is written about them.") : null;
}
